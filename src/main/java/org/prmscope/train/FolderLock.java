package org.prmscope.train;

import org.prmscope.core.HeldFile;
import org.prmscope.core.IoReason;
import org.prmscope.core.WorkbenchException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Holds a folder for one work at a time, over processes: two trainings in one folder would write
/// over each other's checkpoint. The empty file stays and does no harm.
public final class FolderLock implements AutoCloseable {
    private final HeldFile held;

    private FolderLock(HeldFile held) {
        this.held = held;
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
            return new FolderLock(
                    HeldFile.take(folder.toRealPath().resolve(work.file))
                            .orElseThrow(() -> work.refusal(folder)));
        } catch (IOException e) {
            throw unusable(folder, e);
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
            held.close();
        } catch (IOException e) {
            throw unusable(held.file(), e);
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
