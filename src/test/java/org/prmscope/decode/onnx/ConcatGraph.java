package org.prmscope.decode.onnx;

import static org.prmscope.decode.onnx.PatchedGraphs.BOOL;
import static org.prmscope.decode.onnx.PatchedGraphs.FLOAT;
import static org.prmscope.decode.onnx.PatchedGraphs.FLOAT16;
import static org.prmscope.decode.onnx.PatchedGraphs.INT64;
import static org.prmscope.decode.onnx.PatchedGraphs.integer;
import static org.prmscope.decode.onnx.PatchedGraphs.integers;
import static org.prmscope.decode.onnx.PatchedGraphs.node;
import static org.prmscope.decode.onnx.PatchedGraphs.value;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;

import org.prmscope.core.DecoderShape;

import java.util.List;
import java.util.Random;

/// A small decoder of plain operators, as Optimum and transformers.js export them: the present is
/// the past with the new tokens behind it, rows are padded on the left, positions are given.
///
/// With the merged export's inputs, a past is only looked at when `use_cache_branch` says so, and
/// only the last `num_logits_to_keep` positions get logits.
final class ConcatGraph {
    static final int VOCABULARY = 101;
    private static final int HIDDEN = 16;
    private static final int HEADS = 2;
    private static final int HEAD_DIM = 8;
    private static final int LAYERS = 2;
    private static final int CONTEXT = 512;

    private final GraphProto.Builder graph = GraphProto.newBuilder().setName("concat");
    private final Random random;
    private final int cache;
    private final boolean merged;

    private ConcatGraph(long seed, int cache, boolean merged) {
        random = new Random(seed);
        this.cache = cache;
        this.merged = merged;
    }

    static DecoderShape shape(int cache) {
        return new DecoderShape(
                LAYERS,
                HEADS,
                HEADS,
                HEAD_DIM,
                HIDDEN,
                VOCABULARY,
                CONTEXT,
                cache == FLOAT16 ? 2 : 4);
    }

