package org.prmscope.decode.onnx;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Which operators of a graph ONNX Runtime computes where.
///
/// A provider takes what it has kernels for, and ONNX Runtime leaves the rest to the CPU without a
/// word: the numbers stay right, and every token then waits for copies from and to the device.
///
/// It is what was decided when the graph was divided, before operators were fused.
///
/// @param operators in the order that ONNX Runtime lists them
record OperatorPlacement(List<Operator> operators) {
    private static final String CPU = "CPUExecutionProvider";

    /// Operators that usually only find out shapes, in a few numbers that the host needs: ONNX
    /// Runtime puts such on the CPU even where the device has them.
    private static final Set<String> SHAPES =
            Set.of(
                    "Add",
                    "And",
                    "Cast",
                    "Concat",
                    "Constant",
                    "ConstantOfShape",
                    "Div",
                    "Equal",
                    "Expand",
                    "Gather",
                    "Greater",
                    "Identity",
                    "Less",
                    "Max",
                    "Min",
                    "Mod",
                    "Mul",
                    "Neg",
                    "Not",
                    "Range",
                    "ReduceMax",
                    "ReduceProd",
                    "ReduceSum",
                    "Reshape",
                    "Shape",
                    "Size",
                    "Slice",
                    "Squeeze",
                    "Sub",
                    "Unsqueeze",
                    "Where");

    OperatorPlacement {
        operators = List.copyOf(operators);
    }

    /// One operator.
    ///
    /// @param provider such as `CUDAExecutionProvider`
    /// @param type such as `MatMulNBits`
    record Operator(String provider, String type) {}

    /// Whether the CPU computes anything by an operator that is not one that usually finds out
    /// shapes.
    boolean computesOnCpu() {
        return operators.stream().anyMatch(it -> isOnCpu(it) && !SHAPES.contains(it.type()));
    }

    /// How many operators are on the CPU and which, for the record of a run, such as `2 of 512
    /// operators on the CPU: Cast, Shape`; empty if none is.
    String leftToCpu() {
        List<String> left = new ArrayList<>();
        for (Operator operator : operators) {
            if (isOnCpu(operator)) {
                left.add(operator.type());
            }
        }
        return left.isEmpty()
                ? ""
                : "%d of %d operators on the CPU: %s"
                        .formatted(
                                left.size(),
                                operators.size(),
                                String.join(", ", new TreeSet<>(left)));
    }

    private static boolean isOnCpu(Operator operator) {
        return operator.provider().equals(CPU);
    }
}
