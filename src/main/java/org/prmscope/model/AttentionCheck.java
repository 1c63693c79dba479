package org.prmscope.model;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.HashMap;
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
    private final Map<String, NodeProto> producers;

    AttentionCheck(GraphProto graph, SortedMap<String, Integer> operators, Path file) {
        this.operators = operators;
        this.file = file;
        producers = producers(graph);
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
    /// its end. ONNX Runtime 1.29 does not look whether a cache has two dimensions; without them
    /// the process ends.
    ///
    /// @throws ModelException if the caches are no tables of a cosine and a sine for each pair of
    ///   values of a head
    long positions(Map<String, TensorProto> initializers, int headDim) throws ModelException {
        long positions = Long.MAX_VALUE;
        for (NodeProto node : nodes) {
            @Nullable List<Long> cosines = rotations(node, FIRST_ROTATION, initializers, headDim);
            @Nullable List<Long> sines = rotations(node, LAST_ROTATION, initializers, headDim);
            if (cosines != null && sines != null) {
                if (!cosines.get(1).equals(sines.get(1))) {
                    throw misfit(node, "as many cosines as sines", cosines + " and " + sines);
                }
                positions = Math.min(positions, Math.min(cosines.getFirst(), sines.getFirst()));
            }
        }
        return positions;
    }

    /// The shape of a cache; null where there is none, or a branch chooses one of several.
    private @Nullable List<Long> rotations(
            NodeProto node, int input, Map<String, TensorProto> initializers, int headDim)
            throws ModelException {
        String name = node.getInputCount() > input ? node.getInput(input) : "";
        if (name.isEmpty()) {
            return null;
        }
        TensorProto cache = initializers.get(name);
        NodeProto producer = producers.get(name);
        if (cache == null && producer != null && producer.getOpType().equals("If")) {
            checkChosen(node, producer, producer.getOutputList().indexOf(name), headDim);
            return null;
        }
        if (cache == null && producer != null && producer.getOpType().equals("Constant")) {
            cache = KernelLimits.value(producer);
        }
        if (cache == null) {
            throw misfit(node, "a constant", name + ", which is computed");
        }
        return table(node, cache, headDim);
    }

    private static Map<String, NodeProto> producers(GraphProto graph) {
        Map<String, NodeProto> producers = new HashMap<>();
        for (NodeProto node : graph.getNodeList()) {
            node.getOutputList().forEach(output -> producers.put(output, node));
        }
        return producers;
    }

    /// Exports for long contexts have a table for short texts and one for long ones.
    private void checkChosen(NodeProto node, NodeProto choice, int output, int headDim)
            throws ModelException {
        for (AttributeProto attribute : choice.getAttributeList()) {
            GraphProto branch = attribute.getG();
            String name =
                    branch.getOutputCount() > output ? branch.getOutput(output).getName() : "";
            TensorProto cache = null;
            for (TensorProto tensor : branch.getInitializerList()) {
                cache = tensor.getName().equals(name) ? tensor : cache;
            }
            NodeProto producer = producers(branch).get(name);
            if (producer != null && producer.getOpType().equals("Constant")) {
                cache = KernelLimits.value(producer);
            }
            if (cache == null) {
                throw misfit(node, "a constant in each branch", name + " in a branch");
            }
            table(node, cache, headDim);
        }
    }

    private List<Long> table(NodeProto node, TensorProto cache, int headDim) throws ModelException {
        List<Long> shape = cache.getDimsList();
        if (shape.size() != 2 || shape.getLast() < 1 || shape.getLast() > headDim / 2) {
            throw misfit(
                    node,
                    "a table of positions by at most " + headDim / 2 + " numbers",
                    cache.getName() + " of the shape " + shape);
        }
        return shape;
    }

    private ModelException misfit(NodeProto node, String expected, String found) {
        return ModelException.of(
                "The graph's caches of rotations cannot be used",
                file + ", node " + node.getName(),
                expected,
                found,
                "Export the model with ONNX Runtime GenAI's builder for the CPU (-e cpu).");
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
        // ONNX Runtime 1.29 takes 0 for a window too, and of others keeps the lower 32 bits: one
        // that is negative here may be positive there.
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