    /// @param cache element type of the keys and values
    /// @param merged whether it takes `use_cache_branch` and `num_logits_to_keep`
    static ModelProto of(long seed, int cache, boolean merged) {
        return ModelProto.newBuilder()
                .setIrVersion(10)
                .setGraph(new ConcatGraph(seed, cache, merged).build())
                .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(21))
                .build();
    }

    private GraphProto.Builder build() {
        graph.addInput(value("input_ids", INT64, "batch_size", "sequence_length"))
                .addInput(value("attention_mask", INT64, "batch_size", "total_sequence_length"))
                .addInput(value("position_ids", INT64, "batch_size", "sequence_length"));
        weight("embedding", 1, VOCABULARY, HIDDEN);
        weight("places", 1, CONTEXT, HIDDEN);
        graph.addInitializer(integers("axis1", 1))
                .addInitializer(integers("heads", 0, 0, HEADS, HEAD_DIM))
                .addInitializer(integers("joined", 0, 0, HIDDEN));
        add("Gather", "token", "embedding", "input_ids");
        add("Gather", "place", "places", "position_ids");
        add("Add", "x0", "token", "place");
        bias();
        String x = "x0";
        for (int layer = 0; layer < LAYERS; layer++) {
            x = layer(layer, x);
        }
        weight("head", 0.5f, HIDDEN, VOCABULARY);
        add("MatMul", "logits", merged ? kept(x) : x, "head");
        graph.addOutput(value("logits", FLOAT, "batch_size", "kept", VOCABULARY));
        return graph;
    }

    /// What may not be looked at: later tokens and padding.
    private void bias() {
        graph.addInitializer(scalar("zero", 0)).addInitializer(scalar("one", 1));
        number("nothing", 0);
        number("masked", -1e30f);
        add("Shape", "mask shape", "attention_mask");
        add("Shape", "ids shape", "input_ids");
        add("Gather", "total", "mask shape", "one");
        add("Gather", "count", "ids shape", "one");
        add("Sub", "past", "total", "count");
        add("Range", "keys", "zero", "total", "one");
        add("Range", "queries", "past", "total", "one");
        add("Unsqueeze", "query column", "queries", "axis1");
        add("LessOrEqual", "causal", "keys", "query column");
        graph.addInitializer(integers("axes12", 1, 2));
        add("Unsqueeze", "mask rows", "attention_mask", "axes12");
        cast("is token", "mask rows", BOOL);
        add("And", "allowed", "causal", "is token");
        add("Where", "bias", "allowed", "nothing", "masked");
        number("scale", (float) (1 / Math.sqrt(HEAD_DIM)));
        if (merged) {
            graph.addInput(value("use_cache_branch", BOOL, 1));
            number("unit", 1);
            add("Where", "past factor", "use_cache_branch", "unit", "nothing");
        }
    }

    private String layer(int layer, String x) {
        String p = "layer " + layer + " ";
        heads(p + "q", x);
        String keys = cached(layer, "key", x);
        String values = cached(layer, "value", x);
        graph.addNode(
                node("Transpose", List.of(keys), List.of(p + "keys across"))
                        .addAttribute(permutation(0, 1, 3, 2)));
        add("MatMul", p + "products", p + "q", p + "keys across");
        add("Mul", p + "scaled", p + "products", "scale");
        add("Add", p + "biased", p + "scaled", "bias");
        add("Softmax", p + "weights", p + "biased");
        add("MatMul", p + "mixed", p + "weights", values);
        graph.addNode(
                node("Transpose", List.of(p + "mixed"), List.of(p + "by token"))
                        .addAttribute(permutation(0, 2, 1, 3)));
        add("Reshape", p + "flat", p + "by token", "joined");
        weight(p + "wo", 0.3f, HIDDEN, HIDDEN);
        add("MatMul", p + "attended", p + "flat", p + "wo");
        add("Add", p + "residual", x, p + "attended");
        weight(p + "w1", 0.3f, HIDDEN, 2 * HIDDEN);
        weight(p + "w2", 0.3f, 2 * HIDDEN, HIDDEN);
        add("MatMul", p + "up", p + "residual", p + "w1");
        add("Tanh", p + "bent", p + "up");
        add("MatMul", p + "down", p + "bent", p + "w2");
        add("Add", p + "out", p + "residual", p + "down");
        return p + "out";
    }

    private void heads(String name, String x) {
        weight(name + " weight", 0.3f, HIDDEN, HIDDEN);
        add("MatMul", name + " flat", x, name + " weight");
        add("Reshape", name + " split", name + " flat", "heads");
        graph.addNode(
                node("Transpose", List.of(name + " split"), List.of(name))
                        .addAttribute(permutation(0, 2, 1, 3)));
    }

    /// The keys or values of the past and of the new tokens, in float.
    private String cached(int layer, String kind, String x) {
        String name = "layer " + layer + " " + kind;
        String past = "past_key_values.%d.%s".formatted(layer, kind);
        String present = "present.%d.%s".formatted(layer, kind);
        graph.addInput(value(past, cache, "batch_size", HEADS, "past_sequence_length", HEAD_DIM));
        graph.addOutput(value(present, cache, "batch_size", HEADS, "present_length", HEAD_DIM));
        heads(name, x);
        cast(name + " stored", name, cache);
        cast(name + " past float", past, FLOAT);
        String looked = name + " past float";
        if (merged) {
            add("Mul", name + " past seen", looked, "past factor");
            looked = name + " past seen";
        }
        cast(name + " past", looked, cache);
        graph.addNode(
                node("Concat", List.of(name + " past", name + " stored"), List.of(present))
                        .addAttribute(integer("axis", 2)));
        cast(name + " float", present, FLOAT);
        return name + " float";
    }

    private String kept(String x) {
        graph.addInput(value("num_logits_to_keep", INT64));
        graph.addInitializer(integers("end", Long.MAX_VALUE)).addInitializer(integers("flat", 1));
        add("Neg", "from the end", "num_logits_to_keep");
        add("Reshape", "start", "from the end", "flat");
        add("Slice", "kept", x, "start", "end", "axis1");
        return "kept";
    }

    private void add(String operator, String output, String... inputs) {
        graph.addNode(node(operator, List.of(inputs), List.of(output)));
    }

    private void cast(String output, String input, int type) {
        graph.addNode(
                node("Cast", List.of(input), List.of(output)).addAttribute(integer("to", type)));
    }

    private void weight(String name, float scale, int rows, int columns) {
        TensorProto.Builder tensor =
                TensorProto.newBuilder()
                        .setName(name)
                        .setDataType(FLOAT)
                        .addDims(rows)
                        .addDims(columns);
        for (int i = 0; i < rows * columns; i++) {
            tensor.addFloatData((float) (random.nextGaussian() * scale));
        }
        graph.addInitializer(tensor);
    }

    private void number(String name, float value) {
        graph.addInitializer(
                TensorProto.newBuilder().setName(name).setDataType(FLOAT).addFloatData(value));
    }

    private static TensorProto scalar(String name, long value) {
        return TensorProto.newBuilder()
                .setName(name)
                .setDataType(INT64)
                .addInt64Data(value)
                .build();
    }

    private static AttributeProto permutation(long... axes) {
        AttributeProto.Builder attribute =
                AttributeProto.newBuilder()
                        .setName("perm")
                        .setType(AttributeProto.AttributeType.INTS);
        for (long axis : axes) {
            attribute.addInts(axis);
        }
        return attribute.build();
    }
}
