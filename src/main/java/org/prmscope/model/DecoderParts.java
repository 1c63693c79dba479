package org.prmscope.model;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// In what precision the parts of a decoder are stored: `fp32`, `fp16`, `bf16`, `int8`, `int4`, two
/// of them as in `int4+int8`, or empty where the graph does not show which weights they are.
///
/// @param embedding the table that tokens are looked up in
/// @param layers the matrices between
/// @param head the matrix that gives the logits
/// @param blocks quantized weights that share a scale, rising; several where they differ, empty
///   where nothing is in blocks
/// @param headFound whether a head was found that logits can be limited before; otherwise those of
///   every position are computed and the wanted ones kept
/// @param headPruned whether the graph gave logits of the last position alone
public record DecoderParts(
        String embedding,
        String layers,
        String head,
        List<Integer> blocks,
        boolean headFound,
        boolean headPruned) {
    public DecoderParts {
        blocks = List.copyOf(blocks);
    }

    private static final Set<String> IN_BLOCKS =
            Set.of(AccuracyLevel.OPERATOR, "GatherBlockQuantized");

    /// Of `GatherBlockQuantized` where a graph does not say; `MatMulNBits` has to say.
    static final int DEFAULT_BLOCK = 128;

    /// More than any kernel takes.
    static final int LARGEST_BLOCK = 4096;

    static DecoderParts of(GraphProto graph, DecoderNames names) {
        Map<String, TensorProto> tensors = new HashMap<>();
        GraphNodes.initializers(graph).forEach(tensor -> tensors.put(tensor.getName(), tensor));
        Map<String, NodeProto> makers = new HashMap<>();
        for (NodeProto node : GraphNodes.all(graph)) {
            node.getOutputList().forEach(output -> makers.put(output, node));
        }
        HeadSearch.Head head = new HeadSearch(graph).find(names.logits());
        NodeProto headNode = head == null ? null : graph.getNode(head.node());
        Set<String> layers = new TreeSet<>();
        Set<Integer> blocks = new TreeSet<>();
        String embedding = "";
        for (NodeProto node : GraphNodes.all(graph)) {
            boolean looksUp =
                    node.getOpType().startsWith("Gather")
                            && node.getInputCount() > 1
                            && node.getInput(1).equals(names.inputIds());
            if (IN_BLOCKS.contains(node.getOpType())) {
                long block = GraphNodes.integer(node, "block_size", DEFAULT_BLOCK);
                if (block > 0 && block <= LARGEST_BLOCK) {
                    blocks.add((int) block);
                }
            }
            if (looksUp) {
                embedding = label(node, 0, tensors, makers);
            } else if (!node.equals(headNode) && node.getOpType().contains("MatMul")) {
                layers.add(label(node, 1, tensors, makers));
            }
        }
        layers.remove("");
        return new DecoderParts(
                embedding,
                String.join("+", layers),
                headNode == null ? "" : label(headNode, 1, tensors, makers),
                List.copyOf(blocks),
                headNode != null,
                head != null && head.pruned());
    }

    /// The precision of the weight that a node reads.
    private static String label(
            NodeProto node,
            int input,
            Map<String, TensorProto> tensors,
            Map<String, NodeProto> makers) {
        return switch (node.getOpType()) {
            case AccuracyLevel.OPERATOR, "GatherBlockQuantized" ->
                    "int" + GraphNodes.integer(node, "bits", 4);
            case "MatMulBnb4" -> "4 bit";
            default -> {
                TensorProto weight = weight(node.getInput(input), tensors, makers);
                yield weight == null ? "" : WeightSummary.label(weight.getDataType());
            }
        };
    }

    /// The tensor behind a transpose, a cast or the like.
    private static @org.jspecify.annotations.Nullable TensorProto weight(
            String value, Map<String, TensorProto> tensors, Map<String, NodeProto> makers) {
        String name = value;
        for (int depth = 0; depth < 4; depth++) {
            TensorProto tensor = tensors.get(name);
            if (tensor != null) {
                return tensor.getDimsCount() > 1 ? tensor : null;
            }
            NodeProto maker = makers.get(name);
            if (maker == null || maker.getInputCount() == 0) {
                return null;
            }
            name = maker.getInput(0);
        }
        return null;
    }
}
