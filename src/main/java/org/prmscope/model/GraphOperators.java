package org.prmscope.model;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;

import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;

/// Checks the operator sets of a graph and counts its operators.
final class GraphOperators {
    static final String ATTENTION = "GroupQueryAttention";

    // The GenAI builder has written 14 to 21; ONNX Runtime 1.29 loads up to 26.
    private static final int OLDEST_OPSET = 14;
    private static final int NEWEST_OPSET = 26;
    private static final String OTHER_BUILD =
            "Export the model with ONNX Runtime GenAI's builder for the CPU (-e cpu).";

    private GraphOperators() {}

    /// The operators and how often each occurs; those outside ONNX carry their domain, such as
    /// `com.microsoft.GroupQueryAttention`.
    static SortedMap<String, Integer> check(ModelProto model, Path file) throws ModelException {
        for (OperatorSetIdProto set : model.getOpsetImportList()) {
            checkSet(set, file);
        }
        if (model.getFunctionsCount() > 0 || model.getGraph().getSparseInitializerCount() > 0) {
            throw ModelException.of(
                    "The graph uses a part of ONNX that is not supported",
                    file,
                    "neither model functions nor sparse weights",
                    model.getFunctionsCount() + " functions",
                    OTHER_BUILD);
        }
        SortedMap<String, Integer> operators = new TreeMap<>();
        for (NodeProto node : model.getGraph().getNodeList()) {
            checkDomain(node.getDomain(), file + ", node " + node.getName());
            refuseControlFlow(node, file);
            String prefix = isOnnx(node.getDomain()) ? "" : node.getDomain() + ".";
            operators.merge(prefix + node.getOpType(), 1, Integer::sum);
        }
        return operators;
    }

    private static void refuseControlFlow(NodeProto node, Path file) throws ModelException {
        for (AttributeProto attribute : node.getAttributeList()) {
            if (attribute.hasG() || attribute.getGraphsCount() > 0) {
                throw ModelException.of(
                        "The graph uses a part of ONNX that is not supported",
                        file + ", node " + node.getName(),
                        "a decoder without branches or loops",
                        node.getOpType(),
                        OTHER_BUILD);
            }
        }
    }

    private static void checkSet(OperatorSetIdProto set, Path file) throws ModelException {
        checkDomain(set.getDomain(), file.toString());
        boolean onnx = isOnnx(set.getDomain());
        long version = set.getVersion();
        if (onnx ? version < OLDEST_OPSET || version > NEWEST_OPSET : version != 1) {
            throw ModelException.of(
                    "The graph uses an operator set that is not supported",
                    file,
                    onnx
                            ? "ONNX operator set " + OLDEST_OPSET + " to " + NEWEST_OPSET
                            : GraphAssembly.MICROSOFT + " operator set 1",
                    "version " + version,
                    OTHER_BUILD);
        }
    }

    private static void checkDomain(String domain, String where) throws ModelException {
        boolean known = isOnnx(domain) || domain.equals(GraphAssembly.MICROSOFT);

        if (!known) {
            throw ModelException.of(
                    "The graph uses operators from outside ONNX Runtime",
                    where,
                    "the domains ai.onnx and " + GraphAssembly.MICROSOFT,
                    "\"" + domain + "\"",
                    OTHER_BUILD);
        }
    }

    static boolean isOnnx(String domain) {
        return domain.isEmpty() || domain.equals("ai.onnx");
    }
}
