package org.prmscope.model;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;

/// The files of a checkpoint, opened when they are first read. Thread-safe.
final class ShardChannels implements AutoCloseable {
    private final Map<Path, FileChannel> open = new HashMap<>();

    /// Reads `bytes` bytes from `offset` on into `into`, and makes it ready to be taken from.
    ///
    /// @throws ModelException if the file ends before
    void read(Path file, long offset, int bytes, ByteBuffer into)
            throws IOException, ModelException {
        FileChannel channel = channel(file);
        into.clear().limit(bytes);
        while (into.hasRemaining()) {
            if (channel.read(into, offset + into.position()) < 0) {
                throw ModelException.of(
                        "A weight file is cut off",
                        file,
                        "at least " + (offset + bytes) + " bytes",
                        channel.size() + " bytes",
                        "The file changed during the import: download it again.");
            }
        }
        into.flip();
    }

    private synchronized FileChannel channel(Path file) throws IOException {
        FileChannel channel = open.get(file);
        if (channel == null) {
            channel = FileChannel.open(file, StandardOpenOption.READ);
            open.put(file, channel);
        }
        return channel;
    }

    /// Closes the files; they are opened again when they are read again.
    @Override
    public synchronized void close() throws IOException {
        for (FileChannel channel : open.values()) {
            channel.close();
        }
        open.clear();
    }
}
