package org.prmscope.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.prmscope.core.Cancellation;
import org.prmscope.core.ComputeMode;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/// Which graphs get steps of their own, and which are left as they are.
class StepProductsTest {
    @TempDir Path temporary;

    @Test
    void everyLayerKeepsItsOperatorForPrompts() throws Exception {
        PatchedGraph plain = patched();
        PatchedGraph fast = plain.forFastSteps();
        assertTrue(fast.readsWholeRows());
        assertEquals(plain.kernels() + ", grouped attention", fast.kernels());
        GraphProto graph = ModelProto.parseFrom(fast.bytes()).getGraph();
        assertEquals(2, operators(graph, "If"));
        assertEquals(0, operators(graph, GraphOperators.ATTENTION));
        long inBranches = GraphNodes.all(graph).stream().filter(GroupedAttention::is).count();
        assertEquals(2, inBranches);
    }

    @Test
    void aGraphThatHasThemIsLeftAsItIs() throws Exception {
        PatchedGraph fast = patched().forFastSteps();
        assertSame(fast, fast.forFastSteps());
    }

    @Test
    void aGraphWithoutTheOperatorIsLeftAsItIs() throws Exception {
        Path folder =
                PlainDecoder.folder(temporary.resolve("m"), "model.onnx", PlainDecoder.model(17));
        PatchedGraph plain = patched(folder);
        assertSame(plain, plain.forFastSteps());
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 6})
    void oneOrTwoHeadsToAKeyAreNotWorthIt(int heads) throws Exception {
        PatchedGraph plain = patched(heads, 3);
        assertSame(plain, plain.forFastSteps());
    }

    /// Each would compute something else as a product.
    @ParameterizedTest
    @ValueSource(strings = {"softcap", "smooth_softmax", "qk_output", "kv_cache_bit_width"})
    void anOperatorThatDoesMoreIsLeftAsItIs(String attribute) throws Exception {
        PatchedGraph plain = changed(nodes -> nodes.forEach(node -> set(node, attribute)));
        assertSame(plain, plain.forFastSteps());
    }

    @ParameterizedTest
    @ValueSource(ints = {9, 10, 11, 12})
    void anOperatorWithPositionsBiasOrSinksIsLeftAsItIs(int input) throws Exception {
        PatchedGraph plain =
                changed(nodes ->
                        nodes.forEach(node -> {
                            while (node.getInputCount() < input) {
                                node.addInput("");
                            }
                            node.addInput("another");
                        }));
        assertSame(plain, plain.forFastSteps());
    }

    @Test
    void aHeadThatIsRotatedInPartIsLeftAsItIs() throws Exception {
        PatchedGraph plain =
                changedModel(graph ->
                        graph.getInitializerBuilderList().stream()
                                .filter(tensor -> tensor.getName().equals("cos_cache"))
                                .forEach(tensor -> tensor.setDims(1, 4)));
        assertSame(plain, plain.forFastSteps());
    }

    @Test
    void aCacheThatIsNotFloat32IsLeftAsItIs() throws Exception {
        PatchedGraph plain =
                changedModel(graph ->
                        graph.getInputBuilderList().stream()
                                .filter(input -> input.getName().startsWith("past"))
                                .forEach(input ->
                                        input.getTypeBuilder()
                                                .getTensorTypeBuilder()
                                                .setElemType(TensorSizes.FLOAT16)));
        assertSame(plain, plain.forFastSteps());
    }

    /// ONNX Runtime keeps the lower 32 bits, a window of five tokens.
    @Test
    void aWindowThatOnlySeemsToBeNoneIsLeftAsItIs() throws Exception {
        PatchedGraph plain =
                changed(nodes ->
                        nodes.forEach(node -> {
                            remove(node, "local_window_size");
                            node.addAttribute(
                                    GraphAssembly.integer("local_window_size", (-1L << 32) + 5));
                        }));
        assertSame(plain, plain.forFastSteps());
    }

    @Test
    void aGraphWithANameThatIsNeededIsLeftAsItIs() throws Exception {
        PatchedGraph plain =
                changedModel(graph ->
                        graph.addNode(
                                NodeProto.newBuilder()
                                        .setOpType("Identity")
                                        .addInput("attention_mask")
                                        .addOutput("/prmscope/step/zero")));
        assertSame(plain, plain.forFastSteps());
    }

    @Test
    void onlyOneLayerThatDiffersLeavesAllAsTheyAre() throws Exception {
        PatchedGraph plain = changed(nodes -> set(nodes.getLast(), "softcap"));
        assertSame(plain, plain.forFastSteps());
    }

    @Test
    void attributesAtTheirDefaultsDoNotMatter() throws Exception {
        PatchedGraph plain =
                changed(nodes ->
                        nodes.forEach(node ->
                                node.addAttribute(GraphAssembly.integer("smooth_softmax", 0))));
        assertTrue(plain.forFastSteps().readsWholeRows());
    }

    private static void remove(NodeProto.Builder node, String attribute) {
        for (int i = node.getAttributeCount() - 1; i >= 0; i--) {
            if (node.getAttribute(i).getName().equals(attribute)) {
                node.removeAttribute(i);
            }
        }
    }

    private static void set(NodeProto.Builder node, String attribute) {
        remove(node, attribute);
        node.addAttribute(
                attribute.equals("softcap")
                        ? GraphAssembly.real(attribute, 30)
                        : GraphAssembly.integer(attribute, 1));
    }

    private PatchedGraph changed(Consumer<List<NodeProto.Builder>> change) throws Exception {
        return changedModel(graph ->
                change.accept(
                        graph.getNodeBuilderList().stream()
                                .filter(node -> node.getOpType().equals(GraphOperators.ATTENTION))
                                .toList()));
    }

    private PatchedGraph changedModel(Consumer<GraphProto.Builder> change) throws Exception {
        ModelProto.Builder model = ModelProto.parseFrom(patched().bytes()).toBuilder();
        change.accept(model.getGraphBuilder());
        return new PatchedGraph(model.build().toByteArray(), temporary, "test");
    }

    private PatchedGraph patched() throws Exception {
        return patched(6, 2);
    }

    private PatchedGraph patched(int heads, int kvHeads) throws Exception {
        Qwen2Config config =
                new Qwen2Config(288, heads * 16, 2, heads, kvHeads, 16, 96, 64, 1e4, 1e-6, true);
        return patched(TinyModels.qwen2(temporary.resolve("m"), 1, config));
    }

    private PatchedGraph patched(Path folder) throws Exception {
        return ModelFolder.open(folder)
                .patched(ComputeMode.FAST, temporary.resolve("cache"), new Cancellation())
                .orElseThrow();
    }

    private static long operators(GraphProto graph, String type) {
        return graph.getNodeList().stream().filter(node -> node.getOpType().equals(type)).count();
    }
}
