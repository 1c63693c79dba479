package org.prmscope.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.TensorProto;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prmscope.core.Cancellation;
import org.prmscope.core.ModelIdentity;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

class ModelFolderTest {
    @TempDir Path temporary;

    @Test
    void aWrittenFolderIsDescribed() throws Exception {
        Qwen2Config config = TinyModels.config();
        Path folder = TinyModels.qwen2(temporary.resolve("tiny"), 1, config);
        ModelFolder model = ModelFolder.open(folder);
        Path real = folder.toRealPath();
        assertEquals(
                new ModelFiles(
                        real,
                        real.resolve("model.onnx"),
                        List.of(real.resolve("model.onnx.data")),
                        real.resolve("tokenizer.json")),
                model.files());
        assertEquals("tiny", model.name());
        assertEquals("qwen2", model.architecture());
        assertEquals(config.shape(), model.shape());
        assertEquals(new ControlIds(266, List.of(267), 267), model.ids());
        assertEquals("past_key_values.1.value", model.names().pastValue(1));
        assertEquals("present.0.key", model.names().presentKey(0));
        assertEquals(2, model.operators().get("com.microsoft.GroupQueryAttention"));
        assertEquals("fp32", model.weights().precision());
        assertEquals(parameters(config), model.weights().parameters());
        assertEquals(
                Files.size(real.resolve("model.onnx"))
                        + Files.size(real.resolve("model.onnx.data")),
                model.weights().size().bytes());
    }

    @Test
    void anUntiedHeadIsCounted() throws Exception {
        Qwen2Config config = new Qwen2Config(300, 48, 3, 3, 1, 32, 80, 64, 1e6, 1e-5, false);
        ModelFolder model = ModelFolder.open(TinyModels.qwen2(temporary.resolve("m"), 1, config));
        assertEquals(parameters(config), model.weights().parameters());
    }

    @Test
    void blockQuantizedWeightsAreCountedBeforePacking() throws Exception {
        // A 4-bit matrix of 64 x 96 in blocks of 32, and an 8-bit one of 64 x 32.
        GraphProto.Builder graph = GraphProto.newBuilder();
        quantized(graph, "a", 4, List.of(96L, 2L, 16L), List.of(96L, 2L));
        quantized(graph, "b", 8, List.of(32L, 2L, 32L), List.of(32L, 2L));
        WeightSummary weights =
                WeightSummary.of(graph.build(), Path.of("model.onnx"), new ByteSize(1));
        assertEquals(64 * 96 + 64 * 32, weights.parameters());
        assertEquals("int4+int8", weights.precision());
    }

    @Test
    void anUnusedForeignOperatorSetIsHarmless() throws Exception {
        TinyFolder folder = new TinyFolder(temporary.resolve("m"));
        folder.editModel(
                model -> model.addOpsetImportBuilder().setDomain("ai.onnx.ml").setVersion(4));
        assertEquals("qwen2", ModelFolder.open(folder.path).architecture());
    }

    @Test
    void weightsThatAreNotNumbersAreLeftToTheFirstComputation() throws Exception {
        Path folder = TinyModels.qwen2(temporary.resolve("m"), 1, TinyModels.config());
        byte[] before = Files.readAllBytes(folder.resolve("model.onnx.data"));
        TinyModels.spoilWeights(folder);
        ModelFolder.open(folder);
        byte[] after = Files.readAllBytes(folder.resolve("model.onnx.data"));
        assertEquals(before.length, after.length);
        assertEquals(64, notNumbers(after) - notNumbers(before));
    }

    private static int notNumbers(byte[] floats) {
        var values = ByteBuffer.wrap(floats).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
        int count = 0;
        while (values.hasRemaining()) {
            count += Float.isNaN(values.get()) ? 1 : 0;
        }
        return count;
    }

    @Test
    void severalEndIdsAreKept() throws Exception {
        TinyFolder folder = new TinyFolder(temporary.resolve("m"));
        folder.editConfig(model -> model.putArray("eos_token_id").add(267).add(10));
        assertEquals(List.of(267, 10), ModelFolder.open(folder.path).ids().end());
    }

    @Test
    void identityFollowsTheWeightsAndTheTokenizerAndNothingElse() throws Exception {
        TinyFolder one = new TinyFolder(temporary.resolve("one"));
        TinyFolder two = new TinyFolder(temporary.resolve("two"));
        assertEquals(sha256(one), sha256(two));
        Files.writeString(two.file("README.md"), "notes");
        assertEquals(sha256(one), sha256(two));
        byte[] weights = Files.readAllBytes(two.file("model.onnx.data"));
        weights[5] ^= 1;
        Files.write(two.file("model.onnx.data"), weights);
        assertNotEquals(sha256(one), sha256(two));
        String before = sha256(one);
        Files.writeString(
                one.file("tokenizer.json"), Files.readString(one.file("tokenizer.json")) + "\n");
        assertNotEquals(before, sha256(one));
    }

    @Test
    void identityCanBeCancelled() throws Exception {
        ModelFolder model = ModelFolder.open(new TinyFolder(temporary.resolve("m")).path);
        Cancellation cancellation = new Cancellation();
        cancellation.cancel();
        assertEquals(Optional.empty(), model.identity(cancellation));
    }

    private static String sha256(TinyFolder folder) throws Exception {
        return ModelFolder.open(folder.path)
                .identity(new Cancellation())
                .map(ModelIdentity::sha256)
                .orElseThrow();
    }

    /// Counted from the architecture, not from the graph.
    private static long parameters(Qwen2Config config) {
        long hidden = config.hiddenSize();
        long query = (long) config.heads() * config.headDim();
        long key = (long) config.kvHeads() * config.headDim();
        long layer =
                hidden * (query + 2 * key)
                        + query
                        + 2 * key
                        + query * hidden
                        + 3 * hidden * config.intermediateSize()
                        + 2 * hidden;
        long tables = (config.tiedEmbeddings() ? 1 : 2) * hidden * config.vocabularySize();
        return config.layers() * layer + tables + hidden;
    }

    private static void quantized(
            GraphProto.Builder graph, String name, int bits, List<Long> packed, List<Long> blocks) {
        graph.addNodeBuilder()
                .setOpType("MatMulNBits")
                .setDomain("com.microsoft")
                .addInput("x")
                .addInput(name)
                .addInput(name + "_scales")
                .addAttribute(GraphAssembly.integer("bits", bits))
                .addAttribute(GraphAssembly.integer("block_size", 32));
        graph.addInitializer(
                TensorProto.newBuilder().setName(name).setDataType(2).addAllDims(packed));
        graph.addInitializer(
                TensorProto.newBuilder()
                        .setName(name + "_scales")
                        .setDataType(1)
                        .addAllDims(blocks));
    }
}
