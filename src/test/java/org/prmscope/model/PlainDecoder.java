package org.prmscope.model;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.ValueInfoProto;

import com.google.protobuf.ByteString;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// A small decoder of plain ONNX operators, as exports by Optimum have them: positions as an input,
/// the cache extended by `Concat`, attention as `MatMul` and `Softmax`, weights inside the graph.
final class PlainDecoder {
    static final int VOCABULARY = 300;
    static final int LAYERS = 2;
    static final int HEADS = 2;
    static final int HEAD_DIM = 8;
    static final int HIDDEN = HEADS * HEAD_DIM;
    static final int CONTEXT = 128;

    private final GraphProto.Builder graph = GraphProto.newBuilder().setName("main");
    private final Random random = new Random(7);
    private final int opset;

    private PlainDecoder(int opset) {
        this.opset = opset;
    }

    /// With float32 weights.
    static ModelProto model(int opset) {
        PlainDecoder decoder = new PlainDecoder(opset);
        decoder.declare();
        decoder.body();
        return decoder.wrap(decoder.graph);
    }

    /// As Optimum merges two exports into one: everything in both branches of an `If`.
    static ModelProto merged() {
        PlainDecoder decoder = new PlainDecoder(17);
        decoder.body();
        GraphProto.Builder body = decoder.graph;
        GraphProto.Builder main = GraphProto.newBuilder().setName("main");
        main.addAllInitializer(body.getInitializerList());
        body.clearInitializer();
        PlainDecoder declared = new PlainDecoder(17);
        declared.declare();
        body.addAllOutput(declared.graph.getOutputList());
        main.addAllInput(declared.graph.getInputList());
        main.addAllOutput(declared.graph.getOutputList());
        main.addInput(GraphAssembly.value("use_cache_branch", DataType.BOOL, 1));
        NodeProto.Builder branches =
                NodeProto.newBuilder()
                        .setOpType("If")
                        .setName("branches")
                        .addInput("use_cache_branch");
        declared.graph.getOutputList().forEach(output -> branches.addOutput(output.getName()));
        for (String branch : List.of("then_branch", "else_branch")) {
            branches.addAttribute(
                    AttributeProto.newBuilder()
                            .setName(branch)
                            .setType(AttributeProto.AttributeType.GRAPH)
                            .setG(body.clone().setName(branch)));
        }
        main.addNode(branches);
        return decoder.wrap(main);
    }

    /// A folder as Optimum writes it, or the conversion for transformers.js.
    ///
    /// @param graph name of the graph, such as `onnx/model_q4.onnx`
    static Path folder(Path folder, String graph, ModelProto model) throws IOException {
        Path file = folder.resolve(graph);
        Files.createDirectories(file.getParent());
        Files.write(file, model.toByteArray());
        Files.writeString(
                folder.resolve("config.json"),
                """
                {"model_type": "qwen2", "hidden_size": %d, "num_attention_heads": %d,
                 "num_hidden_layers": %d, "vocab_size": %d, "max_position_embeddings": %d,
                 "bos_token_id": 266, "eos_token_id": 267}
                """
                        .formatted(HIDDEN, HEADS, LAYERS, VOCABULARY, CONTEXT));
        Files.writeString(
                folder.resolve("generation_config.json"), "{\"eos_token_id\": [267, 268]}");
        Files.writeString(folder.resolve("tokenizer.json"), TinyModels.tokenizerJson());
        return folder;
    }

    static TensorProto floats(String name, Random random, double scale, long... dims) {
        long count = 1;
        TensorProto.Builder tensor =
                TensorProto.newBuilder().setName(name).setDataType(DataType.FLOAT.getNumber());
        for (long dim : dims) {
            count *= dim;
            tensor.addDims(dim);
        }
        ByteBuffer raw = ByteBuffer.allocate((int) count * 4).order(ByteOrder.LITTLE_ENDIAN);
        for (long i = 0; i < count; i++) {
            raw.putFloat((float) (scale * random.nextGaussian()));
        }
        return tensor.setRawData(ByteString.copyFrom(raw.flip())).build();
    }

    private void declare() {
        graph.addInput(GraphAssembly.value("input_ids", DataType.INT64, "b", "s"));
        graph.addInput(GraphAssembly.value("attention_mask", DataType.INT64, "b", "t"));
        graph.addInput(GraphAssembly.value("position_ids", DataType.INT64, "b", "s"));
        graph.addOutput(GraphAssembly.value("logits", DataType.FLOAT, "b", "s", VOCABULARY));
        for (int layer = 0; layer < LAYERS; layer++) {
            for (String part : List.of("key", "value")) {
                graph.addInput(cache("past_key_values." + layer + "." + part, "past"));
                graph.addOutput(cache("present." + layer + "." + part, "total"));
            }
        }
    }

    private static ValueInfoProto cache(String name, String length) {
        return GraphAssembly.value(name, DataType.FLOAT, "b", HEADS, length, HEAD_DIM);
    }

    private void body() {
        weight("embedding", 0.6, VOCABULARY, HIDDEN);
        weight("positions", 0.3, CONTEXT, HIDDEN);
        node("Gather", List.of("embedding", "input_ids"), "tokens");
        node("Gather", List.of("positions", "position_ids"), "places");
        node("Add", List.of("tokens", "places"), "x0");
        mask();
        for (int layer = 0; layer < LAYERS; layer++) {
            layer(layer);
        }
        weight("head", 0.4, HIDDEN, VOCABULARY);
        node("MatMul", List.of("x" + LAYERS, "head"), "raw_logits");
        weight("head_bias", 0.1, VOCABULARY);
        node("Add", List.of("raw_logits", "head_bias"), "logits");
    }

