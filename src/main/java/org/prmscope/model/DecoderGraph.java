package org.prmscope.model;

import static org.prmscope.model.GraphAssembly.MICROSOFT;
import static org.prmscope.model.GraphAssembly.ONNX;
import static org.prmscope.model.GraphAssembly.integer;
import static org.prmscope.model.GraphAssembly.real;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// A Qwen2, Qwen3, Llama or Mistral decoder as an ONNX graph, with the operators, names and layouts
/// that the builder of ONNX Runtime GenAI gives it (`src/python/py/models/builders/base.py`).
///
/// The rotary embedding is inside `GroupQueryAttention` and rotates halves (not neighbours), as
/// Hugging Face's `rotate_half` does. The query, key and value projections are packed into one,
/// except where each head's query and key is normalised first.
final class DecoderGraph {
    private static final String MASK = "/model/attn_mask_reformat/attn_mask_subgraph/";

    private final DecoderConfig config;
    private final DecoderWeights source;
    private final GraphAssembly graph = new GraphAssembly();
    private final GraphWeights weights;
    private final DataType floats;

    DecoderGraph(
            DecoderConfig config,
            DecoderWeights source,
            GraphWeights.Storage storage,
            WeightLayout layout) {
        this.config = config;
        this.source = source;
        weights = new GraphWeights(graph, layout, storage);
        floats = weights.floats().type();
    }

    /// What every layer's attention reads besides its own projections.
    private record AttentionInputs(String lastIndex, String width, String cos, String sin) {}

    /// The running sum of the residual stream, and its normalised form.
    private record Stream(String residual, String normalised) {}

    /// What attention is computed from; keys and values are empty where queries hold all three.
    private record Projections(String queries, String keys, String values) {}

    /// The graph; the layout then says what is to be written.
    ///
    /// @throws ModelException if a weight is known to be missing or of another shape
    ModelProto assemble() throws ModelException {
        declareInputsAndOutputs();
        AttentionInputs shared = attentionInputs();
        String embedded =
                weights.embed(
                        source.matrix(
                                "model.embed_tokens.weight",
                                config.vocabularySize(),
                                config.hiddenSize()),
                        "input_ids");
        Stream stream = new Stream(embedded, firstNorm(embedded));
        for (int layer = 0; layer < config.layers(); layer++) {
            stream = layer(layer, stream, shared);
        }
        if (config.tiedEmbeddings()) {
            weights.tiedHead(config.hiddenSize(), stream.normalised(), "logits");
        } else {
            weights.head(
                    source.matrix("lm_head.weight", config.vocabularySize(), config.hiddenSize()),
                    stream.normalised(),
                    "logits");
        }
        return graph.model();
    }

    private void declareInputsAndOutputs() {
        graph.input("input_ids", DataType.INT64, "batch_size", "sequence_length");
        graph.input("attention_mask", DataType.INT64, "batch_size", "total_sequence_length");
        graph.output("logits", floats, "batch_size", "sequence_length", config.vocabularySize());
        for (int layer = 0; layer < config.layers(); layer++) {
            for (String part : List.of("key", "value")) {
                graph.input(
                        "past_key_values." + layer + "." + part,
                        floats,
                        "batch_size",
                        config.kvHeads(),
                        "past_sequence_length",
                        config.headDim());
                graph.output(
                        "present." + layer + "." + part,
                        floats,
                        "batch_size",
                        config.kvHeads(),
                        "total_sequence_length",
                        config.headDim());
            }
        }
    }

