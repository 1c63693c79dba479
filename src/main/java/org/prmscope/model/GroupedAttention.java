package org.prmscope.model;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// What the `GroupQueryAttention` operators of a graph compute, where all compute the same and
/// nothing but attention over the whole past, in float32, several query heads to a key.
///
/// @param heads of the queries
/// @param kvHeads of the keys and values; each is read by `heads / kvHeads` heads
/// @param scale of the products of queries and keys
/// @param rotates whether queries and keys are rotated by their positions
/// @param interleaved whether neighbours are rotated, not halves
record GroupedAttention(
        int heads, int kvHeads, int headDim, float scale, boolean rotates, boolean interleaved) {
    // Inputs of GroupQueryAttention (docs/ContribOperators.md).
    static final int QUERY = 0;
    static final int KEY = 1;
    static final int VALUE = 2;
    static final int PAST_KEY = 3;
    static final int PAST_VALUE = 4;
    static final int LAST_INDEX = 5;
    static final int COS = 7;
    static final int SIN = 8;
    private static final int ROTATION_END = 9;

    /// Its outputs: what was attended to, keys and values.
    static final int OUTPUTS = 3;

    /// Query heads to a key from which they are worth taking together: products take longer than
    /// the operator with two heads (16 on 8, 128 wide), less with three (9 on 3, 64 wide) and more.
    private static final int LEAST_GROUP = 3;

    private static final int MOST_HEADS = 1 << 12;
    private static final int MOST_DIM = 1 << 16;

    /// Attributes that are read here; any other must be at its default.
    private static final Set<String> READ =
            Set.of(
                    "num_heads",
                    "kv_num_heads",
                    "scale",
                    "do_rotary",
                    "rotary_interleaved",
                    "local_window_size");

    static boolean is(NodeProto node) {
        return node.getOpType().equals(GraphOperators.ATTENTION);
    }

    /// Empty if a graph has none, they differ, one does more, or one is in a branch.
    static Optional<GroupedAttention> of(GraphProto graph) {
        List<NodeProto> nodes = graph.getNodeList().stream().filter(GroupedAttention::is).toList();
        long everywhere = GraphNodes.all(graph).stream().filter(GroupedAttention::is).count();
        if (nodes.isEmpty() || nodes.size() != everywhere) {
            return Optional.empty();
        }
        Facts facts = new Facts(graph);
        Optional<GroupedAttention> first = facts.attention(nodes.getFirst());
        String last = input(nodes.getFirst(), LAST_INDEX);
        boolean alike =
                nodes.stream()
                        .allMatch(node ->
                                input(node, LAST_INDEX).equals(last)
                                        && facts.attention(node).equals(first));
        return alike ? first : Optional.empty();
    }

    private static String input(NodeProto node, int index) {
        return node.getInputCount() > index ? node.getInput(index) : "";
    }

    /// What a graph says of the values that its nodes read.
    private static final class Facts {
        private final Map<String, ValueInfoProto> inputs = new HashMap<>();
        private final Map<String, TensorProto> initializers = new HashMap<>();
        private final Set<String> outputs = new HashSet<>();

        Facts(GraphProto graph) {
            graph.getInputList().forEach(value -> inputs.put(value.getName(), value));
            graph.getInitializerList()
                    .forEach(tensor -> initializers.put(tensor.getName(), tensor));
            graph.getOutputList().forEach(value -> outputs.add(value.getName()));
        }

        Optional<GroupedAttention> attention(NodeProto node) {
            int heads = size(GraphNodes.integer(node, "num_heads", 0), MOST_HEADS);
            int kvHeads = size(GraphNodes.integer(node, "kv_num_heads", 0), MOST_HEADS);
            int headDim = headDim(input(node, PAST_KEY));
            boolean rotates = GraphNodes.integer(node, "do_rotary", 0) == 1;
            boolean grouped = kvHeads > 0 && heads >= LEAST_GROUP * kvHeads && heads % kvHeads == 0;
            if (!grouped
                    || headDim == 0
                    || headDim != headDim(input(node, PAST_VALUE))
                    || input(node, KEY).isEmpty() != input(node, VALUE).isEmpty()
                    || input(node, LAST_INDEX).isEmpty()
                    || !doesNothingElse(node)
                    || !givesTheCache(node)
                    || (rotates && !turns(node, headDim))) {
                return Optional.empty();
            }
            float scale = scale(node);
            return Optional.of(
                    new GroupedAttention(
                            heads,
                            kvHeads,
                            headDim,
                            scale == 0 ? (float) (1 / Math.sqrt(headDim)) : scale,
                            rotates,
                            GraphNodes.integer(node, "rotary_interleaved", 0) == 1));
        }

        /// 0 if it is no size or an absurd one.
        private static int size(long value, int most) {
            return value < 1 || value > most ? 0 : (int) value;
        }

        /// Of an input of the graph in float32; 0 if it is none.
        private int headDim(String cache) {
            ValueInfoProto value = inputs.get(cache);
            if (value == null) {
                return 0;
            }
            var tensor = value.getType().getTensorType();
            return tensor.getElemType() == TensorSizes.FLOAT && tensor.getShape().getDimCount() == 4
                    ? size(tensor.getShape().getDim(3).getDimValue(), MOST_DIM)
                    : 0;
        }

        /// Whether all of a head is rotated, by tables in float32.
        private boolean turns(NodeProto node, int headDim) {
            return Stream.of(COS, SIN)
                    .map(input -> initializers.get(input(node, input)))
                    .allMatch(table ->
                            table != null
                                    && table.getDataType() == TensorSizes.FLOAT
                                    && table.getDimsCount() == 2
                                    && table.getDims(1) * 2 == headDim);
        }

        private boolean givesTheCache(NodeProto node) {
            return node.getOutputCount() >= OUTPUTS
                    && outputs.contains(node.getOutput(1))
                    && outputs.contains(node.getOutput(2))
                    && node.getOutputList().stream().skip(OUTPUTS).allMatch(String::isEmpty);
        }

        private static boolean doesNothingElse(NodeProto node) {
            return node.getInputList().stream().skip(ROTATION_END).allMatch(String::isEmpty)
                    && isWhole(GraphNodes.integer(node, "local_window_size", -1))
                    && node.getAttributeList().stream()
                            .filter(attribute -> !READ.contains(attribute.getName()))
                            .allMatch(Facts::isDefault);
        }

        private static boolean isWhole(long window) {
            return window == -1 || window == 0;
        }

        private static boolean isDefault(AttributeProto attribute) {
            return switch (attribute.getType()) {
                case INT -> attribute.getI() == 0;
                case FLOAT -> attribute.getF() == 0;
                case STRING -> attribute.getS().toStringUtf8().equals("NONE");
                default -> false;
            };
        }

        private static float scale(NodeProto node) {
            return node.getAttributeList().stream()
                    .filter(attribute -> attribute.getName().equals("scale"))
                    .findFirst()
                    .map(AttributeProto::getF)
                    .orElse(0f);
        }
    }
}
