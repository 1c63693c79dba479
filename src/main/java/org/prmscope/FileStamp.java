package org.prmscope;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;

/// Tells whether a file was changed since.
record FileStamp(Path file, long bytes, FileTime changed) {
    private static final FileTime NEVER = FileTime.fromMillis(0);

    /// The file as it is now; a file that cannot be looked at has a stamp of its own.
    static FileStamp of(Path file) {
        try {
            return new FileStamp(file, Files.size(file), Files.getLastModifiedTime(file));
        } catch (IOException e) {
            return new FileStamp(file, -1, NEVER);
        }
    }

    boolean isCurrent() {
        return equals(of(file));
    }
}
