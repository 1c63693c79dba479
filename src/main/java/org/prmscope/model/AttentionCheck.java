package org.prmscope.model;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/// Tells by its operators how a graph attends, and refuses what cannot be run.
final class AttentionCheck {
    /// Attention that keeps its cache in another way than any that can be fed here.
    private static final List<String> OTHER_CACHES =
            List.of("PagedAttention", "SparseAttention", "LinearAttention");

    private static final int FIRST_ROTATION = 7;
    private static final int LAST_ROTATION = 8;

    private final SortedMap<String, Integer> operators;
    private final Path file;
    private final List<NodeProto> nodes;

    AttentionCheck(GraphProto graph, SortedMap<String, Integer> operators, Path file) {
        this.operators = operators;
        this.file = file;
        nodes =
                graph.getNodeList().stream()
                        .filter(node -> node.getOpType().equals(GraphOperators.ATTENTION))
                        .toList();
    }

    AttentionKind kind() throws ModelException {
        for (String name : operators.keySet()) {
            if (OTHER_CACHES.contains(name.substring(name.lastIndexOf('.') + 1))) {
                throw unknown(name);
            }
        }
        String attention = GraphAssembly.MICROSOFT + "." + GraphOperators.ATTENTION;
        if (operators.getOrDefault(attention, 0) != nodes.size()) {
            throw unknown(GraphOperators.ATTENTION + " in a branch");
        }
        if (nodes.isEmpty()) {
            requireConcatenation();
            return AttentionKind.CONCAT;
        }
        for (NodeProto node : nodes) {
            refuseWindow(node);
        }
        return AttentionKind.SHARED;
    }

    /// The nodes of `GroupQueryAttention`.
    List<NodeProto> nodes() {
        return nodes;
    }

    int layers() {
        return nodes.size();
    }

    int heads() {
        return Math.toIntExact(
                Math.clamp(GraphNodes.integer(nodes.getFirst(), "num_heads", -1), -1, 1 << 20));
    }

    /// Positions that every layer's cache of rotations has a row for: one beyond would read past
    /// its end.
    long positions(Map<String, TensorProto> initializers) {
        long positions = Long.MAX_VALUE;
        for (NodeProto node : nodes) {
            for (int input = FIRST_ROTATION;
                    input <= LAST_ROTATION && input < node.getInputCount();
                    input++) {
                TensorProto cache = initializers.get(node.getInput(input));
                if (cache != null && cache.getDimsCount() > 0) {
                    positions = Math.min(positions, cache.getDims(0));
                }
            }
        }
        return positions;
    }

    private void requireConcatenation() throws ModelException {
        boolean attends = false;
        for (String name : operators.keySet()) {
            attends |= name.contains("Attention") || name.equals("Softmax");
        }
        if (!attends) {
            throw unknown("no attention operator");
        }
    }

    private void refuseWindow(NodeProto node) throws ModelException {
        long window = GraphNodes.integer(node, "local_window_size", -1);
        // ONNX Runtime 1.29 takes 0 for a window too, and of others keeps the lower 32 bits: what
        // is
        // negative here may be positive there.
        if (window != -1) {
            throw ModelException.of(
                    "The graph has a sliding attention window, which would forget the start of a"
                            + " long verification",
                    file + ", node " + node.getName(),
                    "local_window_size -1",
                    "local_window_size " + window,
                    "Set \"sliding_window\": null in the checkpoint's config.json and export it"
                            + " again.");
        }
    }

    private ModelException unknown(String found) {
        return ModelException.of(
                "The attention of this graph is not supported",
                file,
                "GroupQueryAttention over one shared cache, or MultiHeadAttention or plain"
                        + " operators (MatMul, Softmax) that extend it",
                found,
                "Export the model with ONNX Runtime GenAI's builder for the CPU (-e cpu), or with"
                        + " Optimum (text-generation-with-past).");
    }
}
