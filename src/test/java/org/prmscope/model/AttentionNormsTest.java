package org.prmscope.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prmscope.core.Cancellation;
import org.prmscope.core.ComputeMode;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Qwen3 graphs as ONNX Runtime GenAI's builder writes them for CUDA: the norms of queries and keys
/// are inputs of the attention operator.
class AttentionNormsTest {
    private static final long[][] TOKENS = {{266, 72, 101, 108, 3, 50}, {266, 9, 9, 200, 1, 33}};
    private static final long[] POSITIONS = {5, 0, 3};
    private static final long[] LABELS = {7};

    @TempDir Path temporary;
    private Path folder = Path.of("");
    private float[][][] expected = {};

    @BeforeEach
    void importQwen3() throws Exception {
        folder = Checkpoints.imported("qwen3", ImportOptions.of(Precision.FP32, "test"), temporary);
        expected = logits();
    }

    @Test
    void theyAreComputedBeforeItWhereTheyCannotBeInside() throws Exception {
        edit(AttentionNormsTest::fuse);
        float[][][] found = logits();
        for (int row = 0; row < TOKENS.length; row++) {
            for (int n = 0; n < POSITIONS.length; n++) {
                assertArrayEquals(expected[row][n], found[row][n], 1e-5f);
            }
        }
    }

    @Test
    void theEpsilonIsThatOfTheOperator() throws Exception {
        edit(graph -> {
            fuse(graph);
            attentions(graph)
                    .forEach(node ->
                            node.getAttributeBuilderList().stream()
                                    .filter(attribute ->
                                            attribute.getName().equals("qk_norm_epsilon"))
                                    .forEach(attribute -> attribute.setF(0.5f)));
        });
        float[][][] found = logits();
        double difference = 0;
        for (int id = 0; id < expected[0][0].length; id++) {
            difference = Math.max(difference, Math.abs(expected[0][0][id] - found[0][0][id]));
        }
        assertTrue(difference > 1e-2, "differs by " + difference);
    }

    @Test
    void theirWeightsAreCountedAsWeights() throws Exception {
        long parameters = ModelFolder.open(folder).weights().parameters();
        edit(AttentionNormsTest::fuse);
        assertEquals(parameters, ModelFolder.open(folder).weights().parameters());
    }

    @Test
    void packedQueriesAndKeysAreRefusedByName() throws Exception {
        edit(graph -> {
            fuse(graph);
            attentions(graph).forEach(node -> node.setInput(1, "").setInput(2, ""));
        });
        ModelFolder model = ModelFolder.open(folder);
        ModelException refusal = assertThrows(ModelException.class, model::checkPatch);
        assertTrue(refusal.report().found().contains("packed"), refusal.report()::text);
        assertTrue(refusal.report().where().contains("GroupQueryAttention"));
    }

    private interface Edit {
        void of(GraphProto.Builder graph);
    }

    private void edit(Edit edit) throws Exception {
        Path file = folder.resolve("model.onnx");
        ModelProto.Builder model = ModelProto.parseFrom(Files.readAllBytes(file)).toBuilder();
        edit.of(model.getGraphBuilder());
        Files.write(file, model.build().toByteArray());
        Files.deleteIfExists(folder.resolve(ImportManifest.FILE));
    }

    private float[][][] logits() throws Exception {
        ModelFolder model = ModelFolder.open(folder);
        PatchedGraph graph =
                model.patched(ComputeMode.REFERENCE, temporary.resolve("cache"), new Cancellation())
                        .orElseThrow();
        try (GraphRun run = GraphRun.patched(model, graph)) {
            run.run(TOKENS, POSITIONS, LABELS);
            return run.floats("logits");
        }
    }

    private static List<NodeProto.Builder> attentions(GraphProto.Builder graph) {
        return graph.getNodeBuilderList().stream()
                .filter(node -> node.getOpType().equals("GroupQueryAttention"))
                .toList();
    }

    private static NodeProto maker(Map<String, NodeProto> makers, String value) {
        return Objects.requireNonNull(makers.get(value), value);
    }

    /// Puts each `Reshape`, norm, `Reshape` before an attention operator into the operator.
    private static void fuse(GraphProto.Builder graph) {
        Map<String, NodeProto> makers = new HashMap<>();
        graph.getNodeList().forEach(node -> makers.put(node.getOutput(0), node));
        List<String> gone = new ArrayList<>();
        for (NodeProto.Builder attention : attentions(graph)) {
            while (attention.getInputCount() < 14) {
                attention.addInput("");
            }
            float epsilon = 0;
            for (int input = 0; input < 2; input++) {
                NodeProto joined = maker(makers, attention.getInput(input));
                NodeProto norm = maker(makers, joined.getInput(0));
                NodeProto parted = maker(makers, norm.getInput(0));
                assertEquals("SimplifiedLayerNormalization", norm.getOpType());
                for (AttributeProto attribute : norm.getAttributeList()) {
                    epsilon = attribute.getName().equals("epsilon") ? attribute.getF() : epsilon;
                }
                attention.setInput(input, parted.getInput(0)).addInput(norm.getInput(1));
                List.of(joined, norm, parted).forEach(node -> gone.add(node.getName()));
            }
            attention.addAttribute(GraphAssembly.real("qk_norm_epsilon", epsilon));
        }
        List<NodeProto> kept =
                graph.getNodeList().stream()
                        .filter(node -> !gone.contains(node.getName()))
                        .toList();
        assertEquals(gone.size(), graph.getNodeCount() - kept.size());
        graph.clearNode().addAllNode(kept);
    }
}
