package org.prmscope.train;

import org.prmscope.core.WorkbenchException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// A folder that an export writes; it appears whole or not at all. What is written goes into the
/// hidden `.<name>.partial` beside it, which [#keep] moves to its name. Closing it before that
/// removes what was written; what a killed program left is replaced by the next export.
public final class ExportFolder implements AutoCloseable {
    private final Path target;
    private final Path partial;
    private final FolderLock lock;
    private final boolean isNew;
    private boolean held = true;
    private boolean kept;

    private ExportFolder(Path target, Path partial, FolderLock lock, boolean isNew) {
        this.target = target;
        this.partial = partial;
        this.lock = lock;
        this.isNew = isNew;
    }

    /// Makes the hidden folder, and those that the target is in.
    ///
    /// @param folder that does not exist yet or is empty
    /// @throws WorkbenchException if it has content, is a file or a disk of its own, or if another
    ///   export into it goes on
    /// @throws IOException if the hidden folder cannot be made
    public static ExportFolder begin(Path folder) throws WorkbenchException, IOException {
        refuseContent(folder);
        boolean isNew = !Files.exists(folder);
        Path target = place(folder, isNew);
        Path partial = target.resolveSibling("." + target.getFileName() + ".partial");
        refuseForeign(partial);
        Files.createDirectories(partial);
        FolderLock lock = FolderLock.take(partial, FolderLock.Work.EXPORT);
        ExportFolder export = new ExportFolder(target, partial, lock, isNew);
        boolean begun = false;
        try {
            export.clear();
            begun = true;
            return export;
        } finally {
            if (!begun) {
                lock.close();
            }
        }
    }

    /// Refuses what no export can be written to; writes nothing.
    ///
    /// @throws WorkbenchException if the folder has content or is a file
    /// @throws IOException if it cannot be looked at
    public static void refuseContent(Path folder) throws WorkbenchException, IOException {
        // A link that leads nowhere is something too: nothing can be moved to its name.
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        String found = "a file";
        if (Files.isDirectory(folder)) {
            try (Stream<Path> content = Files.list(folder)) {
                if (content.findAny().isEmpty()) {
                    return;
                }
            }
            found = "files in it";
        }
        throw new WorkbenchException(
                new WorkbenchException.Report(
                        "The export's folder has content",
                        folder.toString(),
                        "a new or empty folder",
                        found,
                        "Choose another folder, or empty this one."));
    }

    /// Where the folder really is, since what lies beside a link lies elsewhere.
    private static Path place(Path folder, boolean isNew) throws WorkbenchException, IOException {
        Path named = isNew ? folder.toAbsolutePath().normalize() : folder.toRealPath();
        Path parent = named.getParent();
        Path name = named.getFileName();
        if (parent == null || name == null) {
            throw ownDisk(folder);
        }
        if (isNew) {
            return Files.createDirectories(parent).toRealPath().resolve(name);
        }
        // The move at the end would fail, after all the work.
        if (!Files.getFileStore(named).equals(Files.getFileStore(parent))) {
            throw ownDisk(folder);
        }
        return named;
    }

    private static WorkbenchException ownDisk(Path folder) {
        return new WorkbenchException(
                new WorkbenchException.Report(
                        "The export's folder cannot be written as a whole",
                        folder.toString(),
                        "a folder within a disk",
                        "the top folder of a disk",
                        "Choose a new folder in it."));
    }

    /// Leftovers have the lock's file from their first moment; everything else is somebody's own.
    private static void refuseForeign(Path partial) throws WorkbenchException, IOException {
        if (!Files.exists(partial, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        String found = "a file";
        if (Files.isDirectory(partial, LinkOption.NOFOLLOW_LINKS)) {
            try (Stream<Path> content = Files.list(partial)) {
                List<Path> files = content.toList();
                if (files.isEmpty() || files.contains(lockFile(partial))) {
                    return;
                }
                found = String.valueOf(files.getFirst().getFileName());
            }
        }
        throw new WorkbenchException(
                new WorkbenchException.Report(
                        "Something is in the way of the export",
                        partial.toString(),
                        "nothing but leftovers of an export",
                        found,
                        "Remove it, or choose another folder for the export."));
    }

    private static Path lockFile(Path folder) {
        return folder.resolve(FolderLock.Work.EXPORT.file());
    }

    /// Where to write; the folder is there and empty but for a lock.
    public Path folder() {
        return partial;
    }

    /// Where the folder will be, without links.
    public Path target() {
        return target;
    }

    /// The export is whole: moves it to its name.
    ///
    /// @throws WorkbenchException if the target got content meanwhile
    /// @throws IOException if it cannot be moved
    public void keep() throws WorkbenchException, IOException {
        // Before the move, since Windows does not move a folder with an open file.
        held = false;
        lock.close();
        refuseContent(target);
        Files.deleteIfExists(target);
        Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
        kept = true;
        // Only now: without it, what a program killed here left would not be known as a leftover.
        Files.deleteIfExists(lockFile(target));
    }

    /// Removes what was written, unless it is kept; an empty target that was there is there again.
    @Override
    public void close() throws WorkbenchException, IOException {
        if (kept) {
            return;
        }
        try {
            clear();
        } finally {
            if (held) {
                held = false;
                lock.close();
            }
        }
        Files.deleteIfExists(lockFile(partial));
        Files.deleteIfExists(partial);
        if (!isNew) {
            Files.createDirectories(target);
        }
    }

    private void clear() throws IOException {
        List<Path> written;
        try (Stream<Path> files = Files.walk(partial)) {
            written = files.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : written) {
            if (!file.equals(partial) && !file.equals(lockFile(partial))) {
                Files.deleteIfExists(file);
            }
        }
    }
}
