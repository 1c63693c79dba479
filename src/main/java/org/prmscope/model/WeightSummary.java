package org.prmscope.model;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// How many weights a graph has, how they are stored and what they take on the disk.
///
/// @param precision of the matrices: `fp32`, `fp16`, `int8`, `int4`, or two of them where they are
///   mixed, such as `int4+int8`
/// @param parameters weights before any quantization; scales, zero points and rotation caches are
///   not counted
/// @param size of the files that hold them
/// @param bytesPerToken bytes of them that computing one token reads: all but the tables of which
///   it takes a row
public record WeightSummary(String precision, long parameters, ByteSize size, long bytesPerToken) {
    private static final Map<Integer, String> WEIGHT_TYPES =
            Map.of(
                    TensorSizes.FLOAT, "fp32",
                    TensorSizes.FLOAT16, "fp16",
                    TensorSizes.BFLOAT16, "bf16",
                    TensorSizes.INT8, "int8",
                    TensorSizes.UINT8, "int8");

    /// The input of `MatMulNBits` and `GatherBlockQuantized` that holds the scales.
    private static final int SCALES = 2;

    /// The first of the two inputs of `GroupQueryAttention` that are rotation caches.
    private static final int FIRST_ROTATION = 7;

    /// What a person calls weights of a type, such as `fp32`.
    static String label(int type) {
        String label = WEIGHT_TYPES.get(type);
        return label == null ? TensorSizes.typeName(type) : label;
    }

    static WeightSummary of(GraphProto graph, Path file, ByteSize size) throws ModelException {
        return new Count(graph, file).summary(size);
    }

    /// Goes through a graph once.
    private static final class Count {
        private final GraphProto graph;
        private final Path file;
        private final List<TensorProto> initializers;
        private final Map<String, TensorProto> tensors = new HashMap<>();
        private final Set<String> notPlain = new HashSet<>();
        private final Set<String> quantizations = new TreeSet<>();
        private final Set<String> matrixTypes = new TreeSet<>();
        private final Set<String> read = new HashSet<>();
        private long parameters;
        private long bytesPerToken;

        Count(GraphProto graph, Path file) {
            this.graph = graph;
            this.file = file;
            initializers = GraphNodes.initializers(graph);
            initializers.forEach(tensor -> tensors.put(tensor.getName(), tensor));
        }

        WeightSummary summary(ByteSize size) throws ModelException {
            for (NodeProto node : GraphNodes.all(graph)) {
                node(node);
            }
            for (TensorProto tensor : initializers) {
                if (tensor.getDimsCount() > 0
                        && WEIGHT_TYPES.containsKey(tensor.getDataType())
                        && !notPlain.contains(tensor.getName())) {
                    parameters += TensorSizes.count(tensor, file);
                }
            }
            Set<String> labels = quantizations.isEmpty() ? matrixTypes : quantizations;
            return new WeightSummary(
                    labels.isEmpty() ? "fp32" : String.join("+", labels),
                    parameters,
                    size,
                    bytesPerToken);
        }

        private void node(NodeProto node) throws ModelException {
            boolean takesRows =
                    node.getOpType().startsWith("Gather")
                            || node.getOpType().equals(GraphOperators.ATTENTION);
            for (String input : node.getInputList()) {
                TensorProto tensor = takesRows ? null : tensors.get(input);
                if (tensor != null && read.add(input)) {
                    bytesPerToken += TensorSizes.bytes(tensor, file);
                }
            }
            switch (node.getOpType()) {
                case "MatMulNBits" -> {
                    quantizations.add("int" + GraphNodes.integer(node, "bits", 4));
                    blockQuantized(node);
                }
                case "GatherBlockQuantized" -> blockQuantized(node);
                case "MatMulInteger", "DynamicQuantizeMatMul", "MatMulIntegerToFloat" ->
                        quantizations.add("int8");
                case GraphOperators.ATTENTION ->
                        node.getInputList().stream()
                                .skip(FIRST_ROTATION)
                                .limit(2)
                                .forEach(notPlain::add);
                case "MatMul" -> matrix(node);
                default -> {
                    // Other operators say nothing about the precision of the matrices.
                }
            }
        }

        private void matrix(NodeProto node) {
            for (String input : node.getInputList()) {
                TensorProto tensor = tensors.get(input);
                if (tensor != null) {
                    matrixTypes.add(label(tensor.getDataType()));
                }
            }
        }

        /// There is one scale for each block of weights.
        private void blockQuantized(NodeProto node) throws ModelException {
            if (node.getInputCount() <= SCALES) {
                return;
            }
            TensorProto scales = tensors.get(node.getInput(SCALES));
            long block = GraphNodes.integer(node, "block_size", DecoderParts.DEFAULT_BLOCK);
            boolean isNew = notPlain.add(node.getInput(SCALES));
            notPlain.addAll(node.getInputList());
            if (isNew && scales != null && block > 0 && block <= DecoderParts.LARGEST_BLOCK) {
                parameters += TensorSizes.count(scales, file) * block;
            }
        }
    }
}
