package org.prmscope.model;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;

/// Finds the head of a decoder: the multiplication that makes logits `[batch, sequence,
/// vocabulary]` of hidden states `[batch, sequence, hidden]`, through what is computed of each
/// logit for itself.
final class HeadSearch {
    private static final Set<String> HEADS =
            Set.of("MatMul", "MatMulNBits", "MatMulInteger", "MatMulBnb4", "FusedMatMul");

    private static final Set<String> OF_EACH_LOGIT =
            Set.of("Cast", "Identity", "Add", "Sub", "Mul", "Div", "Tanh", "Neg");

    /// What an export does to a weight before it multiplies by it.
    private static final Set<String> OF_A_WEIGHT =
            Set.of("Transpose", "Cast", "Identity", "Constant", "DequantizeLinear");

    private static final int DEPTH_LIMIT = 8;
    private static final int CONSTANT_DEPTH = 4;
    private static final int OF_NO_POSITION = -1;

    private final GraphProto graph;
    private final Map<String, Integer> producers = new HashMap<>();
    private final Map<String, TensorProto> initializers = new HashMap<>();
    private final Map<Question, Boolean> answers = new HashMap<>();

    /// @param dimensions that a constant may have, or [#OF_NO_POSITION]
    private record Question(String value, int dimensions, int depth) {}

    /// @param node index of the head in the graph
    /// @param between nodes from the head to the logits, outputs included
    /// @param hidden what the head is to multiply
    /// @param pruned whether the graph cuts all positions but the last off before the head
    record Head(int node, Set<String> between, String hidden, boolean pruned) {}

    HeadSearch(GraphProto graph) {
        this.graph = graph;
        for (int i = 0; i < graph.getNodeCount(); i++) {
            for (String output : graph.getNode(i).getOutputList()) {
                producers.put(output, i);
            }
        }
        graph.getInitializerList().forEach(tensor -> initializers.put(tensor.getName(), tensor));
    }

    /// The node of the main graph that makes a value.
    int producer(String value) {
        return producers.getOrDefault(value, -1);
    }

    /// The head of `logits`; null where the graph ends in something else.
    @Nullable Head find(String logits) {
        Set<String> between = new HashSet<>();
        String value = logits;
        for (int depth = 0; depth < DEPTH_LIMIT; depth++) {
            between.add(value);
            int index = producer(value);
            if (index < 0) {
                return null;
            }
            NodeProto node = graph.getNode(index);
            if (HEADS.contains(node.getOpType())) {
                return head(index, between);
            }
            String next = carried(node);
            if (next == null) {
                return null;
            }
            value = next;
        }
        return null;
    }

    private @Nullable Head head(int index, Set<String> between) {
        NodeProto node = graph.getNode(index);
        // MatMulNBits packs its matrix into three dimensions, and MatMulBnb4 into one.
        int dimensions = node.getOpType().startsWith("MatMulNBits") ? 3 : 2;
        boolean plain =
                node.getInputCount() > 1
                        && isConstant(node.getInput(1), dimensions, 0)
                        && GraphNodes.integer(node, "transA", 0) == 0;
        if (!plain) {
            return null;
        }
        String input = node.getInput(0);
        String whole = beforePruning(input);
        return new Head(index, between, whole == null ? input : whole, whole != null);
    }

    /// The one operand whose positions a node keeps apart; null if there is none.
    private @Nullable String carried(NodeProto node) {
        if (!OF_EACH_LOGIT.contains(node.getOpType()) || node.getInputCount() == 0) {
            return null;
        }
        String carried = null;
        for (String input : node.getInputList()) {
            if (!isOfNoPosition(input, 0)) {
                if (carried != null) {
                    return null;
                }
                carried = input;
            }
        }
        return carried;
    }

    /// A value that does not depend on the tokens, of initializers with so many dimensions at most.
    private boolean isConstant(String value, int dimensions, int depth) {
        return answered(
                new Question(value, dimensions, depth),
                () -> findConstant(value, dimensions, depth));
    }

    /// Every question is answered once: nodes may read one value hundreds of times, and do so again
    /// at each level.
    private boolean answered(Question question, BooleanSupplier search) {
        Boolean answer = answers.get(question);
        if (answer == null) {
            answer = search.getAsBoolean();
            answers.put(question, answer);
        }
        return answer;
    }

