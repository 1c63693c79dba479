package org.prmscope.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;

import com.google.protobuf.ByteString;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.prmscope.core.Cancellation;
import org.prmscope.core.ComputeMode;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/// Patched graphs, run by ONNX Runtime, against the graphs they were made of.
class GraphPatchTest {
    private static final long[][] TOKENS = {{266, 72, 101, 108, 3, 50}, {266, 9, 9, 200, 1, 33}};
    private static final long[] POSITIONS = {5, 0, 3};
    private static final long[] LABELS = {7, 280, 7};

    @TempDir Path temporary;

    @Test
    void aTiedHeadOfTheGenAiLayout() throws Exception {
        Path folder = TinyModels.qwen2(temporary.resolve("m"), 3, TinyModels.config());
        assertSame(folder, 1e-5);
    }

    @Test
    void anUntiedHead() throws Exception {
        Qwen2Config config = new Qwen2Config(300, 48, 3, 3, 1, 32, 80, 64, 1e6, 1e-5, false);
        assertSame(TinyModels.qwen2(temporary.resolve("m"), 4, config), 1e-5);
    }

    @ParameterizedTest
    @EnumSource(ComputeMode.class)
    void anInt4Head(ComputeMode mode) throws Exception {
        TinyFolder folder = new TinyFolder(temporary.resolve("m"));
        int level = mode == ComputeMode.FAST ? 4 : 1;
        folder.editGraph(graph -> quantizeHead(graph, 4, level, false));
        PatchedGraph patched = assertSame(folder.path, mode, 1e-5);
        assertEquals(
                mode == ComputeMode.FAST
                        ? "int4 weights, int8 activations (accuracy_level 4)"
                        : "int4 weights, float32 activations (accuracy_level 1)",
                patched.kernels());
        NodeProto head = nodes(patched, "MatMulNBits").getFirst();
        assertEquals(level, GraphNodes.integer(head, "accuracy_level", -1));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anInt8Head(boolean zeroPoints) throws Exception {
        TinyFolder folder = new TinyFolder(temporary.resolve("m"));
        folder.editGraph(graph -> quantizeHead(graph, 8, 1, zeroPoints));
        PatchedGraph patched = assertSame(folder.path, ComputeMode.REFERENCE, 1e-5);
        assertEquals("int8 weights, float32 activations (accuracy_level 1)", patched.kernels());
        assertEquals(List.of(), nodes(patched, "MatMulNBits"));
        assertEquals(1, nodes(patched, "DequantizeLinear").size());
    }

    @Test
    void anInt8HeadIsLeftAsItIsWhereActivationsAreInt8Too() throws Exception {
        TinyFolder folder = new TinyFolder(temporary.resolve("m"));
        folder.editGraph(graph -> quantizeHead(graph, 8, 4, true));
        PatchedGraph patched = assertSame(folder.path, ComputeMode.FAST, 1e-5);
        assertEquals(1, nodes(patched, "MatMulNBits").size());
    }

    /// As exporters that state the shape of every value do.
    @Test
    void anInt8HeadKeepsNoStatementOfTheShapesItHad() throws Exception {
        TinyFolder folder = new TinyFolder(temporary.resolve("m"));
        folder.editGraph(graph -> {
            quantizeHead(graph, 8, 1, true);
            for (TensorProto tensor : graph.getInitializerList()) {
                if (tensor.getName().startsWith("head_")) {
                    graph.addValueInfo(
                            GraphAssembly.value(
                                    tensor.getName(),
                                    DataType.forNumber(tensor.getDataType()),
                                    tensor.getDimsList().stream().map(Long::intValue).toArray()));
                }
            }
        });
        PatchedGraph patched = assertSame(folder.path, ComputeMode.REFERENCE, 1e-5);
        assertEquals(List.of(), nodes(patched, "MatMulNBits"));
        GraphProto graph = ModelProto.parseFrom(patched.bytes()).getGraph();
        assertTrue(
                graph.getValueInfoList().stream()
                        .noneMatch(value -> value.getName().startsWith("head_")));
    }

    /// As the import writes a tied head: the embedding reads the same scales.
    @Test
    void anInt8HeadMayShareScalesThatHaveTheShapeOfItsBlocks() throws Exception {
        TinyFolder folder = new TinyFolder(temporary.resolve("m"));
        folder.editGraph(graph -> {
            quantizeHead(graph, 8, 1, false);
            graph.getInitializerBuilderList().stream()
                    .filter(tensor -> tensor.getName().equals("head_scales"))
                    .forEach(tensor -> tensor.clearDims().addDims(288).addDims(2));
            graph.addNode(shapeOf("head_scales"));
        });
        PatchedGraph patched = assertSame(folder.path, ComputeMode.REFERENCE, 1e-5);
        assertEquals(List.of(), nodes(patched, "MatMulNBits"));
    }

    private static NodeProto shapeOf(String value) {
        return NodeProto.newBuilder()
                .setOpType("Shape")
                .setName("another")
                .addInput(value)
                .addOutput("another")
                .build();
    }

    @Test
    void anInt8HeadWhoseWeightsAnotherNodeReadsIsLeftAsItIs() throws Exception {
        TinyFolder folder = new TinyFolder(temporary.resolve("m"));
        folder.editGraph(graph -> {
            quantizeHead(graph, 8, 1, true);
            graph.addNode(shapeOf("head_q"));
        });
        PatchedGraph patched = assertSame(folder.path, ComputeMode.REFERENCE, 1e-5);
        assertEquals(1, nodes(patched, "MatMulNBits").size());
    }

    @ParameterizedTest
    @ValueSource(ints = {17, 18, 21})
    void aGraphThatExtendsItsCache(int opset) throws Exception {
        Path folder =
                PlainDecoder.folder(
                        temporary.resolve("m"), "model.onnx", PlainDecoder.model(opset));
        PatchedGraph patched = assertSame(folder, 1e-5);
        // The other positions' logits are not computed: the choice comes before the head.
        NodeProto head = nodes(patched, "MatMul").getLast();
        assertEquals("/prmscope/hidden", head.getInput(0));
    }

    @Test
    void theBranchesOfAMergedGraph() throws Exception {
        Path folder =
                PlainDecoder.folder(
                        temporary.resolve("m"), "decoder_model_merged.onnx", PlainDecoder.merged());
        ModelFolder model = ModelFolder.open(folder);
        assertTrue(model.inputs().cacheBranch());
        assertSame(folder, 1e-5);
    }

    @Test
    void aVocabularySmallerThanTheCandidates() throws Exception {
        Path folder =
                PlainDecoder.folder(temporary.resolve("m"), "model.onnx", PlainDecoder.model(17));
        ModelFolder model = ModelFolder.open(folder);
        assertEquals(300, model.shape().vocabularySize());
        ModelProto small =
                GraphPatch.apply(
                        GraphFile.read(folder.resolve("model.onnx")),
                        decoder(model, 40),
                        ComputeMode.FAST,
                        folder);
        TensorProto candidates =
                small.getGraph().getInitializerList().stream()
                        .filter(tensor -> tensor.getName().equals("/prmscope/candidates"))
                        .findFirst()
                        .orElseThrow();
        assertEquals(40, candidates.getInt64Data(0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Gather", "Unsqueeze", "Slice"})
    void aHeadOfTheLastPositionAlone(String cut) throws Exception {
        Path whole = TinyModels.qwen2(temporary.resolve("whole"), 1, TinyModels.config());
        TinyFolder pruned = new TinyFolder(temporary.resolve("pruned"));
        pruned.editGraph(graph -> prune(graph, cut));
        ModelFolder model = ModelFolder.open(pruned.path);
        try (GraphRun original = GraphRun.original(ModelFolder.open(whole));
                GraphRun patched = GraphRun.patched(model, patch(model, ComputeMode.REFERENCE))) {
            original.run(TOKENS, POSITIONS, LABELS);
            patched.run(TOKENS, POSITIONS, LABELS);
            compare(original, patched, 1e-5);
        }
    }

    @Test
    void aPrunedHeadThatCannotBeUndoneIsRefused() throws Exception {
        TinyFolder folder = new TinyFolder(temporary.resolve("m"));
        folder.editGraph(graph -> {
            prune(graph, "Gather");
            graph.getNodeBuilder(graph.getNodeCount() - 1).setOpType("Gemm");
        });
        ModelFolder model = ModelFolder.open(folder.path);
        ModelException refusal =
                assertThrows(ModelException.class, () -> patch(model, ComputeMode.FAST));
        assertTrue(refusal.report().remedy().contains("prune_lm_head"), refusal::getMessage);
        assertTrue(refusal.report().found().endsWith("Gemm"), refusal::getMessage);
    }

    @Test
    void aPatchedGraphIsRecognisedAndOnlyChangesItsMode() throws Exception {
        TinyFolder folder = new TinyFolder(temporary.resolve("m"));
        folder.editGraph(graph -> quantizeHead(graph, 4, 0, false));
        PatchedGraph once = patch(ModelFolder.open(folder.path), ComputeMode.FAST);
        Files.write(folder.file("model.onnx"), once.bytes());
        ModelFolder again = ModelFolder.open(folder.path);
        assertTrue(again.inputs().patched());
        PatchedGraph twice = patch(again, ComputeMode.FAST);
        assertArrayEquals(once.bytes(), twice.bytes());
        PatchedGraph reference = patch(again, ComputeMode.REFERENCE);
        NodeProto head = nodes(reference, "MatMulNBits").getFirst();
        assertEquals(1, GraphNodes.integer(head, "accuracy_level", -1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"label_ids", "top_ids", "/prmscope/hidden"})
    void aNameThatIsTakenIsRefused(String name) throws Exception {
        TinyFolder folder = new TinyFolder(temporary.resolve("m"));
        folder.editGraph(graph ->
                graph.addNode(
                        NodeProto.newBuilder()
                                .setOpType("Identity")
                                .addInput("attention_mask")
                                .addOutput(name)));
        ModelFolder model = ModelFolder.open(folder.path);
        ModelException refusal =
                assertThrows(ModelException.class, () -> patch(model, ComputeMode.FAST));
        assertEquals(name, refusal.report().found());
    }

    @Test
    void logitsToKeepBecomeAConstant() throws Exception {
        ModelProto.Builder model = PlainDecoder.model(17).toBuilder();
        GraphProto.Builder graph = model.getGraphBuilder();
        graph.addInput(GraphAssembly.value("num_logits_to_keep", DataType.INT64));
        keepLast(graph);
        Path folder = PlainDecoder.folder(temporary.resolve("m"), "model.onnx", model.build());
        PatchedGraph patched = assertSame(folder, 1e-5);
        try (GraphRun run = GraphRun.patched(ModelFolder.open(folder), patched)) {
            assertTrue(!run.session().getInputNames().contains("num_logits_to_keep"));
        }
    }

    @Test
    void outputsBesidesLogitsAndCacheAreDropped() throws Exception {
        TinyFolder folder = new TinyFolder(temporary.resolve("m"));
        folder.editGraph(graph ->
                graph.addOutput(
                        GraphAssembly.value(
                                "/model/embed_tokens/Gather/output_0",
                                DataType.FLOAT,
                                "b",
                                "s",
                                64)));
        PatchedGraph patched = assertSame(folder.path, 1e-5);
        try (GraphRun run = GraphRun.patched(ModelFolder.open(folder.path), patched)) {
            assertEquals(
                    Set.of(
                            "logits",
                            "top_logits",
                            "top_ids",
                            "log_sum_exp",
                            "label_logits",
                            "present.0.key",
                            "present.0.value",
                            "present.1.key",
                            "present.1.value"),
                    run.session().getOutputNames());
        }
    }

    private PatchedGraph patch(ModelFolder model, ComputeMode mode) throws ModelException {
        return model.patched(mode, temporary.resolve("cache"), new Cancellation()).orElseThrow();
    }

    private PatchedGraph assertSame(Path folder, double within) throws Exception {
        return assertSame(folder, ComputeMode.REFERENCE, within);
    }

    private PatchedGraph assertSame(Path folder, ComputeMode mode, double within) throws Exception {
        ModelFolder model = ModelFolder.open(folder);
        PatchedGraph graph = patch(model, mode);
        try (GraphRun original = GraphRun.original(model);
                GraphRun patched = GraphRun.patched(model, graph)) {
            original.run(TOKENS, POSITIONS, LABELS);
            patched.run(TOKENS, POSITIONS, LABELS);
            compare(original, patched, within);
        }
        return graph;
    }

    /// Every output of the patched graph against the logits of all positions.
    private static void compare(GraphRun original, GraphRun patched, double within)
            throws Exception {
        float[][][] all = original.floats("logits");
        for (int row = 0; row < TOKENS.length; row++) {
            for (int n = 0; n < POSITIONS.length; n++) {
                float[] expected = all[row][(int) POSITIONS[n]];
                assertArrayEquals(
                        expected, patched.floats("logits")[row][n], (float) within, "logits");
                float[] logits = patched.floats("logits")[row][n];
                assertTop(
                        logits,
                        patched.longs("top_ids")[row][n],
                        patched.floats("top_logits")[row][n]);
                assertEquals(logSumExp(logits), patched.floats("log_sum_exp")[row][n][0], 1e-5);
                for (int m = 0; m < LABELS.length; m++) {
                    assertEquals(
                            logits[(int) LABELS[m]], patched.floats("label_logits")[row][n][m]);
                }
            }
        }
    }

    private static void assertTop(float[] logits, long[] ids, float[] top) {
        int[] sorted =
                IntStream.range(0, logits.length)
                        .boxed()
                        .sorted(
                                Comparator.<Integer>comparingDouble(id -> -logits[id])
                                        .thenComparingInt(id -> id))
                        .limit(64)
                        .mapToInt(id -> id)
                        .toArray();
        assertArrayEquals(sorted, Arrays.stream(ids).mapToInt(id -> (int) id).toArray());
        for (int i = 0; i < sorted.length; i++) {
            assertEquals(logits[sorted[i]], top[i]);
        }
    }

    private static double logSumExp(float[] logits) {
        double max = Double.NEGATIVE_INFINITY;
        for (float logit : logits) {
            max = Math.max(max, logit);
        }
        double sum = 0;
        for (float logit : logits) {
            sum += Math.exp(logit - max);
        }
        return max + Math.log(sum);
    }

    private static List<NodeProto> nodes(PatchedGraph graph, String op) throws Exception {
        return ModelProto.parseFrom(graph.bytes()).getGraph().getNodeList().stream()
                .filter(node -> node.getOpType().equals(op))
                .toList();
    }

    private static CheckedGraph decoder(ModelFolder model, int vocabulary) {
        var shape = model.shape();
        return new CheckedGraph(
                model.inputs().attention(),
                new org.prmscope.core.DecoderShape(
                        shape.layers(),
                        shape.heads(),
                        shape.kvHeads(),
                        shape.headDim(),
                        shape.hiddenSize(),
                        vocabulary,
                        shape.contextLength(),
                        shape.kvElementBytes()),
                model.names(),
                true,
                false,
                false,
                TensorSizes.FLOAT,
                17);
    }

    /// Puts a random quantized matrix in the place of the head.
    private static void quantizeHead(
            GraphProto.Builder graph, int bits, int level, boolean zeroPoints) {
        NodeProto.Builder head = graph.getNodeBuilder(graph.getNodeCount() - 1);
        graph.addInitializer(bytes("head_q", new Random(9), 288, 2, 32 * bits / 8));
        graph.addInitializer(
                PlainDecoder.floats("head_scales", new Random(10), 0.3 / (1 << bits), 288 * 2));
        head.setDomain(GraphAssembly.MICROSOFT)
                .setOpType("MatMulNBits")
                .setInput(1, "head_q")
                .addInput("head_scales");
        if (zeroPoints) {
            graph.addInitializer(bytes("head_zeros", new Random(11), 288 * 2 * bits / 8));
            head.addInput("head_zeros");
        }
        Map<String, Integer> attributes = new java.util.LinkedHashMap<>();
        attributes.put("K", 64);
        attributes.put("N", 288);
        attributes.put("bits", bits);
        attributes.put("block_size", 32);
        attributes.put("accuracy_level", level);
        attributes.forEach((name, value) -> head.addAttribute(GraphAssembly.integer(name, value)));
    }

    private static TensorProto bytes(String name, Random random, long... dims) {
        int count = 1;
        TensorProto.Builder tensor =
                TensorProto.newBuilder().setName(name).setDataType(TensorSizes.UINT8);
        for (long dim : dims) {
            count *= (int) dim;
            tensor.addDims(dim);
        }
        byte[] values = new byte[count];
        random.nextBytes(values);
        return tensor.setRawData(ByteString.copyFrom(values)).build();
    }

    /// Cuts all positions but the last off before the head.
    private static void prune(GraphProto.Builder graph, String cut) {
        int index = graph.getNodeCount() - 1;
        NodeProto.Builder head = graph.getNodeBuilder(index);
        String hidden = head.getInput(0);
        head.setInput(0, "last");
        long[] dims = cut.equals("Unsqueeze") ? new long[0] : new long[] {1};
        number(graph, "minus_one", -1, dims);
        number(graph, "axis_one", 1, 1);
        number(graph, "end", Long.MAX_VALUE, 1);
        switch (cut) {
            case "Slice" ->
                    graph.addNode(
                            index,
                            node("Slice", List.of(hidden, "minus_one", "end", "axis_one"), "last"));
            case "Gather" ->
                    graph.addNode(
                            index,
                            node("Gather", List.of(hidden, "minus_one"), "last").toBuilder()
                                    .addAttribute(GraphAssembly.integer("axis", 1))
                                    .build());
            default -> {
                graph.addNode(index, node("Unsqueeze", List.of("flat", "axis_one"), "last"));
                graph.addNode(
                        index,
                        node("Gather", List.of(hidden, "minus_one"), "flat").toBuilder()
                                .addAttribute(GraphAssembly.integer("axis", 1))
                                .build());
            }
        }
        graph.getOutputBuilder(0)
                .getTypeBuilder()
                .getTensorTypeBuilder()
                .getShapeBuilder()
                .getDimBuilder(1)
                .setDimValue(1);
    }

    /// `hidden[:, -keep:, :]` before the head, as newer exports have it; 0 keeps all.
    private static void keepLast(GraphProto.Builder graph) {
        for (int i = 0; i < graph.getNodeCount(); i++) {
            if (graph.getNode(i).getOutput(0).equals("raw_logits")) {
                String hidden = graph.getNode(i).getInput(0);
                graph.getNodeBuilder(i).setInput(0, "kept");
                number(graph, "slice_axis", 1, 1);
                number(graph, "slice_end", Long.MAX_VALUE, 1);
                number(graph, "wide", 0, 1);
                graph.addNode(
                        i,
                        node("Slice", List.of(hidden, "start", "slice_end", "slice_axis"), "kept"));
                graph.addNode(i, node("Unsqueeze", List.of("minus_keep", "wide"), "start"));
                graph.addNode(i, node("Neg", List.of("num_logits_to_keep"), "minus_keep"));
                return;
            }
        }
    }

    private static void number(GraphProto.Builder graph, String name, long value, long... dims) {
        ByteBuffer raw = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value);
        TensorProto.Builder tensor =
                TensorProto.newBuilder()
                        .setName(name)
                        .setDataType(TensorSizes.INT64)
                        .setRawData(ByteString.copyFrom(raw.flip()));
        for (long dim : dims) {
            tensor.addDims(dim);
        }
        graph.addInitializer(tensor);
    }

    private static NodeProto node(String op, List<String> inputs, String output) {
        return NodeProto.newBuilder()
                .setOpType(op)
                .setName("cut_" + output)
                .addAllInput(inputs)
                .addOutput(output)
                .build();
    }
}
