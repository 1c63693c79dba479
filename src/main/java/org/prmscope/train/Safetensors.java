package org.prmscope.train;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.prmscope.core.WorkbenchException;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;

/// Float32 tensors in a safetensors file: a length, a JSON header, the values (the format of
/// huggingface.co/docs/safetensors). Files are small here, so they are read whole.
///
/// @param tensors by name, in the order of the file
/// @param metadata the header's `__metadata__`
record Safetensors(Map<String, Entry> tensors, Map<String, String> metadata) {
    private static final long LARGEST = 1L << 30;

    /// A tensor's shape and its values, row-major.
    static final class Entry {
        private final long[] shape;
        private final float[] values;

        Entry(long[] shape, float[] values) {
            this.shape = shape;
            this.values = values;
        }

        long[] shape() {
            return shape;
        }

        float[] values() {
            return values;
        }
    }

    /// Writes beside the target and renames, so that the target is always whole.
    void write(Path target) throws IOException {
        ObjectNode header = new JsonMapper().createObjectNode();
        ObjectNode meta = header.putObject("__metadata__");
        metadata.forEach(meta::put);
        long offset = 0;
        for (Map.Entry<String, Entry> tensor : tensors.entrySet()) {
            ObjectNode entry = header.putObject(tensor.getKey());
            entry.put("dtype", "F32");
            ArrayNode shape = entry.putArray("shape");
            for (long size : tensor.getValue().shape()) {
                shape.add(size);
            }
            long bytes = 4L * tensor.getValue().values().length;
            entry.putArray("data_offsets").add(offset).add(offset + bytes);
            offset += bytes;
        }
        StringBuilder text = new StringBuilder(header.toString());
        while (text.toString().getBytes(StandardCharsets.UTF_8).length % 8 != 0) {
            text.append(' ');
        }
        byte[] json = text.toString().getBytes(StandardCharsets.UTF_8);
        ByteBuffer all =
                ByteBuffer.allocate(Math.toIntExact(8 + json.length + offset))
                        .order(ByteOrder.LITTLE_ENDIAN);
        all.putLong(json.length).put(json);
        for (Entry tensor : tensors.values()) {
            for (float value : tensor.values()) {
                all.putFloat(value);
            }
        }
        Path beside = target.resolveSibling(target.getFileName() + ".part");
        try (FileChannel channel =
                FileChannel.open(
                        beside,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            all.flip();
            while (all.hasRemaining()) {
                channel.write(all);
            }
            channel.force(true);
        }
        Files.move(
                beside,
                target,
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    /// @throws WorkbenchException if the file is not what [#write] writes
    static Safetensors read(Path source) throws WorkbenchException {
        try {
            if (Files.size(source) > LARGEST) {
                throw broken(source, "at most 1 GiB", Files.size(source) + " bytes");
            }
            ByteBuffer all =
                    ByteBuffer.wrap(Files.readAllBytes(source)).order(ByteOrder.LITTLE_ENDIAN);
            long length = all.remaining() < 8 ? -1 : all.getLong();
            if (length < 2 || length > all.remaining()) {
                throw broken(source, "a header length", String.valueOf(length));
            }
            byte[] json = new byte[(int) length];
            all.get(json);
            JsonNode header = new JsonMapper().readTree(json);
            ByteBuffer values = all.slice().order(ByteOrder.LITTLE_ENDIAN);
            Map<String, Entry> tensors = new LinkedHashMap<>();
            Map<String, String> metadata = new LinkedHashMap<>();
            for (Map.Entry<String, JsonNode> field : header.properties()) {
                if (field.getKey().equals("__metadata__")) {
                    field.getValue()
                            .properties()
                            .forEach(m -> metadata.put(m.getKey(), m.getValue().asText()));
                } else {
                    tensors.put(field.getKey(), entry(source, field, values));
                }
            }
            return new Safetensors(tensors, metadata);
        } catch (IOException e) {
            throw new WorkbenchException(
                    new WorkbenchException.Report(
                            "A checkpoint cannot be read",
                            source.toString(),
                            "",
                            String.valueOf(e.getMessage()),
                            "Delete the file to start over."),
                    e);
        }
    }

    private static Entry entry(Path source, Map.Entry<String, JsonNode> field, ByteBuffer values)
            throws WorkbenchException {
        JsonNode node = field.getValue();
        JsonNode sizes = node.path("shape");
        long[] shape = new long[sizes.size()];
        long count = 1;
        for (int i = 0; i < shape.length; i++) {
            shape[i] = sizes.get(i).asLong();
            count *= shape[i];
        }
        long start = node.path("data_offsets").path(0).asLong(-1);
        long end = node.path("data_offsets").path(1).asLong(-1);
        if (!node.path("dtype").asText().equals("F32")
                || start < 0
                || end - start != 4 * count
                || end > values.limit()) {
            throw broken(source, "float32 values within the file", field.getKey() + " " + node);
        }
        float[] read = new float[(int) count];
        values.slice((int) start, (int) (end - start))
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer()
                .get(read);
        return new Entry(shape, read);
    }

    private static WorkbenchException broken(Path source, String expected, String found) {
        return new WorkbenchException(
                new WorkbenchException.Report(
                        "A checkpoint is damaged",
                        source.toString(),
                        expected,
                        found,
                        "Delete the file to start over."));
    }
}
