package org.prmscope.store;

import org.prmscope.core.IoReason;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Keeps other processes off a workspace, by a lock of the operating system on an empty hidden file
/// beside it.
///
/// SQLite's own lock is on the workspace, and POSIX drops all locks of a process on a file when the
/// process closes any descriptor of it. File choosers do just that within this process: they read
/// the beginning of every file they list, to show its type. Empty files they do not open.
final class WorkspaceLock implements AutoCloseable {
    // For the same reason a held lock's file must not be opened again here.
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final FileChannel channel;

    private WorkspaceLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /// Takes the lock of a workspace, which need not exist yet; its folder must.
    static WorkspaceLock take(Path workspace) throws WorkspaceException {
        try {
            Path real =
                    Files.exists(workspace)
                            ? workspace.toRealPath()
                            : workspace
                                    .toAbsolutePath()
                                    .resolveSibling(".")
                                    .toRealPath()
                                    .resolve(workspace.getFileName());
            Path file = real.resolveSibling("." + real.getFileName() + ".lock");
            if (!HELD.add(file)) {
                throw held(workspace);
            }
            boolean taken = false;
            try {
                WorkspaceLock lock = lock(file, workspace);
                taken = true;
                return lock;
            } finally {
                if (!taken) {
                    HELD.remove(file);
                }
            }
        } catch (IOException e) {
            throw Database.failure(
                    WorkspaceException.Kind.FAILED,
                    workspace,
                    "The workspace cannot be locked",
                    "a folder in which files can be made and locked",
                    IoReason.of(e),
                    "Copy it to a folder of your own and name it with --workspace.");
        }
    }

    private static WorkspaceLock lock(Path file, Path workspace)
            throws IOException, WorkspaceException {
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        boolean taken = false;
        try {
            FileLock lock = channel.tryLock();
            // The one that held it may have deleted it in between.
            taken = lock != null && Files.exists(file);
            if (!taken) {
                throw held(workspace);
            }
            return new WorkspaceLock(file, channel);
        } catch (OverlappingFileLockException e) {
            throw held(workspace);
        } finally {
            if (!taken) {
                channel.close();
            }
        }
    }

    private static WorkspaceException held(Path workspace) {
        return Database.failure(
                WorkspaceException.Kind.LOCKED,
                workspace,
                "The workspace cannot be opened",
                "",
                "another process has the workspace open",
                "Close the other PRMScope, or name another workspace with --workspace.");
    }

    /// Gives the workspace free; the hidden file goes too, where it can.
    @Override
    public void close() {
        try (FileChannel _ = channel) {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // An empty file that stays does no harm.
        } finally {
            HELD.remove(file);
        }
    }
}
