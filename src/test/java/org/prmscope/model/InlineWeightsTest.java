package org.prmscope.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prmscope.core.Cancellation;
import org.prmscope.core.ComputeMode;

import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/// A graph of more than 64 MiB with its weights inside, as the conversion for transformers.js
/// writes it.
class InlineWeightsTest {
    private static final int ROWS = 1_100_000;

    @TempDir Path temporary;
    private Path folder = Path.of("");
    private Path graph = Path.of("");

    @BeforeEach
    void writeFolder() throws Exception {
        ModelProto.Builder model = PlainDecoder.model(17).toBuilder();
        for (TensorProto.Builder tensor : model.getGraphBuilder().getInitializerBuilderList()) {
            if (tensor.getName().equals("positions")) {
                tensor.mergeFrom(
                        PlainDecoder.floats(
                                "positions", new Random(1), 0.3, ROWS, PlainDecoder.HIDDEN));
                tensor.clearDims().addDims(ROWS).addDims(PlainDecoder.HIDDEN);
            }
        }
        folder = PlainDecoder.folder(temporary.resolve("m"), "onnx/model.onnx", model.build());
        graph = folder.resolve("onnx/model.onnx");
        assertTrue(Files.size(graph) > GraphFile.SIZE_LIMIT);
    }

    @Test
    void theWeightsAreCopiedOnceAndTheLogitsAreTheSame() throws Exception {
        ModelFolder model = ModelFolder.open(folder);
        assertEquals(List.of(model.files().graph()), model.files().weights());
        assertEquals(Files.size(graph), model.weights().size().bytes());
        PatchedGraph patched = patch(model);
        assertTrue(patched.bytes().length < 1 << 20, () -> patched.bytes().length + " bytes");
        long[][] tokens = {{266, 72, 101, 3}};
        long[] positions = {0, 1, 2, 3};
        try (GraphRun before = GraphRun.original(model);
                GraphRun after = GraphRun.patched(model, patched)) {
            before.run(tokens, positions, new long[] {1});
            after.run(tokens, positions, new long[] {1});
            for (int i = 0; i < 4; i++) {
                assertArrayEquals(
                        before.floats("logits")[0][i], after.floats("logits")[0][i], 1e-6f);
            }
        }
        for (TensorProto tensor :
                ModelProto.parseFrom(patched.bytes()).getGraph().getInitializerList()) {
            if (ExternalPlace.isExternal(tensor)) {
                assertEquals(0, ExternalPlace.number(tensor, "offset", -1, graph) % 4096);
            }
        }
    }

    @Test
    void aDamagedCopyIsMadeAgain() throws Exception {
        ModelFolder model = ModelFolder.open(folder);
        Path copy = patch(model).weights().resolve("weights.data");
        byte[] whole = Files.readAllBytes(copy);
        try (RandomAccessFile file = new RandomAccessFile(copy.toFile(), "rw")) {
            file.seek(whole.length / 2);
            file.write(whole[whole.length / 2] ^ 1);
        }
        patch(model);
        assertArrayEquals(whole, Files.readAllBytes(copy));
    }

    @Test
    void changedWeightsInAnUnchangedGraphAreNotTakenFromTheCache() throws Exception {
        Path before = patch(ModelFolder.open(folder)).weights();
        long middle = Files.size(graph) / 2;
        try (FileChannel file =
                FileChannel.open(graph, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer one = ByteBuffer.allocate(1);
            file.read(one, middle);
            one.put(0, (byte) (one.get(0) ^ 1));
            file.write(one.flip(), middle);
        }
        Path after = patch(ModelFolder.open(folder)).weights();
        assertTrue(!before.equals(after), "another entry");
        assertEquals(
                1,
                differences(
                        Files.readAllBytes(before.resolve("weights.data")),
                        Files.readAllBytes(after.resolve("weights.data"))));
    }

    @Test
    void aCopyThatIsCancelledLeavesNothing() throws Exception {
        ModelFolder model = ModelFolder.open(folder);
        Cancellation cancellation = new Cancellation();
        cancellation.cancel();
        assertTrue(
                model.patched(ComputeMode.FAST, temporary.resolve("cache"), cancellation)
                        .isEmpty());
        try (Stream<Path> left = Files.list(temporary.resolve("cache/graphs"))) {
            assertEquals(List.of(), left.filter(Files::isDirectory).toList());
        }
    }

    @Test
    void aFileThatIsCutOffIsRefused() throws Exception {
        long size = Files.size(graph);
        try (FileChannel file = FileChannel.open(graph, StandardOpenOption.WRITE)) {
            file.truncate(size - 1000);
        }
        ModelException refusal = assertThrows(ModelException.class, () -> ModelFolder.open(folder));
        assertTrue(refusal.report().found().contains("ends at byte"), refusal::getMessage);
    }

    @Test
    void weightsThatAreClaimedAgainAndAgainAreRefused() throws Exception {
        ModelProto.Builder model = ModelProto.parseFrom(Files.readAllBytes(graph)).toBuilder();
        long length = (long) ROWS * PlainDecoder.HIDDEN * Float.BYTES;
        for (int i = 0; i < 3; i++) {
            TensorProto.Builder again =
                    TensorProto.newBuilder()
                            .setName("again." + i)
                            .setDataType(TensorSizes.FLOAT)
                            .addDims(ROWS)
                            .addDims(PlainDecoder.HIDDEN);
            model.getGraphBuilder()
                    .addInitializer(ExternalPlace.describe(again, "model.onnx", 4096, length));
        }
        Files.write(graph, model.build().toByteArray());
        ModelException refusal = assertThrows(ModelException.class, () -> ModelFolder.open(folder));
        assertTrue(refusal.report().what().contains("again and again"), refusal::getMessage);
    }

    @Test
    void weightsInATypedFieldAreRefusedByName() throws Exception {
        ModelProto.Builder model = ModelProto.parseFrom(Files.readAllBytes(graph)).toBuilder();
        GraphProto.Builder inner = model.getGraphBuilder();
        TensorProto.Builder typed =
                TensorProto.newBuilder().setName("typed").setDataType(TensorSizes.FLOAT);
        for (int i = 0; i < 300_000; i++) {
            typed.addFloatData(i);
        }
        inner.addInitializer(typed.addDims(300_000));
        Files.write(graph, model.build().toByteArray());
        ModelException refusal = assertThrows(ModelException.class, () -> ModelFolder.open(folder));
        assertTrue(refusal.report().where().endsWith("tensor typed"), refusal::getMessage);
        assertEquals("a large float_data", refusal.report().found());
    }

    @Test
    void aLargeMessageOfSmallPartsIsRefused() throws Exception {
        ModelProto.Builder model = PlainDecoder.model(17).toBuilder();
        model.setDocString("x".repeat(GraphFile.SIZE_LIMIT + 1));
        Files.write(graph, model.build().toByteArray());
        ModelException refusal = assertThrows(ModelException.class, () -> ModelFolder.open(folder));
        assertEquals("at most 64.0 MiB", refusal.report().expected());
    }

    private PatchedGraph patch(ModelFolder model) throws ModelException {
        return model.patched(ComputeMode.FAST, temporary.resolve("cache"), new Cancellation())
                .orElseThrow();
    }

    private static int differences(byte[] one, byte[] other) {
        int count = Math.abs(one.length - other.length);
        for (int i = 0; i < Math.min(one.length, other.length); i++) {
            count += one[i] == other[i] ? 0 : 1;
        }
        return count;
    }
}