    /// Index of the last token of each row (the mask's sum less one) and the width of the mask.
    private AttentionInputs attentionInputs() {
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
                weights.table("cos_cache", config.rotary().table(config.contextLength(), false)),
                weights.table("sin_cache", config.rotary().table(config.contextLength(), true)));
    }

    private String toInt32(String name, String input) {
        return graph.node(
                ONNX, "Cast", name, List.of(input), integer("to", DataType.INT32.getNumber()));
    }

    private String firstNorm(String embedded) throws ModelException {
        String weight = "model.layers.0.input_layernorm.weight";
        return norm(
                "/model/layers.0/input_layernorm/LayerNorm",
                embedded,
                weights.vector(weight, source.vector(weight, config.hiddenSize())));
    }

    private String norm(String name, String input, String weight) {
        return graph.node(
                ONNX,
                "SimplifiedLayerNormalization",
                name,
                List.of(input, weight),
                integer("axis", -1),
                real("epsilon", config.rmsNormEpsilon()),
                integer("stash_type", 1));
    }

    private Stream layer(int layer, Stream before, AttentionInputs shared) throws ModelException {
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
            throws ModelException {
        String name = "/model/layers." + layer + "/attn/";
        Projections from =
                config.parts().headNorms()
                        ? normalisedProjections(layer, input)
                        : packedProjections(layer, input);
        String past = "past_key_values." + layer;
        String attended = name + "GroupQueryAttention/output_0";
        graph.node(
                MICROSOFT,
                "GroupQueryAttention",
                name + "GroupQueryAttention",
                List.of(
                        from.queries(),
                        from.keys(),
                        from.values(),
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
        String weight = "model.layers." + layer + ".self_attn.o_proj";
        return weights.linear(
                name + "o_proj",
                "model.layers." + layer + ".attn.o_proj",
                source.matrix(
                        weight + ".weight", config.hiddenSize(), config.heads() * config.headDim()),
                config.parts().outputBias()
                        ? source.vector(weight + ".bias", config.hiddenSize())
                        : null,
                attended);
    }

    private Projections packedProjections(int layer, String input) throws ModelException {
        List<RowSource> matrices =
                List.of(
                        projection(layer, "q_proj", config.heads()),
                        projection(layer, "k_proj", config.kvHeads()),
                        projection(layer, "v_proj", config.kvHeads()));
        RowSource bias = null;
        if (config.parts().queryKeyValueBias()) {
            bias =
                    new PackedRows(
                            List.of(
                                    projectionBias(layer, "q_proj", config.heads()),
                                    projectionBias(layer, "k_proj", config.kvHeads()),
                                    projectionBias(layer, "v_proj", config.kvHeads())));
        }
        String packed =
                weights.linear(
                        "/model/layers." + layer + "/attn/qkv_proj",
                        "model.layers." + layer + ".attn.qkv_proj",
                        new PackedRows(matrices),
                        bias,
                        input);
        return new Projections(packed, "", "");
    }

    private Projections normalisedProjections(int layer, String input) throws ModelException {
        String queries = projected(layer, "q_proj", config.heads(), input);
        String keys = projected(layer, "k_proj", config.kvHeads(), input);
        String values = projected(layer, "v_proj", config.kvHeads(), input);
        return new Projections(
                headNorm(layer, "q_norm", queries, config.heads()),
                headNorm(layer, "k_norm", keys, config.kvHeads()),
                values);
    }

    private String projected(int layer, String part, int heads, String input)
            throws ModelException {
        return weights.linear(
                "/model/layers." + layer + "/attn/" + part,
                "model.layers." + layer + ".attn." + part,
                projection(layer, part, heads),
                config.parts().queryKeyValueBias() ? projectionBias(layer, part, heads) : null,
                input);
    }

    /// Normalises each head by itself: `[batch, sequence, heads * headDim]` is seen as `[batch,
    /// sequence * heads, headDim]`.
    private String headNorm(int layer, String part, String input, int heads) throws ModelException {
        String name = "/model/layers." + layer + "/attn/" + part + "/";
        String parted =
                graph.node(
                        ONNX,
                        "Reshape",
                        name + "Reshape_1",
                        List.of(input, graph.shapeConstant(0, -1, config.headDim())));
        String weight =
                weights.vector(
                        "model.layers." + layer + ".attn." + part + ".layernorm.weight",
                        source.vector(
                                "model.layers." + layer + ".self_attn." + part + ".weight",
                                config.headDim()));
        String normalised = norm(name + "SimplifiedLayerNormalization", parted, weight);
        return graph.node(
                ONNX,
                "Reshape",
                name + "Reshape_2",
                List.of(normalised, graph.shapeConstant(0, -1, (long) heads * config.headDim())));
    }

    private RowSource projection(int layer, String part, int heads) throws ModelException {
        return source.matrix(
                "model.layers." + layer + ".self_attn." + part + ".weight",
                heads * config.headDim(),
                config.hiddenSize());
    }

    private RowSource projectionBias(int layer, String part, int heads) throws ModelException {
        return source.vector(
                "model.layers." + layer + ".self_attn." + part + ".bias", heads * config.headDim());
    }

    /// The gated feed-forward layer: `down(silu(gate(x)) * up(x))`.
    private String feedForward(int layer, String input) throws ModelException {
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
            throws ModelException {
        String weight = "model.layers." + layer + ".mlp." + part;
        @Nullable RowSource bias =
                config.parts().feedForwardBias() ? source.vector(weight + ".bias", outputs) : null;
        return weights.linear(
                "/model/layers." + layer + "/mlp/" + part,
                weight,
                source.matrix(weight + ".weight", outputs, inputs),
                bias,
                input);
    }

    private Stream addAndNorm(String name, String weight, String residual, String addend)
            throws ModelException {
        String normalised = name + "/output_0";
        String sum = name + "/output_3";
        graph.node(
                MICROSOFT,
                "SkipSimplifiedLayerNormalization",
                name,
                List.of(
                        residual,
                        addend,
                        weights.vector(weight, source.vector(weight, config.hiddenSize()))),
                List.of(normalised, "", "", sum),
                real("epsilon", config.rmsNormEpsilon()));
        return new Stream(sum, normalised);
    }
}
