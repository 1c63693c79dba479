package org.prmscope.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.LinkedHashMap;
import java.util.Map;

/// Size and time of change of files when they were first looked at, to tell later whether they are
/// still the same.
final class FileStamps {
    private final Map<Path, Stamp> stamps = new LinkedHashMap<>();

    private record Stamp(long bytes, FileTime changed) {
        static Stamp of(Path file) throws ModelException {
            try {
                BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
                return new Stamp(now.size(), now.lastModifiedTime());
            } catch (IOException e) {
                throw ModelException.io(
                        "A file of the model cannot be read", file, e, "Check its permissions.");
            }
        }

        @Override
        public String toString() {
            return bytes + " bytes, changed at " + changed;
        }
    }

    /// Notes a file; to be called before it is read.
    void add(Path file) throws ModelException {
        stamps.put(file, Stamp.of(file));
    }

    /// @throws ModelException if a file is another than when it was noted
    void requireUnchanged() throws ModelException {
        for (Map.Entry<Path, Stamp> entry : stamps.entrySet()) {
            Stamp now = Stamp.of(entry.getKey());
            if (!now.equals(entry.getValue())) {
                throw ModelException.of(
                        "A file of the checkpoint changed during the import",
                        entry.getKey(),
                        entry.getValue().toString(),
                        now.toString(),
                        "Import again when nothing writes into the checkpoint's folder.");
            }
        }
    }
}
