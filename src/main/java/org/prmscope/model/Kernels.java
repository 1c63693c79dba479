package org.prmscope.model;

import ai.onnx.proto.OnnxMl.ModelProto;

import org.prmscope.core.ComputeMode;

import java.util.TreeSet;

/// Says how a graph's matrices are multiplied, for the record of a run.
final class Kernels {
    private Kernels() {}

    static String text(ModelProto model, ComputeMode mode) {
        TreeSet<Long> bits = new TreeSet<>();
        boolean dynamic = false;
        boolean half = false;
        for (var node : GraphNodes.all(model.getGraph())) {
            switch (node.getOpType()) {
                case AccuracyLevel.OPERATOR -> bits.add(GraphNodes.integer(node, "bits", 4));
                case "MatMulInteger", "DynamicQuantizeMatMul", "MatMulIntegerToFloat" ->
                        dynamic = true;
                default -> {
                    // Multiplies nothing, or in the type of its weights.
                }
            }
        }
        for (var tensor : GraphNodes.initializers(model.getGraph())) {
            half |= tensor.getDataType() == TensorSizes.FLOAT16 && tensor.getDimsCount() == 2;
        }
        if (!bits.isEmpty()) {
            int level = AccuracyLevel.of(mode);
            String weights = String.join("+", bits.stream().map(count -> "int" + count).toList());
            return weights
                    + " weights, "
                    + (mode == ComputeMode.FAST ? "int8" : "float32")
                    + " activations (accuracy_level "
                    + level
                    + ")";
        }
        if (dynamic) {
            return "int8 weights, int8 activations (as the graph says)";
        }
        return half ? "float16 weights and activations" : "float32 weights and activations";
    }
}
