package org.prmscope.model;

import static org.prmscope.model.GraphAssembly.MICROSOFT;
import static org.prmscope.model.GraphAssembly.ONNX;
import static org.prmscope.model.GraphAssembly.integer;
import static org.prmscope.model.GraphAssembly.integers;
import static org.prmscope.model.GraphAssembly.real;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;

import org.prmscope.core.WorkbenchException;

import java.io.IOException;
import java.util.List;

/// The Qwen2 decoder as an ONNX graph, with the operators, names and layouts that the builder of
/// ONNX Runtime GenAI gives it for the CPU in float32 (`src/python/py/models/builders/base.py`).
///
/// The rotary embedding is inside `GroupQueryAttention` and rotates halves (not neighbours), as
/// Hugging Face's `rotate_half` does; the query, key and value projections are packed into one.
final class Qwen2Graph {
    private static final String MASK = "/model/attn_mask_reformat/attn_mask_subgraph/";

    private final Qwen2Config config;
    private final CheckedWeights weights;
    private final TensorFile tensors;
    private final GraphAssembly graph = new GraphAssembly();

    Qwen2Graph(Qwen2Config config, WeightSource weights, TensorFile tensors) {
        this.config = config;
        this.weights = new CheckedWeights(weights);
        this.tensors = tensors;
    }

    /// What every layer's attention reads besides its own projections.
    private record AttentionInputs(String lastIndex, String width, String cos, String sin) {}

    /// The running sum of the residual stream, and its normalised form.
    private record Stream(String residual, String normalised) {}

    ModelProto assemble() throws WorkbenchException, IOException {
        declareInputsAndOutputs();
        AttentionInputs shared = attentionInputs();
        String embedding =
                matrix("model.embed_tokens.weight", config.vocabularySize(), config.hiddenSize());
        String embedded =
                graph.node(
                        ONNX,
                        "Gather",
                        "/model/embed_tokens/Gather",
                        List.of(embedding, "input_ids"));
        Stream stream = new Stream(embedded, firstNorm(embedded));
        for (int layer = 0; layer < config.layers(); layer++) {
            stream = layer(layer, stream, shared);
        }
        head(embedding, stream.normalised());
        return graph.model();
    }

    private void declareInputsAndOutputs() {
        graph.input("input_ids", DataType.INT64, "batch_size", "sequence_length");
        graph.input("attention_mask", DataType.INT64, "batch_size", "total_sequence_length");
        graph.output(
                "logits", DataType.FLOAT, "batch_size", "sequence_length", config.vocabularySize());
        for (int layer = 0; layer < config.layers(); layer++) {
            for (String part : List.of("key", "value")) {
                graph.input(
                        "past_key_values." + layer + "." + part,
                        DataType.FLOAT,
                        "batch_size",
                        config.kvHeads(),
                        "past_sequence_length",
                        config.headDim());
                graph.output(
                        "present." + layer + "." + part,
                        DataType.FLOAT,
                        "batch_size",
                        config.kvHeads(),
                        "total_sequence_length",
                        config.headDim());
            }
        }
    }

    /// Index of the last token of each row (the mask's sum less one) and the width of the mask.
    private AttentionInputs attentionInputs() throws IOException {
        String vectorOfOne = graph.constant("/model/constants/INT64/[1]", 1, 1);
        String one = graph.constant("/model/constants/INT64/1", 1);
        String sum =
                graph.node(
                        ONNX,
                        "ReduceSum",
                        MASK + "ReduceSum",
                        List.of("attention_mask", vectorOfOne),
                        integer("keepdims", 0));
        String last = graph.node(ONNX, "Sub", MASK + "Sub", List.of(sum, vectorOfOne));
        String shape = graph.node(ONNX, "Shape", MASK + "Shape", List.of("attention_mask"));
        String width =
                graph.node(
                        ONNX, "Gather", MASK + "Gather", List.of(shape, one), integer("axis", 0));
        return new AttentionInputs(
                toInt32(MASK + "Sub/Cast", last),
                toInt32(MASK + "Gather/Cast", width),
                rotaryCache("cos_cache", Math::cos),
                rotaryCache("sin_cache", Math::sin));
    }

