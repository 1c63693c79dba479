package org.prmscope.train;

import org.prmscope.core.WorkbenchException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// A folder that an export writes: new or empty before it, whole after it. Closing it before
/// [#keep] removes what was written.
public final class ExportFolder implements AutoCloseable {
    private final Path folder;
    private final boolean isNew;
    private boolean kept;

    private ExportFolder(Path folder, boolean isNew) {
        this.folder = folder;
        this.isNew = isNew;
    }

    /// Makes the folder if it does not exist.
    ///
    /// @throws WorkbenchException if it has content, or is a file
    /// @throws IOException if it cannot be made or looked at
    public static ExportFolder begin(Path folder) throws WorkbenchException, IOException {
        boolean isNew = !Files.exists(folder);
        if (!isNew) {
            refuseContent(folder);
        }
        Files.createDirectories(folder);
        return new ExportFolder(folder, isNew);
    }

    private static void refuseContent(Path folder) throws WorkbenchException, IOException {
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

    /// The export is whole.
    public void keep() {
        kept = true;
    }

    /// Removes what was written, unless it is to be kept.
    @Override
    public void close() throws IOException {
        if (kept || !Files.exists(folder)) {
            return;
        }
        List<Path> written;
        try (Stream<Path> files = Files.walk(folder)) {
            written = files.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : written) {
            if (isNew || !file.equals(folder)) {
                Files.deleteIfExists(file);
            }
        }
    }
}
