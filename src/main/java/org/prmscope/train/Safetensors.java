package org.prmscope.train;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

import org.prmscope.core.IoReason;
import org.prmscope.core.WorkbenchException;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
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

    /// Writes the file whole or not at all, see [SafetensorsWriter].
    void write(Path target) throws IOException {
        List<Source> sources = new ArrayList<>();
        tensors.forEach((name, entry) -> sources.add(new Source(name, entry)));
        SafetensorsWriter.write(target, sources, metadata);
    }

    private record Source(String name, Entry entry) implements SafetensorsWriter.Source {
        @Override
        public long[] shape() {
            return entry.shape();
        }

        @Override
        public void values(SafetensorsWriter.Sink sink) throws IOException {
            sink.take(FloatBuffer.wrap(entry.values()));
        }
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
                            "a safetensors file",
                            IoReason.of(e),
                            "Check the path and the permissions, or delete the file to start"
                                    + " over."),
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
