package org.prmscope.core;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// Puts a file that was written whole in the place of another.
public final class AtomicReplacement {
    private AtomicReplacement() {}

    /// Moves a file to its place, replacing what is there; in one go where the file system can.
    public static void move(Path written, Path target) throws IOException {
        try {
            Files.move(
                    written,
                    target,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException notHere) {
            Files.move(written, target, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
