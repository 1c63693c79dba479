package org.prmscope.train;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;

/// Writes float32 tensors as a safetensors file (huggingface.co/docs/safetensors: a length, a JSON
/// header padded with blanks to eight bytes, the values in little-endian order), value by value, so
/// that no tensor is copied whole. The one place that writes this format for trainings.
public final class SafetensorsWriter {
    private static final int CHUNK = 1 << 20;

    private SafetensorsWriter() {}

    /// A tensor to be written.
    public interface Source {
        String name();

        /// Sizes by dimension; their product is the number of values.
        long[] shape();

        /// Gives all values in row-major order.
        void values(Sink sink) throws IOException;
    }

    /// Takes values in pieces of any size.
    public interface Sink {
        void take(FloatBuffer values) throws IOException;
    }

    /// Writes beside the target, has the disk write it, and renames: the target is the old file or
    /// the new one, and always whole.
    ///
    /// @throws IOException if it cannot be written; nothing is left of it then
    public static void write(
            Path target, List<? extends Source> tensors, Map<String, String> metadata)
            throws IOException {
        Path beside = target.resolveSibling(target.getFileName() + ".part");
        try {
            try (FileChannel channel =
                    FileChannel.open(
                            beside,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.TRUNCATE_EXISTING,
                            StandardOpenOption.WRITE)) {
                writeAll(channel, ByteBuffer.wrap(header(tensors, metadata)));
                ByteBuffer chunk =
                        ByteBuffer.allocateDirect(Float.BYTES * CHUNK)
                                .order(ByteOrder.LITTLE_ENDIAN);
                for (Source tensor : tensors) {
                    tensor.values(values -> write(channel, values, chunk));
                }
                channel.force(true);
            }
            Files.move(
                    beside,
                    target,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
            forceFolder(target);
        } catch (IOException | RuntimeException | Error e) {
            removePart(beside, e);
            throw e;
        }
    }

    private static void removePart(Path beside, Throwable cause) {
        try {
            if (Files.isRegularFile(beside)) {
                Files.deleteIfExists(beside);
            }
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    /// Has the disk write the new name; Windows cannot open folders and does not need to.
    private static void forceFolder(Path target) throws IOException {
        Path folder = target.toAbsolutePath().getParent();
        if (folder != null
                && folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    private static byte[] header(List<? extends Source> tensors, Map<String, String> metadata) {
        ObjectNode root = new JsonMapper().createObjectNode();
        ObjectNode meta = root.putObject("__metadata__");
        metadata.forEach(meta::put);
        long offset = 0;
        for (Source tensor : tensors) {
            ObjectNode entry = root.putObject(tensor.name());
            entry.put("dtype", "F32");
            ArrayNode shape = entry.putArray("shape");
            long size = Float.BYTES;
            for (long length : tensor.shape()) {
                shape.add(length);
                size *= length;
            }
            entry.putArray("data_offsets").add(offset).add(offset + size);
            offset += size;
        }
        byte[] json = root.toString().getBytes(StandardCharsets.UTF_8);
        int padded = (json.length + 7) / 8 * 8;
        ByteBuffer all = ByteBuffer.allocate(8 + padded).order(ByteOrder.LITTLE_ENDIAN);
        all.putLong(padded).put(json);
        while (all.hasRemaining()) {
            all.put((byte) ' ');
        }
        return all.array();
    }

    private static void write(FileChannel channel, FloatBuffer values, ByteBuffer chunk)
            throws IOException {
        while (values.hasRemaining()) {
            int count = Math.min(CHUNK, values.remaining());
            chunk.clear();
            chunk.asFloatBuffer().put(values.slice(values.position(), count));
            values.position(values.position() + count);
            writeAll(channel, chunk.limit(Float.BYTES * count));
        }
    }

    private static void writeAll(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }
}