    /// 0 where a token may look, -1e9 elsewhere: `[b, 1, s, t]`.
    private void mask() {
        numbers("axes12", 1, 2);
        numbers("axis1", 1);
        scalar("index1", 1);
        scalar("from", 0);
        node("Shape", List.of("input_ids"), "ids_shape");
        node("Gather", List.of("ids_shape", "index1"), "s");
        node("Shape", List.of("attention_mask"), "mask_shape");
        node("Gather", List.of("mask_shape", "index1"), "t");
        node("Sub", List.of("t", "s"), "held");
        node("Range", List.of("from", "t", "index1"), "columns");
        node("Range", List.of("held", "t", "index1"), "row_numbers");
        node("Unsqueeze", List.of("row_numbers", "axis1"), "rows");
        node("LessOrEqual", List.of("columns", "rows"), "causal");
        node(
                "Cast",
                List.of("attention_mask"),
                "mask_bool",
                GraphAssembly.integer("to", DataType.BOOL.getNumber()));
        node("Unsqueeze", List.of("mask_bool", "axes12"), "mask_wide");
        node("And", List.of("causal", "mask_wide"), "allowed");
        constant("no", -1e9f);
        constant("yes", 0f);
        node("Where", List.of("allowed", "yes", "no"), "bias");
        numbers("split", 0, 0, HEADS, HEAD_DIM);
        numbers("join", 0, 0, HIDDEN);
        constant("scale", (float) (1 / Math.sqrt(HEAD_DIM)));
    }

    private void layer(int layer) {
        String n = "." + layer;
        String x = "x" + layer;
        weight("norm" + n, 1, HIDDEN);
        node(
                "LayerNormalization",
                List.of(x, "norm" + n),
                "normed" + n,
                GraphAssembly.integer("axis", -1));
        for (String part : List.of("query", "key", "value")) {
            weight(part + "_proj" + n, 0.3, HIDDEN, HIDDEN);
            node("MatMul", List.of("normed" + n, part + "_proj" + n), part + n);
            node("Reshape", List.of(part + n, "split"), part + "_heads" + n);
            node(
                    "Transpose",
                    List.of(part + "_heads" + n),
                    part + "_new" + n,
                    GraphAssembly.integers("perm", 0, 2, 1, 3));
        }
        for (String part : List.of("key", "value")) {
            node(
                    "Concat",
                    List.of("past_key_values" + n + "." + part, part + "_new" + n),
                    "present" + n + "." + part,
                    GraphAssembly.integer("axis", 2));
        }
        node(
                "Transpose",
                List.of("present" + n + ".key"),
                "keys" + n,
                GraphAssembly.integers("perm", 0, 1, 3, 2));
        node("MatMul", List.of("query_new" + n, "keys" + n), "products" + n);
        node("Mul", List.of("products" + n, "scale"), "scaled" + n);
        node("Add", List.of("scaled" + n, "bias"), "scores" + n);
        node("Softmax", List.of("scores" + n), "share" + n, GraphAssembly.integer("axis", -1));
        node("MatMul", List.of("share" + n, "present" + n + ".value"), "mixed" + n);
        node(
                "Transpose",
                List.of("mixed" + n),
                "rows_mixed" + n,
                GraphAssembly.integers("perm", 0, 2, 1, 3));
        node("Reshape", List.of("rows_mixed" + n, "join"), "joined" + n);
        weight("out_proj" + n, 0.3, HIDDEN, HIDDEN);
        node("MatMul", List.of("joined" + n, "out_proj" + n), "attended" + n);
        node("Add", List.of(x, "attended" + n), "x" + (layer + 1));
    }

    private ModelProto wrap(GraphProto.Builder main) {
        return ModelProto.newBuilder()
                .setIrVersion(8)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(opset))
                .addOpsetImport(
                        OperatorSetIdProto.newBuilder()
                                .setDomain(GraphAssembly.MICROSOFT)
                                .setVersion(1))
                .setGraph(main)
                .build();
    }

    private void node(String op, List<String> inputs, String output, AttributeProto... with) {
        graph.addNode(
                NodeProto.newBuilder()
                        .setOpType(op)
                        .setName("node_" + output)
                        .addAllInput(inputs)
                        .addOutput(output)
                        .addAllAttribute(List.of(with)));
    }

    private void weight(String name, double scale, long... dims) {
        graph.addInitializer(floats(name, random, scale, dims));
    }

    private void numbers(String name, long... values) {
        List<Long> all = new ArrayList<>();
        for (long value : values) {
            all.add(value);
        }
        graph.addInitializer(
                TensorProto.newBuilder()
                        .setName(name)
                        .setDataType(DataType.INT64.getNumber())
                        .addDims(values.length)
                        .addAllInt64Data(all));
    }

    private void scalar(String name, long value) {
        graph.addInitializer(
                TensorProto.newBuilder()
                        .setName(name)
                        .setDataType(DataType.INT64.getNumber())
                        .addInt64Data(value));
    }

    private void constant(String name, float value) {
        graph.addInitializer(
                TensorProto.newBuilder()
                        .setName(name)
                        .setDataType(DataType.FLOAT.getNumber())
                        .addFloatData(value));
    }
}
