package org.prmscope.model;

import org.prmscope.core.Cancellation;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/// SHA-256 over several files, each preceded by its length as eight bytes.
final class FileDigest {
    private static final int CHUNK = 1 << 20;

    private final Cancellation cancellation;

    FileDigest(Cancellation cancellation) {
        this.cancellation = cancellation;
    }

    /// Hexadecimal; empty if cancelled.
    Optional<String> of(List<Path> files) throws ModelException {
        MessageDigest digest = sha256();
        ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK);
        for (Path file : files) {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
                digest.update(ByteBuffer.allocate(Long.BYTES).putLong(channel.size()).flip());
                while (channel.read(chunk) >= 0) {
                    if (cancellation.isCancelled()) {
                        return Optional.empty();
                    }
                    digest.update(chunk.flip());
                    chunk.clear();
                }
            } catch (IOException e) {
                throw ModelException.io(
                        "A file of the model cannot be read", file, e, "Check its permissions.");
            }
        }
        return Optional.of(HexFormat.of().formatHex(digest.digest()));
    }

    /// SHA-256 of one file's bytes alone, as `sha256sum` gives it; empty if cancelled.
    ///
    /// @param read hears how many bytes were read since the last time
    Optional<String> ofFile(Path file, LongConsumer read) throws ModelException {
        MessageDigest digest = sha256();
        ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            for (int count = channel.read(chunk); count >= 0; count = channel.read(chunk)) {
                if (cancellation.isCancelled()) {
                    return Optional.empty();
                }
                digest.update(chunk.flip());
                chunk.clear();
                read.accept(count);
            }
            return Optional.of(HexFormat.of().formatHex(digest.digest()));
        } catch (IOException e) {
            throw ModelException.io(
                    "A file of the model cannot be read", file, e, "Check its permissions.");
        }
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
