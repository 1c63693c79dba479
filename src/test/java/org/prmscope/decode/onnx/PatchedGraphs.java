package org.prmscope.decode.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;

import org.prmscope.core.ComputeMode;
import org.prmscope.core.DecoderShape;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Decoder graphs with the inputs and outputs that a decoder over rows needs.
public final class PatchedGraphs {
    static final int FLOAT = 1;
    static final int INT64 = 7;
    static final int BOOL = 9;
    static final int FLOAT16 = 10;
    static final int DOUBLE = 11;

    private PatchedGraphs() {}

    static OnnxModelFiles files(
            ModelProto model, Path source, DecoderShape shape, AttentionKind attention) {
        return new OnnxModelFiles(
                ByteBuffer.wrap(model.toByteArray()),
                source,
                source.toAbsolutePath().resolveSibling(""),
                shape,
                OnnxDecoderNames.GENAI,
                attention,
                1,
                ComputeMode.FAST,
                "test graph");
    }

    /// Chooses positions before the node that computes the logits and adds what is read of them.
    static ModelProto patched(ModelProto model, int vocabulary) {
        ModelProto.Builder patched = model.toBuilder();
        GraphProto.Builder graph = patched.getGraphBuilder();
        int head = producer(graph, "logits");
        NodeProto.Builder node = graph.getNodeBuilder(head);
        String hidden = node.getInput(0);
        node.setInput(0, "chosen_hidden");
        graph.addNode(
                head,
                node("Gather", List.of(hidden, "logit_positions"), List.of("chosen_hidden"))
                        .addAttribute(integer("axis", 1)));
        graph.addInput(value("logit_positions", INT64, "n"));
        graph.addInput(value("label_ids", INT64, "m"));
        return patched.setGraph(answers(graph, vocabulary)).build();
    }

    /// The same decoder with keys, values and attention in float16.
    static ModelProto withHalfCache(ModelProto model) {
        ModelProto.Builder half = model.toBuilder();
        GraphProto.Builder graph = half.getGraphBuilder();
        List<NodeProto> nodes = List.copyOf(graph.getNodeList());
        graph.clearNode();
        for (NodeProto each : nodes) {
            if (!each.getOpType().equals("GroupQueryAttention")) {
                graph.addNode(each);
                continue;
            }
            NodeProto.Builder attention = each.toBuilder();
            for (int input : new int[] {0, 7, 8}) {
                String name = each.getName() + " input " + input;
                graph.addNode(cast(each.getInput(input), name, FLOAT16));
                attention.setInput(input, name);
            }
            String output = each.getName() + " in half";
            graph.addNode(attention.setOutput(0, output));
            graph.addNode(cast(output, each.getOutput(0), FLOAT));
        }
        for (ValueInfoProto.Builder input : graph.getInputBuilderList()) {
            halve(input);
        }
        for (ValueInfoProto.Builder output : graph.getOutputBuilderList()) {
            halve(output);
        }
        return half.build();
    }

    private static void halve(ValueInfoProto.Builder value) {
        if (value.getName().startsWith("past") || value.getName().startsWith("present")) {
            value.getTypeBuilder().getTensorTypeBuilder().setElemType(FLOAT16);
        }
    }

    private static NodeProto cast(String input, String output, int type) {
        return node("Cast", List.of(input), List.of(output))
                .addAttribute(integer("to", type))
                .build();
    }

    /// Adds the four outputs that are computed of the logits.
    static GraphProto.Builder answers(GraphProto.Builder graph, int vocabulary) {
        int k = Math.min(64, vocabulary);
        graph.addInitializer(integers("patch.k", k)).addInitializer(integers("patch.last", -1));
        graph.addInitializer(integers("patch.first", 0));
        NodeProto.Builder[] nodes = {
            node("TopK", List.of("logits", "patch.k"), List.of("top_logits", "top_ids")),
            // Of opset 20 on, CUDA has no ReduceMax; the best candidate is the largest logit.
            node("Gather", List.of("top_logits", "patch.first"), List.of("patch.max"))
                    .addAttribute(integer("axis", 2)),
            node("Sub", List.of("logits", "patch.max"), List.of("patch.shifted")),
            node("Exp", List.of("patch.shifted"), List.of("patch.exp")),
            node("Cast", List.of("patch.exp"), List.of("patch.wide"))
                    .addAttribute(integer("to", DOUBLE)),
            node("ReduceSum", List.of("patch.wide", "patch.last"), List.of("patch.sum")),
            node("Log", List.of("patch.sum"), List.of("patch.log")),
            node("Cast", List.of("patch.log"), List.of("patch.narrow"))
                    .addAttribute(integer("to", FLOAT)),
            node("Add", List.of("patch.narrow", "patch.max"), List.of("log_sum_exp")),
            node("Gather", List.of("logits", "label_ids"), List.of("label_logits"))
                    .addAttribute(integer("axis", 2))
        };
        for (NodeProto.Builder each : nodes) {
            graph.addNode(each);
        }
        return graph.addOutput(value("top_logits", FLOAT, "batch_size", "n", k))
                .addOutput(value("top_ids", INT64, "batch_size", "n", k))
                .addOutput(value("log_sum_exp", FLOAT, "batch_size", "n", 1))
                .addOutput(value("label_logits", FLOAT, "batch_size", "n", "m"));
    }

    static NodeProto.Builder node(String operator, List<String> inputs, List<String> outputs) {
        return NodeProto.newBuilder()
                .setOpType(operator)
                .setName(operator + " " + outputs.getFirst())
                .addAllInput(inputs)
                .addAllOutput(outputs);
    }

    static AttributeProto integer(String name, long value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.INT)
                .setI(value)
                .build();
    }

    static TensorProto integers(String name, long... values) {
        TensorProto.Builder tensor =
                TensorProto.newBuilder().setName(name).setDataType(INT64).addDims(values.length);
        for (long value : values) {
            tensor.addInt64Data(value);
        }
        return tensor.build();
    }

    /// @param dimensions numbers, or names of free ones
    static ValueInfoProto value(String name, int element, Object... dimensions) {
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
        for (Object dimension : dimensions) {
            if (dimension instanceof Integer size) {
                shape.addDimBuilder().setDimValue(size);
            } else {
                shape.addDimBuilder().setDimParam(dimension.toString());
            }
        }
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(
                        TypeProto.newBuilder()
                                .setTensorType(
                                        TypeProto.Tensor.newBuilder()
                                                .setElemType(element)
                                                .setShape(shape)))
                .build();
    }

    private static int producer(GraphProto.Builder graph, String output) {
        Optional<NodeProto> node =
                graph.getNodeList().stream()
                        .filter(each -> each.getOutputList().contains(output))
                        .findFirst();
        return graph.getNodeList().indexOf(node.orElseThrow());
    }
}
