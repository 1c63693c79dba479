package org.prmscope.model;

import org.prmscope.core.Cancellation;
import org.prmscope.core.Sha256;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
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
        MessageDigest digest = Sha256.digest();
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
        return Optional.of(Sha256.hex(digest));
    }

    /// SHA-256 of one file's bytes alone, as `sha256sum` gives it; empty if cancelled.
    ///
    /// @param read hears how many bytes were read since the last time
    Optional<String> ofFile(Path file, LongConsumer read) throws ModelException {
        MessageDigest digest = Sha256.digest();
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
            return Optional.of(Sha256.hex(digest));
        } catch (IOException e) {
            throw ModelException.io(
                    "A file of the model cannot be read", file, e, "Check its permissions.");
        }
    }
}
