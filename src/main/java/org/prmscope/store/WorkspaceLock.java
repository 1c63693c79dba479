package org.prmscope.store;

import org.prmscope.core.HeldFile;
import org.prmscope.core.IoReason;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Keeps other processes off a workspace, by an empty hidden file beside it.
///
/// SQLite's own lock is on the workspace, and POSIX drops all locks of a process on a file when the
/// process closes any descriptor of it. File choosers do just that within this process: they read
/// the beginning of every file they list, to show its type. Empty files they do not open.
final class WorkspaceLock implements AutoCloseable {
    private final HeldFile held;

    private WorkspaceLock(HeldFile held) {
        this.held = held;
    }

    /// Takes the lock of a workspace, which need not exist yet; its folder must.
    static WorkspaceLock take(Path workspace) throws WorkspaceException {
        try {
            Path real = real(workspace);
            HeldFile held = HeldFile.take(beside(real)).orElseThrow(() -> refusal(workspace));
            if (!Files.exists(held.file())) {
                // The one that held it deleted it in between.
                held.close();
                throw refusal(workspace);
            }
            return new WorkspaceLock(held);
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

    /// The file that is held while a workspace is open; one that is there and can be held was left
    /// by a process that was killed.
    static Path beside(Path workspace) {
        return workspace.resolveSibling("." + workspace.getFileName() + ".lock");
    }

    private static Path real(Path workspace) throws IOException {
        if (Files.exists(workspace)) {
            return workspace.toRealPath();
        }
        Path folder = workspace.toAbsolutePath().resolveSibling(".").toRealPath();
        return folder.resolve(workspace.getFileName());
    }

    private static WorkspaceException refusal(Path workspace) {
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
        try (HeldFile free = held) {
            Files.deleteIfExists(free.file());
        } catch (IOException e) {
            // An empty file that stays does no harm.
        }
    }
}
