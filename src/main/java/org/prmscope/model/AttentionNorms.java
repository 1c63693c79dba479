package org.prmscope.model;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Takes the norms over each head's query and key out of `GroupQueryAttention` and puts them before
/// it, as nodes of their own.
///
/// ONNX Runtime GenAI's builder writes them into the operator for CUDA and WebGPU (Qwen3, seen with
/// 0.18.0), but ONNX Runtime computes them there on these devices alone. Before the operator they
/// are computed everywhere, and are what the builder writes for a CPU: both are `norm(head) *
/// weight` before the rotation.
final class AttentionNorms {
    // Inputs of GroupQueryAttention (docs/ContribOperators.md).
    private static final int QUERY = 0;
    private static final int KEY = 1;
    private static final int QUERY_NORM = 14;
    private static final int KEY_NORM = 15;

    private static final String EPSILON = "qk_norm_epsilon";
    private static final float DEFAULT_EPSILON = 1e-6f;

    private final GraphProto.Builder graph;
    private final int headDim;
    private final String prefix;
    private final Path file;
    private final String byHead;
    private final String joined;
    private int made;

    /// @param headDim size of a head
    /// @param prefix of the names of what is added, which no name of the graph has
    /// @param file for messages
    AttentionNorms(GraphProto.Builder graph, int headDim, String prefix, Path file) {
        this.graph = graph;
        this.headDim = headDim;
        this.prefix = prefix + "head_norm/";
        this.file = file;
        byHead = this.prefix + "by_head";
        joined = this.prefix + "joined";
    }

    /// Changes every operator that has such norms; a graph without stays as it is.
    ///
    /// @throws ModelException if queries and keys come packed in one tensor, which nothing is known
    ///   to write
    void takeOut() throws ModelException {
        List<NodeProto> nodes = List.copyOf(graph.getNodeList());
        List<NodeProto> changed = new ArrayList<>();
        for (NodeProto node : nodes) {
            if (has(node, QUERY_NORM) || has(node, KEY_NORM)) {
                changed.add(without(node, changed));
            } else {
                changed.add(node);
            }
        }
        if (made > 0) {
            graph.clearNode().addAllNode(changed);
            graph.addInitializer(shape(byHead, 0, 0, -1, headDim));
            graph.addInitializer(shape(joined, 0, 0, -1));
        }
    }

    private static boolean has(NodeProto node, int input) {
        return node.getOpType().equals(GraphOperators.ATTENTION)
                && node.getInputCount() > input
                && !node.getInput(input).isEmpty();
    }

    private NodeProto without(NodeProto node, List<NodeProto> before) throws ModelException {
        if (!has(node, KEY)) {
            throw ModelException.of(
                    "The graph's attention norms queries and keys in a way that is not supported",
                    file + ", node " + node.getName(),
                    "queries, keys and values apart, as ONNX Runtime GenAI's builder has them",
                    "one packed tensor and norm weights",
                    "Export the model for the CPU (-e cpu), or with fuse_qk_norm_gqa=false.");
        }
        float epsilon = DEFAULT_EPSILON;
        NodeProto.Builder plain = node.toBuilder().clearAttribute();
        for (AttributeProto attribute : node.getAttributeList()) {
            if (attribute.getName().equals(EPSILON)) {
                epsilon = attribute.getF();
            } else {
                plain.addAttribute(attribute);
            }
        }
        if (has(node, QUERY_NORM)) {
            plain.setInput(
                    QUERY,
                    normed(node.getInput(QUERY), node.getInput(QUERY_NORM), epsilon, before));
        }
        if (has(node, KEY_NORM)) {
            plain.setInput(
                    KEY, normed(node.getInput(KEY), node.getInput(KEY_NORM), epsilon, before));
        }
        List<String> inputs = new ArrayList<>(plain.getInputList().subList(0, QUERY_NORM));
        while (inputs.getLast().isEmpty()) {
            inputs.removeLast();
        }
        return plain.clearInput().addAllInput(inputs).build();
    }

    /// Adds the norm of `[batch, sequence, heads * headDim]`; gives the output's name.
    private String normed(String value, String weight, float epsilon, List<NodeProto> before) {
        String name = prefix + made;
        made++;
        before.add(node("Reshape", List.of(value, byHead), name + "/heads"));
        before.add(
                node("SimplifiedLayerNormalization", List.of(name + "/heads", weight), name)
                        .toBuilder()
                        .addAttribute(GraphAssembly.integer("axis", -1))
                        .addAttribute(GraphAssembly.real("epsilon", epsilon))
                        .addAttribute(GraphAssembly.integer("stash_type", 1))
                        .build());
        before.add(node("Reshape", List.of(name, joined), name + "/joined"));
        return name + "/joined";
    }

    private static NodeProto node(String operator, List<String> inputs, String output) {
        return NodeProto.newBuilder()
                .setOpType(operator)
                .setName(output + "/" + operator)
                .addAllInput(inputs)
                .addOutput(output)
                .build();
    }

    private static TensorProto shape(String name, long... sizes) {
        TensorProto.Builder tensor =
                TensorProto.newBuilder()
                        .setName(name)
                        .setDataType(TensorSizes.INT64)
                        .addDims(sizes.length);
        for (long size : sizes) {
            tensor.addInt64Data(size);
        }
        return tensor.build();
    }
}
