package org.prmscope.model;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;

import org.prmscope.core.ComputeMode;

/// The attribute `accuracy_level` of `MatMulNBits`: in what precision activations are multiplied by
/// quantized weights.
///
/// On a CPU ONNX Runtime 1.29 computes the levels 0 (unset) to 3 alike, bit for bit, in float32;
/// level 4 rounds activations to int8 and differs by 0.6 % of the largest result. For int8 weights
/// it has no float32 kernel: it unpacks the matrix at every call, see [Int8Products].
final class AccuracyLevel {
    static final String OPERATOR = "MatMulNBits";

    private static final String NAME = "accuracy_level";
    private static final int FLOAT32 = 1;
    private static final int INT8 = 4;

    private AccuracyLevel() {}

    static int of(ComputeMode mode) {
        return switch (mode) {
            case FAST -> INT8;
            case REFERENCE -> FLOAT32;
        };
    }

    /// Sets it on every node of the graph and of its branches.
    static void set(GraphProto.Builder graph, int level) {
        for (NodeProto.Builder node : graph.getNodeBuilderList()) {
            if (node.getOpType().equals(OPERATOR)) {
                set(node, level);
            }
            for (AttributeProto.Builder attribute : node.getAttributeBuilderList()) {
                if (attribute.hasG()) {
                    set(attribute.getGBuilder(), level);
                }
                attribute.getGraphsBuilderList().forEach(inner -> set(inner, level));
            }
        }
    }

    private static void set(NodeProto.Builder node, int level) {
        for (int i = node.getAttributeCount() - 1; i >= 0; i--) {
            if (node.getAttribute(i).getName().equals(NAME)) {
                node.removeAttribute(i);
            }
        }
        node.addAttribute(GraphAssembly.integer(NAME, level));
    }
}
