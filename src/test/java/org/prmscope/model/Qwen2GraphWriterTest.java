package org.prmscope.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

class Qwen2GraphWriterTest {
    private static final int[] TOKENS = {72, 101, 108, 3, 266, 268, 50, 51, 9, 9, 200, 1};
    private static final ControlIds IDS = new ControlIds(266, List.of(267), 267);

    @TempDir Path folder;

    @Test
    void tiedGraphComputesTheReferenceForwardPass() throws Exception {
        assertGraphMatchesReference(TinyModels.config(), 1);
    }

    @Test
    void untiedGraphOfAnotherShapeComputesTheReferenceForwardPass() throws Exception {
        // Heads times head size differs from the hidden size; one key-value head; other theta.
        assertGraphMatchesReference(
                new Qwen2Config(300, 48, 3, 3, 1, 32, 80, 64, 1_000_000, 1e-5, false), 2);
    }

    @Test
    void aTiedEmbeddingIsStoredOnce() throws Exception {
        Qwen2Config config = TinyModels.config();
        long tied = weightBytes(folder.resolve("tied"), config);
        Qwen2Config untied = new Qwen2Config(288, 64, 2, 4, 2, 16, 96, 512, 10_000, 1e-6, false);
        assertEquals(288L * 64 * 4, weightBytes(folder.resolve("untied"), untied) - tied);
    }

    @Test
    void namesAndOperatorsAreThoseOfTheGenAiBuilder() throws Exception {
        TinyModels.qwen2(folder.resolve("m"), 1, TinyModels.config());
        ModelProto model = ModelProto.parseFrom(Files.readAllBytes(folder.resolve("m/model.onnx")));
        assertEquals(10, model.getIrVersion());
        assertEquals(
                Map.of("", 21L, "com.microsoft", 1L),
                Map.of(
                        model.getOpsetImport(0).getDomain(),
                        model.getOpsetImport(0).getVersion(),
                        model.getOpsetImport(1).getDomain(),
                        model.getOpsetImport(1).getVersion()));
        List<String> names =
                model.getGraph().getNodeList().stream().map(node -> node.getName()).toList();
        assertTrue(
                names.containsAll(
                        List.of(
                                "/model/attn_mask_reformat/attn_mask_subgraph/ReduceSum",
                                "/model/embed_tokens/Gather",
                                "/model/layers.0/input_layernorm/LayerNorm",
                                "/model/layers.1/attn/qkv_proj/MatMul",
                                "/model/layers.1/attn/qkv_proj/Add",
                                "/model/layers.1/attn/GroupQueryAttention",
                                "/model/layers.1/attn/o_proj/MatMul",
                                "/model/layers.1/post_attention_layernorm/SkipLayerNorm",
                                "/model/layers.1/mlp/act_fn/Sigmoid",
                                "/model/layers.1/mlp/down_proj/MatMul",
                                "/model/layers.2/final_norm_layernorm/SkipLayerNorm",
                                "/lm_head/MatMul")),
                names::toString);
        assertEquals(
                List.of(
                        "input_ids",
                        "attention_mask",
                        "past_key_values.0.key",
                        "past_key_values.0.value",
                        "past_key_values.1.key",
                        "past_key_values.1.value"),
                model.getGraph().getInputList().stream().map(value -> value.getName()).toList());
        assertTrue(
                model.getGraph().getInitializerList().stream()
                        .filter(tensor -> tensor.getDataType() == TensorProto.DataType.FLOAT_VALUE)
                        .allMatch(tensor ->
                                tensor.getDataLocation() == TensorProto.DataLocation.EXTERNAL));
    }

    @Test
    void theFolderAppearsCompleteOrNotAtAll() throws Exception {
        Qwen2Config config = TinyModels.config();
        WeightSource random = TinyModels.weights(1, config);
        WeightSource diverged =
                name -> {
                    float[] values = random.tensor(name);
                    if (name.equals("model.norm.weight")) {
                        values[7] = Float.NaN;
                    }
                    return values;
                };
        ModelException failure =
                assertThrows(
                        ModelException.class,
                        () ->
                                Qwen2GraphWriter.write(
                                        config, diverged, IDS, null, folder.resolve("m")));
        assertEquals("model.norm.weight[7]", failure.report().where());
        try (Stream<Path> left = Files.list(folder)) {
            assertEquals(List.of(), left.toList());
        }
    }

    @Test
    void aWeightOfAnotherSizeIsNamed() {
        WeightSource small = name -> new float[3];
        ModelException failure =
                assertThrows(
                        ModelException.class,
                        () ->
                                Qwen2GraphWriter.write(
                                        TinyModels.config(),
                                        small,
                                        IDS,
                                        null,
                                        folder.resolve("m")));
        assertEquals("model.embed_tokens.weight", failure.report().where());
        assertEquals("18432 values", failure.report().expected());
        assertEquals("3 values", failure.report().found());
    }

