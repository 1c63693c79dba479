package org.prmscope.train.finetune;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.prmscope.core.Cancellation;
import org.prmscope.core.IoReason;
import org.prmscope.core.WorkbenchException;
import org.prmscope.train.NamedTensors;
import org.prmscope.train.SafetensorsWriter;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;

/// Float32 tensors of libtorch in a safetensors file, streamed: no tensor is ever copied whole.
final class TensorFile {
    private static final int CHUNK = 1 << 22;
    private static final int HEADER_LIMIT = 64 << 20;

    private final Path file;
    private final JsonNode header;
    private final long start;
    private final long bytes;

    private TensorFile(Path file, JsonNode header, long start, long bytes) {
        this.file = file;
        this.header = header;
        this.start = start;
        this.bytes = bytes;
    }

    /// Writes the file whole or not at all, see [SafetensorsWriter].
    ///
    /// @throws IOException if it cannot be written; nothing is left of it then
    static void write(Path target, NamedTensors tensors, Map<String, String> metadata)
            throws IOException {
        write(target, tensors, metadata, new Cancellation());
    }

    /// The same, which can be cancelled.
    ///
    /// @throws CancellationException if cancelled; nothing is left of the file then either
    static void write(
            Path target,
            NamedTensors tensors,
            Map<String, String> metadata,
            Cancellation cancellation)
            throws IOException {
        List<Source> sources = new ArrayList<>();
        tensors.forEach((name, tensor) -> sources.add(new Source(name, tensor, cancellation)));
        SafetensorsWriter.write(target, sources, metadata);
    }

    private record Source(String name, Tensor tensor, Cancellation cancellation)
            implements SafetensorsWriter.Source {
        @Override
        public long[] shape() {
            long[] shape = new long[(int) tensor.dim()];
            for (int i = 0; i < shape.length; i++) {
                shape[i] = tensor.size(i);
            }
            return shape;
        }

        @Override
        public void values(SafetensorsWriter.Sink sink) throws IOException {
            try (NoGradGuard guard = new NoGradGuard();
                    Tensor flat = tensor.detach().reshape(-1)) {
                assert guard != null;
                for (long at = 0; at < flat.numel(); at += CHUNK) {
                    if (cancellation.isCancelled()) {
                        throw new CancellationException("writing a file was cancelled");
                    }
                    long count = Math.min(CHUNK, flat.numel() - at);
                    try (Tensor part = flat.narrow(0, at, count).cpu().contiguous()) {
                        sink.take(part.createBuffer());
                    }
                }
            }
        }
    }

    /// Opens a file and reads its header.
    ///
    /// @throws WorkbenchException if the file is not whole
    static TensorFile open(Path file) throws WorkbenchException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer length = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
            long size = channel.size();
            readAll(channel, length, 0);
            long header = length.getLong(0);
            if (size < 8 || header < 2 || header > HEADER_LIMIT || header > size - 8) {
                throw damaged(file, "a header within the file", header + " bytes");
            }
            ByteBuffer json = ByteBuffer.allocate((int) header);
            readAll(channel, json, 8);
            return new TensorFile(
                    file, new JsonMapper().readTree(json.array()), 8 + header, size - 8 - header);
        } catch (IOException e) {
            throw new WorkbenchException(
                    damaged(file, "a safetensors file", IoReason.of(e)).report(), e);
        }
    }

    /// The header's `__metadata__`.
    Map<String, String> metadata() {
        Map<String, String> metadata = new LinkedHashMap<>();
        header.path("__metadata__")
                .properties()
                .forEach(entry -> metadata.put(entry.getKey(), entry.getValue().asText()));
        return metadata;
    }

    /// Fills tensors from the file.
    ///
    /// @param prefix before their names in the file
    void fill(NamedTensors targets, String prefix) throws WorkbenchException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
                NoGradGuard guard = new NoGradGuard()) {
            assert guard != null;
            ByteBuffer chunk = ByteBuffer.allocateDirect(4 * CHUNK).order(ByteOrder.LITTLE_ENDIAN);
            for (String name : targets.names()) {
                fill(channel, targets.get(name), prefix + name, chunk);
            }
        } catch (IOException e) {
            throw new WorkbenchException(damaged(file, "its values", IoReason.of(e)).report(), e);
        }
    }

    private void fill(FileChannel channel, Tensor target, String name, ByteBuffer chunk)
            throws IOException, WorkbenchException {
        JsonNode entry = header.path(name);
        long from = entry.path("data_offsets").path(0).asLong(-1);
        long to = entry.path("data_offsets").path(1).asLong(-1);
        if (from < 0 || to > bytes || to - from != Float.BYTES * target.numel()) {
            throw damaged(file, name + " with " + target.numel() + " values", entry.toString());
        }
        float[] values = new float[(int) Math.min(CHUNK, target.numel())];
        Tensor flat = target.view(-1);
        for (long at = 0; at < target.numel(); at += CHUNK) {
            int count = (int) Math.min(CHUNK, target.numel() - at);
            readAll(channel, chunk.clear().limit(Float.BYTES * count), start + from + 4 * at);
            chunk.flip();
            chunk.asFloatBuffer().get(values, 0, count);
            try (Tensor part = Tensor.create(java.util.Arrays.copyOf(values, count), count)) {
                flat.narrow(0, at, count).copy_(part);
            }
        }
    }

    private static void readAll(FileChannel channel, ByteBuffer into, long from)
            throws IOException {
        long at = from;
        while (into.hasRemaining()) {
            int read = channel.read(into, at);
            if (read < 0) {
                throw new IOException("the file ends at " + at);
            }
            at += read;
        }
    }

    private static WorkbenchException damaged(Path file, String expected, String found) {
        return new WorkbenchException(
                new WorkbenchException.Report(
                        "A checkpoint is damaged",
                        file.toString(),
                        expected,
                        found,
                        "Delete the file to start over, or put a copy of it in its place."));
    }
}
