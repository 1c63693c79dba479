package org.prmscope.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

final class SafetensorsWriterTest {
    @TempDir Path folder;

    /// As on a full disk: it fails in the middle of its values.
    private record Failing(String name) implements SafetensorsWriter.Source {
        @Override
        public long[] shape() {
            return new long[] {2, 2};
        }

        @Override
        public void values(SafetensorsWriter.Sink sink) throws IOException {
            sink.take(FloatBuffer.wrap(new float[] {1, 2}));
            throw new IOException("No space left on device");
        }
    }

    @Test
    void writingThatFailsLeavesTheOldFileAndNothingElse() throws IOException {
        Path file = Files.writeString(folder.resolve("a.safetensors"), "old");
        IOException failure =
                assertThrows(
                        IOException.class,
                        () -> SafetensorsWriter.write(file, List.of(new Failing("x")), Map.of()));
        assertEquals("No space left on device", failure.getMessage());
        assertEquals("old", Files.readString(file));
        try (var files = Files.list(folder)) {
            assertEquals(List.of(file), files.toList());
        }
    }

    @Test
    void valuesOfManyChunksComeBack() throws Exception {
        float[] values = new float[(1 << 20) + 7];
        for (int i = 0; i < values.length; i++) {
            values[i] = i;
        }
        Path file = folder.resolve("a.safetensors");
        Safetensors.Entry entry = new Safetensors.Entry(new long[] {values.length}, values);
        new Safetensors(Map.of("x", entry), Map.of("step", "3")).write(file);
        Safetensors read = Safetensors.read(file);
        assertEquals(Map.of("step", "3"), read.metadata());
        Safetensors.Entry back = read.tensors().get("x");
        assertArrayEquals(values, back == null ? new float[0] : back.values());
    }
}