    private String toInt32(String name, String input) {
        return graph.node(
                ONNX, "Cast", name, List.of(input), integer("to", DataType.INT32.getNumber()));
    }

    private interface Angle {
        double of(double radians);
    }

    /// `[contextLength, headDim / 2]`: position times `theta^(-2i / headDim)` (RoFormer, section
    /// 3.2.2), through `function`.
    private String rotaryCache(String name, Angle function) throws IOException {
        int half = config.headDim() / 2;
        double[] frequencies = new double[half];
        for (int i = 0; i < half; i++) {
            frequencies[i] = Math.pow(config.ropeTheta(), -2.0 * i / config.headDim());
        }
        return graph.initializer(
                tensors.float32(
                        name,
                        index -> {
                            int position = index / half;
                            return (float) function.of(position * frequencies[index % half]);
                        },
                        config.contextLength(),
                        half));
    }

    private String firstNorm(String embedded) throws WorkbenchException, IOException {
        return graph.node(
                ONNX,
                "SimplifiedLayerNormalization",
                "/model/layers.0/input_layernorm/LayerNorm",
                List.of(embedded, vector("model.layers.0.input_layernorm.weight")),
                integer("axis", -1),
                real("epsilon", config.rmsNormEpsilon()),
                integer("stash_type", 1));
    }

    private Stream layer(int layer, Stream before, AttentionInputs shared)
            throws WorkbenchException, IOException {
        String attended = attention(layer, before.normalised(), shared);
        Stream middle =
                addAndNorm(
                        "/model/layers." + layer + "/post_attention_layernorm/SkipLayerNorm",
                        "model.layers." + layer + ".post_attention_layernorm.weight",
                        before.residual(),
                        attended);
        String fed = feedForward(layer, middle.normalised());
        int next = layer + 1;
        boolean last = next == config.layers();
        return addAndNorm(
                "/model/layers."
                        + next
                        + (last
                                ? "/final_norm_layernorm/SkipLayerNorm"
                                : "/input_layernorm/SkipLayerNorm"),
                last ? "model.norm.weight" : "model.layers." + next + ".input_layernorm.weight",
                middle.residual(),
                fed);
    }

    private String attention(int layer, String input, AttentionInputs shared)
            throws WorkbenchException, IOException {
        String name = "/model/layers." + layer + "/attn/";
        String weightName = "model.layers." + layer + ".attn.";
        int width = (config.heads() + 2 * config.kvHeads()) * config.headDim();
        String source = "model.layers." + layer + ".self_attn.";
        int inputs = config.hiddenSize();
        float[] packed =
                weights.packed(
                        Math.multiplyExact(width, inputs),
                        source + "q_proj.weight",
                        source + "k_proj.weight",
                        source + "v_proj.weight");
        float[] biases =
                weights.packed(
                        width,
                        source + "q_proj.bias",
                        source + "k_proj.bias",
                        source + "v_proj.bias");
        String weight = transposed(weightName + "qkv_proj.MatMul.weight", packed, inputs, width);
        String bias =
                graph.initializer(
                        tensors.float32(
                                weightName + "qkv_proj.Add.bias", index -> biases[index], width));
        String product =
                graph.node(ONNX, "MatMul", name + "qkv_proj/MatMul", List.of(input, weight));
        String projected = graph.node(ONNX, "Add", name + "qkv_proj/Add", List.of(product, bias));
        String past = "past_key_values." + layer;
        String attended = name + "GroupQueryAttention/output_0";
        graph.node(
                MICROSOFT,
                "GroupQueryAttention",
                name + "GroupQueryAttention",
                List.of(
                        projected,
                        "",
                        "",
                        past + ".key",
                        past + ".value",
                        shared.lastIndex(),
                        shared.width(),
                        shared.cos(),
                        shared.sin()),
                List.of(attended, "present." + layer + ".key", "present." + layer + ".value"),
                integer("num_heads", config.heads()),
                integer("kv_num_heads", config.kvHeads()),
                real("scale", 1 / Math.sqrt(config.headDim())),
                integer("local_window_size", -1),
                real("softcap", 0),
                integer("do_rotary", 1),
                integer("rotary_interleaved", 0));
        return linear(
                name + "o_proj/MatMul",
                weightName + "o_proj.MatMul.weight",
                source + "o_proj.weight",
                attended,
                config.heads() * config.headDim(),
                config.hiddenSize());
    }

