package org.prmscope.train;

import org.prmscope.core.IoReason;
import org.prmscope.core.WorkbenchException;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Holds a folder for one work at a time, over processes: two trainings in one folder would write
/// over each other's checkpoint. The lock is the operating system's, so that of a killed process is
/// gone with it; the empty file stays and does no harm.
public final class FolderLock implements AutoCloseable {
    // On POSIX, closing any channel of a file gives up the whole process's locks on it, so a held
    // file must not even be opened again here.
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final FileChannel channel;

    private FolderLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /// What a folder is held for.
    public enum Work {
        TRAINING(
                "training.lock",
                "A training is going on in this folder",
                "a folder that nothing else trains in",
                "training"),
        EXPERIMENT(
                "experiment.lock",
                "An experiment is going on in this folder",
                "a folder that nothing else trains in",
                "experiment"),
        EXPORT(
                "being-written.lock",
                "Another export into this folder is going on",
                "a folder that nothing else writes",
                "export");

        private final String file;
        private final String what;
        private final String expected;
        private final String noun;

        Work(String file, String what, String expected, String noun) {
            this.file = file;
            this.what = what;
            this.expected = expected;
            this.noun = noun;
        }

        /// The name of the lock's file.
        String file() {
            return file;
        }

        private WorkbenchException refusal(Path folder) {
            return new WorkbenchException(
                    new WorkbenchException.Report(
                            what,
                            folder.toString(),
                            expected,
                            file + " is held by another window or command",
                            "Wait for the end of that %s or stop it, or choose another folder."
                                    .formatted(noun)));
        }
    }

    /// Takes a folder, made if it does not exist.
    ///
    /// @throws WorkbenchException if it is held already or cannot be written
    public static FolderLock take(Path folder, Work work) throws WorkbenchException {
        try {
            Files.createDirectories(folder);
            Path file = folder.toRealPath().resolve(work.file);
            if (!HELD.add(file)) {
                throw work.refusal(folder);
            }
            boolean taken = false;
            try {
                FolderLock lock = lock(file, folder, work);
                taken = true;
                return lock;
            } finally {
                if (!taken) {
                    HELD.remove(file);
                }
            }
        } catch (IOException e) {
            throw unusable(folder, e);
        }
    }

    private static FolderLock lock(Path file, Path folder, Work work)
            throws IOException, WorkbenchException {
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        boolean taken = false;
        try {
            FileLock lock = channel.tryLock();
            if (lock == null) {
                throw work.refusal(folder);
            }
            taken = true;
            return new FolderLock(file, channel);
        } catch (OverlappingFileLockException e) {
            throw new WorkbenchException(work.refusal(folder).report(), e);
        } finally {
            if (!taken) {
                channel.close();
            }
        }
    }

    /// Refuses a folder that is held now; writes nothing.
    ///
    /// @throws WorkbenchException if it is held or cannot be looked at
    public static void refuseHeld(Path folder, Work work) throws WorkbenchException {
        if (Files.exists(folder.resolve(work.file))) {
            take(folder, work).close();
        }
    }

    /// Gives the folder back.
    @Override
    public void close() throws WorkbenchException {
        try {
            channel.close();
        } catch (IOException e) {
            throw unusable(file, e);
        } finally {
            HELD.remove(file);
        }
    }

    private static WorkbenchException unusable(Path place, IOException e) {
        return new WorkbenchException(
                new WorkbenchException.Report(
                        "The folder cannot be used",
                        place.toString(),
                        "a folder that can be written and locked",
                        IoReason.of(e),
                        "Free some space or choose another folder."),
                e);
    }
}
