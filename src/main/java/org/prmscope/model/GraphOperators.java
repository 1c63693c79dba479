package org.prmscope.model;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/// Checks the operator sets of a graph and counts its operators.
final class GraphOperators {
    static final String ATTENTION = "GroupQueryAttention";

    // The GenAI builder has written 14 to 21; ONNX Runtime 1.29.0 refuses 27, tried.
    private static final int OLDEST_OPSET = 14;
    private static final int NEWEST_OPSET = 26;

    private static final List<String> LOOPS = List.of("Loop", "Scan", "SequenceMap");
    private static final String OTHER_BUILD =
            "Export the model with ONNX Runtime GenAI's builder for the CPU (-e cpu), or with"
                    + " Optimum.";

    /// The operators of `com.microsoft` that a decoder may use: those of ONNX Runtime's
    /// docs/OperatorKernels.md that its CPU build has and that compute on tensors (no search, no
    /// recurrent or image operators).
    private static final Set<String> MICROSOFT_OPERATORS =
            Set.of(
                    "Attention",
                    "BiasGelu",
                    "DequantizeLinear",
                    "DynamicQuantizeMatMul",
                    "ExpandDims",
                    "FastGelu",
                    "FusedGemm",
                    "FusedMatMul",
                    "GatherBlockQuantized",
                    "GatherND",
                    "Gelu",
                    ATTENTION,
                    "MatMulBnb4",
                    "MatMulIntegerToFloat",
                    "MatMulNBits",
                    "MoE",
                    "MultiHeadAttention",
                    "QGemm",
                    "QMoE",
                    "QuantizeLinear",
                    "QuickGelu",
                    "RotaryEmbedding",
                    "SkipLayerNormalization",
                    "SkipSimplifiedLayerNormalization",
                    "TransposeMatMul",
                    "Trilu");

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
        if (model.getFunctionsCount() > 0) {
            throw otherPart(
                    file.toString(),
                    "no model functions",
                    model.getFunctionsCount() + " functions");
        }
        checkDense(model.getGraph(), file);
        SortedMap<String, Integer> operators = new TreeMap<>();
        for (NodeProto node : GraphNodes.all(model.getGraph())) {
            checkDomain(node, file + ", node " + node.getName());
            String prefix = isOnnx(node.getDomain()) ? "" : node.getDomain() + ".";
            operators.merge(prefix + node.getOpType(), 1, Integer::sum);
        }
        KernelLimits.check(model.getGraph(), file);
        for (String loop : LOOPS) {
            if (operators.containsKey(loop)) {
                throw otherPart(file.toString(), "a decoder without loops", loop);
            }
        }
        return operators;
    }

    /// No decoder has sparse tensors, and ONNX Runtime would read them from files that
    /// [ExternalTensors] does not look at.
    private static void checkDense(GraphProto graph, Path file) throws ModelException {
        for (GraphProto each : GraphNodes.graphs(graph)) {
            if (each.getSparseInitializerCount() > 0) {
                throw sparse(file.toString(), each.getSparseInitializer(0).getValues().getName());
            }
            for (NodeProto node : each.getNodeList()) {
                for (AttributeProto attribute : node.getAttributeList()) {
                    if (attribute.hasSparseTensor() || attribute.getSparseTensorsCount() > 0) {
                        throw sparse(file + ", node " + node.getName(), attribute.getName());
                    }
                }
            }
        }
    }

    private static ModelException sparse(String where, String name) {
        return otherPart(where, "no sparse tensors", "the sparse tensor \"" + name + "\"");
    }

    private static ModelException otherPart(String where, String expected, String found) {
        return ModelException.of(
                "The graph uses a part of ONNX that is not supported",
                where,
                expected,
                found,
                OTHER_BUILD);
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

    private static void checkDomain(NodeProto node, String where) throws ModelException {
        String domain = node.getDomain();
        if (!isOnnx(domain) && !domain.equals(GraphAssembly.MICROSOFT)) {
            throw ModelException.of(
                    "The graph uses operators from outside ONNX Runtime",
                    where,
                    "the domains ai.onnx and " + GraphAssembly.MICROSOFT,
                    "\"" + domain + "\"",
                    OTHER_BUILD);
        }
        if (domain.equals(GraphAssembly.MICROSOFT)
                && !MICROSOFT_OPERATORS.contains(node.getOpType())) {
            throw ModelException.of(
                    "The graph uses an operator that ONNX Runtime has not for this machine",
                    where,
                    "one of " + String.join(", ", new TreeSet<>(MICROSOFT_OPERATORS)),
                    domain + "." + node.getOpType(),
                    OTHER_BUILD);
        }
    }

    static boolean isOnnx(String domain) {
        return domain.isEmpty() || domain.equals("ai.onnx");
    }
}
