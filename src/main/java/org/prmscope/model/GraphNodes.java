package org.prmscope.model;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/// Everything in a graph and in the branches of its nodes, and what a graph states of it.
final class GraphNodes {
    private GraphNodes() {}

    /// Every node, those of a branch after the node that has the branch.
    static List<NodeProto> all(GraphProto graph) {
        List<NodeProto> nodes = new ArrayList<>();
        walk(graph, inner -> {}, nodes);
        return nodes;
    }

    /// Every initializer, those of the branches too.
    static List<TensorProto> initializers(GraphProto graph) {
        List<TensorProto> tensors = new ArrayList<>();
        walk(graph, inner -> tensors.addAll(inner.getInitializerList()), new ArrayList<>());
        return tensors;
    }

    /// The graph and every branch in it.
    static List<GraphProto> graphs(GraphProto graph) {
        List<GraphProto> graphs = new ArrayList<>();
        walk(graph, graphs::add, new ArrayList<>());
        return graphs;
    }

    /// An attribute's number, or `otherwise` where the node does not have it.
    static long integer(NodeProto node, String name, long otherwise) {
        for (AttributeProto attribute : node.getAttributeList()) {
            if (attribute.getName().equals(name)) {
                return attribute.getI();
            }
        }
        return otherwise;
    }

    /// Drops what the graph states of the shapes of values that have others now.
    static void forgetShapes(GraphProto.Builder graph, Set<String> values) {
        List<ValueInfoProto> kept =
                graph.getValueInfoList().stream()
                        .filter(value -> !values.contains(value.getName()))
                        .toList();
        graph.clearValueInfo().addAllValueInfo(kept);
    }

    private static void walk(GraphProto graph, Consumer<GraphProto> visit, List<NodeProto> nodes) {
        visit.accept(graph);
        for (NodeProto node : graph.getNodeList()) {
            nodes.add(node);
            for (AttributeProto attribute : node.getAttributeList()) {
                if (attribute.hasG()) {
                    walk(attribute.getG(), visit, nodes);
                }
                for (GraphProto inner : attribute.getGraphsList()) {
                    walk(inner, visit, nodes);
                }
            }
        }
    }
}
