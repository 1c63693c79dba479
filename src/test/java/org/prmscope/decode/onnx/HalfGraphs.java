package org.prmscope.decode.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;

import com.google.protobuf.ByteString;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Decoder graphs that compute in float16, as those for CUDA do, made of small float32 ones.
final class HalfGraphs {
    private HalfGraphs() {}

    /// The graph with all weights and key-value tensors in float16; its weights lie in it. Logits
    /// stay float32.
    static ModelProto of(Path model) throws IOException {
        ModelProto.Builder half = ModelProto.parseFrom(Files.readAllBytes(model)).toBuilder();
        GraphProto.Builder graph = half.getGraphBuilder();
        byte[] weights = Files.readAllBytes(model.resolveSibling("model.onnx.data"));
        for (int i = 0; i < graph.getInitializerCount(); i++) {
            TensorProto tensor = graph.getInitializer(i);
            graph.setInitializer(i, converted(tensor, weights));
        }
        for (int i = 0; i < graph.getInputCount(); i++) {
            graph.setInput(i, converted(graph.getInput(i)));
        }
        for (int i = 0; i < graph.getOutputCount(); i++) {
            if (!graph.getOutput(i).getName().equals("logits")) {
                graph.setOutput(i, converted(graph.getOutput(i)));
            }
        }
        for (int i = 0; i < graph.getNodeCount(); i++) {
            if (graph.getNode(i).getOutputList().contains("logits")) {
                graph.getNodeBuilder(i).setOutput(0, "half_logits");
                graph.addNode(
                        PatchedGraphs.node("Cast", List.of("half_logits"), List.of("logits"))
                                .addAttribute(PatchedGraphs.integer("to", PatchedGraphs.FLOAT)));
                break;
            }
        }
        return half.build();
    }

    /// The patched graph: positions are chosen before the node that computes the float16 logits.
    static ModelProto patched(Path model, int vocabulary) throws IOException {
        ModelProto half = of(model);
        ModelProto.Builder renamed = half.toBuilder();
        GraphProto.Builder graph = renamed.getGraphBuilder();
        int head = -1;
        for (int i = 0; i < graph.getNodeCount(); i++) {
            head = graph.getNode(i).getOutputList().contains("half_logits") ? i : head;
        }
        String hidden = graph.getNode(head).getInput(0);
        graph.getNodeBuilder(head).setInput(0, "chosen_hidden");
        graph.addNode(
                head,
                PatchedGraphs.node(
                                "Gather",
                                List.of(hidden, "logit_positions"),
                                List.of("chosen_hidden"))
                        .addAttribute(PatchedGraphs.integer("axis", 1)));
        graph.addInput(PatchedGraphs.value("logit_positions", PatchedGraphs.INT64, "n"));
        graph.addInput(PatchedGraphs.value("label_ids", PatchedGraphs.INT64, "m"));
        return renamed.setGraph(PatchedGraphs.answers(graph, vocabulary)).build();
    }

    private static ValueInfoProto converted(ValueInfoProto value) {
        if (value.getType().getTensorType().getElemType() != PatchedGraphs.FLOAT) {
            return value;
        }
        ValueInfoProto.Builder half = value.toBuilder();
        half.getTypeBuilder().getTensorTypeBuilder().setElemType(PatchedGraphs.FLOAT16);
        return half.build();
    }

    private static TensorProto converted(TensorProto tensor, byte[] weights) {
        if (tensor.getDataType() != PatchedGraphs.FLOAT) {
            return tensor;
        }
        ByteBuffer from = values(tensor, weights);
        ByteBuffer to = ByteBuffer.allocate(from.remaining() / 2).order(ByteOrder.LITTLE_ENDIAN);
        while (from.hasRemaining()) {
            to.putShort(Float.floatToFloat16(from.getFloat()));
        }
        return TensorProto.newBuilder()
                .setName(tensor.getName())
                .setDataType(PatchedGraphs.FLOAT16)
                .addAllDims(tensor.getDimsList())
                .setRawData(ByteString.copyFrom(to.array()))
                .build();
    }

    private static ByteBuffer values(TensorProto tensor, byte[] weights) {
        if (tensor.getDataLocation() != TensorProto.DataLocation.EXTERNAL) {
            if (tensor.hasRawData()) {
                return tensor.getRawData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
            }
            ByteBuffer inline =
                    ByteBuffer.allocate(4 * tensor.getFloatDataCount())
                            .order(ByteOrder.LITTLE_ENDIAN);
            tensor.getFloatDataList().forEach(inline::putFloat);
            return inline.flip();
        }
        int offset = 0;
        int length = 0;
        for (StringStringEntryProto entry : tensor.getExternalDataList()) {
            switch (entry.getKey()) {
                case "offset" -> offset = Integer.parseInt(entry.getValue());
                case "length" -> length = Integer.parseInt(entry.getValue());
                default -> {}
            }
        }
        return ByteBuffer.wrap(weights, offset, length).order(ByteOrder.LITTLE_ENDIAN);
    }
}