    private boolean findConstant(String value, int dimensions, int depth) {
        TensorProto tensor = initializers.get(value);
        if (tensor != null) {
            return tensor.getDimsCount() <= dimensions;
        }
        int index = producer(value);
        if (index < 0 || depth > CONSTANT_DEPTH) {
            return false;
        }
        NodeProto node = graph.getNode(index);
        if (!OF_A_WEIGHT.contains(node.getOpType())) {
            return false;
        }
        for (String input : node.getInputList()) {
            if (!input.isEmpty() && !isConstant(input, dimensions, depth + 1)) {
                return false;
            }
        }
        return true;
    }

    /// A constant, or a scale of a whole tensor that was quantized while computing.
    private boolean isOfNoPosition(String value, int depth) {
        return answered(
                new Question(value, OF_NO_POSITION, depth), () -> findNoPosition(value, depth));
    }

    private boolean findNoPosition(String value, int depth) {
        if (value.isEmpty() || isConstant(value, 1, 0)) {
            return true;
        }
        int index = producer(value);
        if (index < 0 || depth > CONSTANT_DEPTH) {
            return false;
        }
        NodeProto node = graph.getNode(index);
        if (node.getOpType().equals("DynamicQuantizeLinear")) {
            return node.getOutputCount() > 1 && !node.getOutput(0).equals(value);
        }
        for (String input : node.getInputList()) {
            if (!isOfNoPosition(input, depth + 1)) {
                return false;
            }
        }
        return node.getOpType().equals("Mul") || node.getOpType().equals("Cast");
    }

    /// What a cut to the last position reads: `Gather(hidden, -1)` with or without `Unsqueeze`
    /// after it, or `Slice(hidden, -1:)`. Null where there is no such cut.
    private @Nullable String beforePruning(String input) {
        int index = producer(input);
        if (index < 0) {
            return null;
        }
        NodeProto node = graph.getNode(index);
        if (node.getOpType().equals("Unsqueeze") && node.getInputCount() > 0) {
            int inner = producer(node.getInput(0));
            if (inner < 0 || !graph.getNode(inner).getOpType().equals("Gather")) {
                return null;
            }
            node = graph.getNode(inner);
        }
        return switch (node.getOpType()) {
            case "Gather" ->
                    GraphNodes.integer(node, "axis", 0) == 1 && isMinusOne(node, 1)
                            ? node.getInput(0)
                            : null;
            case "Slice" ->
                    isMinusOne(node, 1)
                                    && isOne(node, 3)
                                    && (node.getInputCount() < 5 || isOne(node, 4))
                            ? node.getInput(0)
                            : null;
            default -> null;
        };
    }

    private boolean isMinusOne(NodeProto node, int input) {
        return constant(node, input) == -1;
    }

    private boolean isOne(NodeProto node, int input) {
        return constant(node, input) == 1;
    }

    /// A single whole number that a node reads; a value that no index has where it is none.
    private long constant(NodeProto node, int input) {
        long none = Long.MIN_VALUE;
        if (node.getInputCount() <= input) {
            return none;
        }
        TensorProto tensor = initializers.get(node.getInput(input));
        if (tensor == null) {
            int index = producer(node.getInput(input));
            if (index < 0 || !graph.getNode(index).getOpType().equals("Constant")) {
                return none;
            }
            List<AttributeProto> attributes = graph.getNode(index).getAttributeList();
            if (attributes.size() != 1) {
                return none;
            }
            AttributeProto value = attributes.getFirst();
            if (!value.hasT()) {
                return value.getName().equals("value_int") ? value.getI() : none;
            }
            tensor = value.getT();
        }
        return single(tensor, none);
    }

    private static long single(TensorProto tensor, long none) {
        boolean one = tensor.getDimsList().stream().allMatch(size -> size == 1);
        if (!one || tensor.getDataType() != TensorSizes.INT64) {
            return none;
        }
        if (tensor.getInt64DataCount() == 1) {
            return tensor.getInt64Data(0);
        }
        ByteBuffer raw = tensor.getRawData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
        return raw.remaining() == Long.BYTES ? raw.getLong() : none;
    }
}
