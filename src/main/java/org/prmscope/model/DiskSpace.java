package org.prmscope.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Asks whether a file fits on a disk before it is written.
final class DiskSpace {
    private DiskSpace() {}

    /// @param folder that exists, on the disk to be written
    /// @param named what the message names
    /// @throws ModelException if less than `needed` is free
    static void require(Path folder, Path named, ByteSize needed, String remedy)
            throws IOException, ModelException {
        long free = Math.max(0, Files.getFileStore(folder).getUsableSpace());
        if (free < needed.bytes()) {
            throw ModelException.of(
                    "There is not enough space on the disk",
                    named,
                    needed + " free",
                    new ByteSize(free).text(),
                    remedy);
        }
    }
}