    /// The gated feed-forward layer: `down(silu(gate(x)) * up(x))`.
    private String feedForward(int layer, String input) throws WorkbenchException, IOException {
        String name = "/model/layers." + layer + "/mlp/";
        int inner = config.intermediateSize();
        String gate = mlp(layer, "gate_proj", input, config.hiddenSize(), inner);
        String up = mlp(layer, "up_proj", input, config.hiddenSize(), inner);
        String sigmoid = graph.node(ONNX, "Sigmoid", name + "act_fn/Sigmoid", List.of(gate));
        String silu = graph.node(ONNX, "Mul", name + "act_fn/Mul", List.of(gate, sigmoid));
        String gated = graph.node(ONNX, "Mul", name + "Mul", List.of(silu, up));
        return mlp(layer, "down_proj", gated, inner, config.hiddenSize());
    }

    private String mlp(int layer, String part, String input, int inputs, int outputs)
            throws WorkbenchException, IOException {
        return linear(
                "/model/layers." + layer + "/mlp/" + part + "/MatMul",
                "model.layers." + layer + ".mlp." + part + ".MatMul.weight",
                "model.layers." + layer + ".mlp." + part + ".weight",
                input,
                inputs,
                outputs);
    }

    private Stream addAndNorm(String name, String weightName, String residual, String addend)
            throws WorkbenchException, IOException {
        String normalised = name + "/output_0";
        String sum = name + "/output_3";
        graph.node(
                MICROSOFT,
                "SkipSimplifiedLayerNormalization",
                name,
                List.of(residual, addend, vector(weightName)),
                List.of(normalised, "", "", sum),
                real("epsilon", config.rmsNormEpsilon()));
        return new Stream(sum, normalised);
    }

    /// The logits. A tied head reads the embedding through a transpose, which ONNX Runtime folds
    /// when it loads the graph, so the file holds the matrix once.
    private void head(String embedding, String input) throws WorkbenchException, IOException {
        String weight =
                config.tiedEmbeddings()
                        ? graph.node(
                                ONNX,
                                "Transpose",
                                "/lm_head/Transpose",
                                List.of(embedding),
                                integers("perm", 1, 0))
                        : transposed(
                                "lm_head.MatMul.weight",
                                "lm_head.weight",
                                config.hiddenSize(),
                                config.vocabularySize());
        graph.node(ONNX, "MatMul", "/lm_head/MatMul", List.of(input, weight), List.of("logits"));
    }

    private String linear(
            String name, String tensor, String source, String input, int inputs, int outputs)
            throws WorkbenchException, IOException {
        return graph.node(
                ONNX, "MatMul", name, List.of(input, transposed(tensor, source, inputs, outputs)));
    }

    private String transposed(String name, String source, int inputs, int outputs)
            throws WorkbenchException, IOException {
        return transposed(
                name, weights.tensor(source, Math.multiplyExact(inputs, outputs)), inputs, outputs);
    }

    /// A matrix `[outputs, inputs]` as the `[inputs, outputs]` that `MatMul` multiplies by.
    private String transposed(String name, float[] values, int inputs, int outputs)
            throws IOException {
        return graph.initializer(
                tensors.float32(
                        name,
                        index -> values[index % outputs * inputs + index / outputs],
                        inputs,
                        outputs));
    }

    private String matrix(String name, int rows, int columns)
            throws WorkbenchException, IOException {
        float[] values = weights.tensor(name, Math.multiplyExact(rows, columns));
        return graph.initializer(tensors.float32(name, index -> values[index], rows, columns));
    }

    private String vector(String name) throws WorkbenchException, IOException {
        float[] values = weights.tensor(name, config.hiddenSize());
        return graph.initializer(tensors.float32(name, index -> values[index], values.length));
    }
}
