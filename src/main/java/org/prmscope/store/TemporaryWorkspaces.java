package org.prmscope.store;

import org.prmscope.core.HeldFile;
import org.prmscope.core.IoReason;
import org.prmscope.core.WorkbenchException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Workspaces for one command each, in folders of their own in the system's temporary folder, and
/// what killed processes left of such.
///
/// Anybody may write into that folder. So a leftover is only what belongs to this user, has the
/// name of such a folder, holds nothing but the regular files of a workspace, and is not in use;
/// files are removed by their names, and links are not followed.
public final class TemporaryWorkspaces {
    private static final Logger LOG = LoggerFactory.getLogger(TemporaryWorkspaces.class);
    private static final String PREFIX = "prmscope-";
    private static final String NAME = "workspace.prmscope";
    private static final String LOCK = WorkspaceLock.beside(Path.of(NAME)).toString();

    /// The workspace, what SQLite keeps beside it, and the lock; the lock is removed last.
    private static final List<String> FILES =
            List.of(NAME, NAME + "-wal", NAME + "-shm", NAME + "-journal", LOCK);

    private final Path parent;

    /// @param parent the system's temporary folder
    public TemporaryWorkspaces(Path parent) {
        this.parent = parent;
    }

    /// A place for a workspace, in a new folder that others cannot look into.
    public Path make() throws WorkbenchException {
        try {
            return Files.createTempDirectory(parent, PREFIX).resolve(NAME);
        } catch (IOException e) {
            throw new WorkbenchException(
                    new WorkbenchException.Report(
                            "No temporary folder can be made",
                            parent.toString(),
                            "a writable folder with room",
                            IoReason.of(e),
                            "Free some space or name a workspace with --workspace."),
                    e);
        }
    }

    /// Removes a workspace that was made here and is closed, with its folder.
    public static void delete(Path workspace) {
        Path folder = workspace.resolveSibling("");
        try {
            deleteFiles(folder);
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            LOG.warn("temporary workspace {} was not deleted", folder, e);
        }
    }

    /// Removes the workspaces of processes that were killed.
    public void removeLeft() {
        try {
            for (Path folder : left(parent.toRealPath())) {
                removeIfFree(folder);
            }
        } catch (IOException e) {
            LOG.info("temporary workspaces that were left stay in {}", parent, e);
        }
    }

    private static List<Path> left(Path real) throws IOException {
        List<Path> named = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(real, PREFIX + "*")) {
            for (Path each : all) {
                if (String.valueOf(each.getFileName()).matches(PREFIX + "\\d+")
                        && Files.isDirectory(each, LinkOption.NOFOLLOW_LINKS)) {
                    named.add(each);
                }
            }
        }
        if (named.isEmpty()) {
            return named;
        }
        Path probe = Files.createTempFile(real, "." + PREFIX, "");
        try {
            UserPrincipal user = Files.getOwner(probe);
            List<Path> own = new ArrayList<>();
            for (Path each : named) {
                if (Files.getOwner(each, LinkOption.NOFOLLOW_LINKS).equals(user)) {
                    own.add(each);
                }
            }
            return own;
        } finally {
            Files.deleteIfExists(probe);
        }
    }

    private static void removeIfFree(Path folder) {
        try {
            if (!isOfAWorkspace(folder)) {
                return;
            }
            Optional<HeldFile> held = HeldFile.take(folder.resolve(LOCK));
            if (held.isEmpty()) {
                return;
            }
            try (HeldFile _ = held.get()) {
                deleteFiles(folder);
            }
            Files.deleteIfExists(folder);
            LOG.info("removed {}, which a process that was killed had left", folder);
        } catch (IOException e) {
            LOG.info("temporary workspace {} stays", folder, e);
        }
    }

    /// Whether a folder has the lock of a workspace, which a process that goes to make one has not
    /// taken yet, and nothing but its regular files.
    private static boolean isOfAWorkspace(Path folder) throws IOException {
        Set<String> known = Set.copyOf(FILES);
        boolean locked = false;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                String name = String.valueOf(file.getFileName());
                if (!known.contains(name)
                        || !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                    return false;
                }
                locked |= name.equals(LOCK);
            }
        }
        return locked;
    }

    private static void deleteFiles(Path folder) throws IOException {
        for (String name : FILES) {
            Files.deleteIfExists(folder.resolve(name));
        }
    }
}