    @Test
    void aFolderWithContentIsLeftAlone() throws Exception {
        Path mine = Files.writeString(folder.resolve("thesis.tex"), "mine");
        ModelException failure =
                assertThrows(
                        ModelException.class,
                        () -> TinyModels.qwen2(folder, 1, TinyModels.config()));
        assertTrue(failure.report().found().contains("content"));
        assertEquals("mine", Files.readString(mine));
    }

    @Test
    void whatAnInterruptedExportLeftIsReplaced() throws Exception {
        Path stale = Files.createDirectory(folder.resolve(".m.partial"));
        Files.writeString(stale.resolve("model.onnx.data"), "half");
        TinyModels.qwen2(folder.resolve("m"), 1, TinyModels.config());
        assertFalse(Files.exists(stale));
        assertTrue(Files.exists(folder.resolve("m/tokenizer.json")));
    }

    @Test
    void theFixturesTokenizerLoads() throws Exception {
        TinyModels.qwen2(folder.resolve("m"), 1, TinyModels.config());
        try (HuggingFaceTokenizer tokenizer =
                HuggingFaceTokenizer.newInstance(folder.resolve("m/tokenizer.json"))) {
            // "the" with its space is merged; "es" and then "Yes" too.
            assertArrayEquals(
                    new long[] {268, 263, 261, 10},
                    tokenizer.encode("<｜User｜>Yes the\n", false, false).getIds());
            long[] ids = tokenizer.encode("Schritt 步 😀", false, false).getIds();
            assertEquals("Schritt 步 😀", tokenizer.decode(ids, false));
        }
    }

    private static long weightBytes(Path target, Qwen2Config config) throws Exception {
        TinyModels.qwen2(target, 1, config);
        return Files.size(target.resolve("model.onnx.data"));
    }

    private void assertGraphMatchesReference(Qwen2Config config, long seed) throws Exception {
        TinyModels.qwen2(folder.resolve("m"), seed, config);
        double[][] expected =
                new ReferenceQwen2(config, TinyModels.weights(seed, config)).logits(TOKENS);
        float[][] found = onnxLogits(folder.resolve("m/model.onnx"), config);
        double largest = 0;
        double spread = 0;
        for (int t = 0; t < TOKENS.length; t++) {
            for (int v = 0; v < config.vocabularySize(); v++) {
                largest = Math.max(largest, Math.abs(expected[t][v] - found[t][v]));
                spread = Math.max(spread, Math.abs(expected[t][v]));
            }
        }
        assertTrue(spread > 0.5, "logits that are all near 0 prove nothing");
        assertEquals(0, largest, 1e-4);
    }

    /// Feeds the first tokens at once and the last three one by one, so that the cache is covered.
    private static float[][] onnxLogits(Path graph, Qwen2Config config) throws OrtException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        float[][] logits = new float[TOKENS.length][];
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            try (OrtSession session = environment.createSession(graph.toString(), options)) {
                Map<String, OnnxTensor> past = new HashMap<>();
                int fed = 0;
                for (int chunk : new int[] {TOKENS.length - 3, 1, 1, 1}) {
                    OrtSession.Result result =
                            session.run(inputs(environment, config, past, fed, chunk));
                    float[][][] part = (float[][][]) result.get("logits").orElseThrow().getValue();
                    System.arraycopy(part[0], 0, logits, fed, chunk);
                    fed += chunk;
                    past.clear();
                    for (var entry : result) {
                        if (entry.getKey().startsWith("present")) {
                            past.put(
                                    entry.getKey().replace("present", "past_key_values"),
                                    (OnnxTensor) entry.getValue());
                        }
                    }
                }
            }
        }
        return logits;
    }

    private static Map<String, OnnxTensor> inputs(
            OrtEnvironment environment,
            Qwen2Config config,
            Map<String, OnnxTensor> past,
            int fed,
            int chunk)
            throws OrtException {
        Map<String, OnnxTensor> inputs = new HashMap<>(past);
        if (past.isEmpty()) {
            long[] shape = {1, config.kvHeads(), 0, config.headDim()};
            for (int layer = 0; layer < config.layers(); layer++) {
                for (String part : List.of("key", "value")) {
                    inputs.put(
                            "past_key_values." + layer + "." + part,
                            OnnxTensor.createTensor(environment, FloatBuffer.allocate(0), shape));
                }
            }
        }
        long[] ids = Arrays.stream(TOKENS, fed, fed + chunk).asLongStream().toArray();
        long[] mask = new long[fed + chunk];
        Arrays.fill(mask, 1);
        inputs.put(
                "input_ids",
                OnnxTensor.createTensor(environment, LongBuffer.wrap(ids), new long[] {1, chunk}));
        inputs.put(
                "attention_mask",
                OnnxTensor.createTensor(
                        environment, LongBuffer.wrap(mask), new long[] {1, mask.length}));
        return inputs;
    }
}
