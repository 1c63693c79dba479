package org.prmscope.model;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Refuses what ends the process: attributes that kernels of ONNX Runtime divide by, and inputs
/// that they read without looking whether they are there or how many dimensions they have.
///
/// Found with 1.29.0 by trying odd values of each attribute, and each input missing or in another
/// shape, for the operators of `com.microsoft` that a graph may use and for those of ONNX that
/// decoders have. Everything else that was tried there is an error of the run.
final class KernelLimits {
    private static final int MOST_HEADS = 1 << 16;
    private static final int MOST_DIMENSIONS = 8;
    private static final int SMALLEST_BLOCK = 16;
    private static final int LARGEST_BLOCK = 256;
    private static final Set<Long> BITS = Set.of(2L, 4L, 8L);

    // Inputs of GroupQueryAttention (docs/ContribOperators.md).
    private static final int TOTAL_LENGTH = 6;
    private static final int POSITIONS = 9;

    private final Path file;
    private final Map<String, List<TensorProto>> constants = new HashMap<>();

    private KernelLimits(GraphProto graph, Path file) {
        this.file = file;
        for (TensorProto tensor : GraphNodes.initializers(graph)) {
            add(tensor.getName(), tensor);
        }
        for (NodeProto node : GraphNodes.all(graph)) {
            if (node.getOpType().equals("Constant") && node.getOutputCount() == 1) {
                add(node.getOutput(0), value(node));
            }
        }
    }

    static void check(GraphProto graph, Path file) throws ModelException {
        KernelLimits limits = new KernelLimits(graph, file);
        for (NodeProto node : GraphNodes.all(graph)) {
            limits.check(node);
        }
    }

    /// The tensor of a `Constant`; one of numbers in attributes of their own has one dimension.
    static TensorProto value(NodeProto constant) {
        for (AttributeProto attribute : constant.getAttributeList()) {
            if (attribute.getName().equals("value")) {
                return attribute.getT();
            }
        }
        return TensorProto.newBuilder().addDims(1).build();
    }

    private void add(String name, TensorProto tensor) {
        constants.computeIfAbsent(name, _ -> new ArrayList<>()).add(tensor);
    }

    private void check(NodeProto node) throws ModelException {
        Set<String> names = new HashSet<>();
        for (AttributeProto attribute : node.getAttributeList()) {
            if (!names.add(attribute.getName())) {
                // Whichever of the two is looked at here, another program may take the other.
                throw refusal(node, attribute.getName() + " once", "twice");
            }
        }
        switch (node.getOpType()) {
            case AccuracyLevel.OPERATOR, "GatherBlockQuantized" -> checkBlocks(node);
            case GraphOperators.ATTENTION -> {
                requireShape(node, TOTAL_LENGTH, "one number", KernelLimits::isOne);
                requireShape(node, POSITIONS, "two dimensions", dims -> dims.size() == 2);
            }
            case "Attention" -> {
                if (GraphOperators.isOnnx(node.getDomain())) {
                    range(node, "q_num_heads", 1, MOST_HEADS);
                    range(node, "kv_num_heads", 1, MOST_HEADS);
                } else {
                    require(node, 2, "a bias");
                }
            }
            case "LayerNormalization" -> {
                if (node.getInputCount() > 2) {
                    require(node, 2, "a bias, or two inputs");
                }
            }
            case "GatherND" -> range(node, "batch_dims", 0, MOST_DIMENSIONS);
            case "QMoE" -> checkExperts(node);
            default -> {}
        }
    }

    private void checkBlocks(NodeProto node) throws ModelException {
        long bits = GraphNodes.integer(node, "bits", 4);
        if (!BITS.contains(bits)) {
            throw refusal(node, "bits of 2, 4 or 8", "bits " + bits);
        }
        long block = GraphNodes.integer(node, "block_size", DecoderParts.DEFAULT_BLOCK);
        if (block < SMALLEST_BLOCK || block > LARGEST_BLOCK || Long.bitCount(block) != 1) {
            throw refusal(node, "a block_size of 16, 32, 64, 128 or 256", "block_size " + block);
        }
    }

    /// The weights of two or three layers, each with its scales and its bias.
    private void checkExperts(NodeProto node) throws ModelException {
        for (int weights = 2; weights <= 8; weights += 3) {
            boolean has = node.getInputCount() > weights && !node.getInput(weights).isEmpty();
            if (weights == 8 && !has) {
                return;
            }
            require(node, weights, "weights as input " + weights);
            requireShape(node, weights, "three dimensions", dims -> dims.size() == 3);
            require(node, weights + 1, "scales as input " + (weights + 1));
            requireShape(node, weights + 1, "scales", dims -> !dims.contains(0L));
        }
    }

    private void range(NodeProto node, String name, long least, long most) throws ModelException {
        long value = GraphNodes.integer(node, name, least);
        if (value < least || value > most) {
            throw refusal(node, name + " of " + least + " to " + most, name + " " + value);
        }
    }

    private void require(NodeProto node, int input, String expected) throws ModelException {
        if (node.getInputCount() <= input || node.getInput(input).isEmpty()) {
            throw refusal(node, expected, "no input " + input);
        }
    }

    /// What a shape may be.
    private interface Shapes {
        boolean contain(List<Long> dims);
    }

    private static boolean isOne(List<Long> dims) {
        return dims.stream().allMatch(size -> size == 1);
    }

    /// Of an input that is a constant; others are known only when they are computed.
    private void requireShape(NodeProto node, int input, String expected, Shapes shapes)
            throws ModelException {
        if (node.getInputCount() <= input) {
            return;
        }
        for (TensorProto tensor : constants.getOrDefault(node.getInput(input), List.of())) {
            if (!shapes.contain(tensor.getDimsList())) {
                throw refusal(
                        node,
                        expected + " in " + node.getInput(input),
                        "the shape " + tensor.getDimsList());
            }
        }
    }

    private ModelException refusal(NodeProto node, String expected, String found) {
        return ModelException.of(
                "The graph has a node that ONNX Runtime would not survive",
                file + ", node " + node.getName() + " (" + node.getOpType() + ")",
                expected,
                found,
                "Export the model again; if it comes so from its authors, do not use it.");
    }
}
