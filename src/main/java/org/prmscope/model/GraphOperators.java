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

    // The GenAI builder has written 14 to 21; ONNX Runtime 1.29.0 refuses 27, tried.
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
        if (model.getOpsetImportList().stream().noneMatch(set -> isOnnx(set.getDomain()))) {
            throw otherSet("an ONNX operator set", "none", file);
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

    /// A set of a foreign domain is harmless as long as no node uses it.
    private static void checkSet(OperatorSetIdProto set, Path file) throws ModelException {
        long version = set.getVersion();
        if (isOnnx(set.getDomain()) && (version < OLDEST_OPSET || version > NEWEST_OPSET)) {
            throw otherSet(
                    "ONNX operator set " + OLDEST_OPSET + " to " + NEWEST_OPSET,
                    "version " + version,
                    file);
        }
        if (set.getDomain().equals(GraphAssembly.MICROSOFT) && version != 1) {
            throw otherSet(GraphAssembly.MICROSOFT + " operator set 1", "version " + version, file);
        }
    }

    private static ModelException otherSet(String expected, String found, Path file) {
        return ModelException.of(
                "The graph uses an operator set that is not supported",
                file,
                expected,
                found,
                OTHER_BUILD);
    }

    private static void checkDomain(String domain, String where) throws ModelException {
        if (!isOnnx(domain) && !domain.equals(GraphAssembly.MICROSOFT)) {
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
