package org.prmscope.model;

import org.prmscope.model.RotaryEmbedding.Scaling;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Reads the `config.json` of a Hugging Face checkpoint and refuses, by name, a model that
/// [DecoderGraph] would not compute exactly as transformers does.
final class CheckpointConfigReader {
    static final String FILE = "config.json";
    static final String GENERATION_FILE = "generation_config.json";
    static final String WRITER = "Hugging Face's transformers";

    private static final int SIZE_LIMIT = 1 << 20;

    // As for genai_config.json: far above any decoder's sizes, and no product overflows a long.
    private static final int MOST_IDS = 1 << 24;
    private static final int MOST_CONTEXT = 1 << 24;
    private static final int MOST_WIDTH = 1 << 20;
    private static final int MOST_LAYERS = 1024;
    private static final int MOST_HEADS = 4096;
    private static final int MOST_HEAD = 1024;

    private final JsonFields root;

    private CheckpointConfigReader(JsonFields root) {
        this.root = root;
    }

    static DecoderConfig read(Path file) throws ModelException {
        JsonFields root = JsonFields.read(file, SIZE_LIMIT, WRITER);
        return new CheckpointConfigReader(root).decoder();
    }

    private DecoderConfig decoder() throws ModelException {
        Architecture architecture = architecture();
        refuseQuantized();
        refuseActivation();
        int heads = root.integer("num_attention_heads", 1, MOST_HEADS);
        int kvHeads =
                root.has("num_key_value_heads")
                        ? root.integer("num_key_value_heads", 1, heads)
                        : heads;
        if (heads % kvHeads != 0) {
            throw root.wrong(
                    "num_key_value_heads",
                    "a divisor of num_attention_heads (" + heads + ")",
                    Integer.toString(kvHeads));
        }
        int hidden = root.integer("hidden_size", 1, MOST_WIDTH);
        int headDim = headDim(architecture, hidden, heads);
        int context = root.integer("max_position_embeddings", 1, MOST_CONTEXT);
        int layers = root.integer("num_hidden_layers", 1, MOST_LAYERS);
        new SlidingWindow(root, architecture.type(), layers).refuse(context);
        return new DecoderConfig(
                architecture.type(),
                root.integer("vocab_size", 1, MOST_IDS),
                hidden,
                layers,
                heads,
                kvHeads,
                headDim,
                root.integer("intermediate_size", 1, MOST_WIDTH),
                context,
                root.has("rms_norm_eps") ? root.number("rms_norm_eps", 1e-12, 1) : 1e-6,
                root.flag("tie_word_embeddings", false),
                rotary(headDim),
                parts(architecture));
    }

    private Architecture architecture() throws ModelException {
        List<String> names = root.texts("architectures");
        if (names.size() != 1) {
            throw root.wrong("architectures", "one of " + Architecture.all(), names.toString());
        }
        String name = names.getFirst();
        if (isDiscriminative(name)) {
            throw ModelException.of(
                    "This is a discriminative reward model: it scores steps with a head of its own"
                            + " and writes no critique",
                    root.file() + ", field architectures",
                    "a generative verifier: " + Architecture.all(),
                    name,
                    "Choose a generative process reward model, such as GenPRM or ThinkPRM.");
        }
        var architecture = Architecture.of(name);
        if (architecture.isEmpty()) {
            throw ModelException.of(
                    "This architecture cannot be imported",
                    root.file() + ", field architectures",
                    Architecture.all(),
                    name,
                    "Its layers would have to be written as a graph first. Export it with ONNX"
                            + " Runtime GenAI's builder if that supports it.");
        }
        if (root.has("auto_map")) {
            throw root.wrong(
                    "auto_map",
                    "no code of its own",
                    "Python code in the folder that defines the model, which is never run");
        }
        return architecture.get();
    }

    private static boolean isDiscriminative(String name) {
        return name.contains("RewardModel")
                || name.contains("ForSequenceClassification")
                || name.contains("ForTokenClassification");
    }

    private void refuseQuantized() throws ModelException {
        if (root.has("quantization_config")) {
            throw root.wrong(
                    "quantization_config",
                    "float weights (bf16, f16 or f32): take the checkpoint before its quantization",
                    root.node().get("quantization_config").path("quant_method").asText("another")
                            + " quantization");
        }
    }

    private void refuseActivation() throws ModelException {
        String activation = root.has("hidden_act") ? root.text("hidden_act") : "silu";
        if (!activation.equals("silu")) {
            throw root.wrong("hidden_act", "silu", "\"" + activation + "\"");
        }
    }

    /// ONNX Runtime turns queries and keys inside its attention only for such head sizes.
    private static final int HEAD_UNIT = 16;

    private int headDim(Architecture architecture, int hidden, int heads) throws ModelException {
        int headDim;
        if (root.has("head_dim")) {
            headDim = root.integer("head_dim", 1, MOST_HEAD);
        } else if (architecture == Architecture.QWEN3) {
            // transformers' Qwen3Config sets 128 whatever the hidden size is.
            headDim = 128;
        } else {
            headDim = hidden / heads;
        }
        if (headDim == 0 || headDim % HEAD_UNIT != 0 || headDim > MOST_HEAD) {
            throw root.wrong(
                    root.has("head_dim") ? "head_dim" : "hidden_size / num_attention_heads",
                    "a multiple of "
                            + HEAD_UNIT
                            + " up to "
                            + MOST_HEAD
                            + ", which is what ONNX Runtime's attention computes",
                    Integer.toString(headDim));
        }
        return headDim;
    }

    /// `rope_theta` and `rope_scaling`, or both in `rope_parameters` as newer versions write them.
    private RotaryEmbedding rotary(int headDim) throws ModelException {
        boolean together = root.has("rope_parameters");
        if (together && root.has("rope_scaling")) {
            throw root.wrong(
                    "rope_scaling",
                    "the scaling in rope_parameters or in rope_scaling, not in both",
                    root.node().get("rope_scaling"));
        }
        JsonFields fields = together ? root.object("rope_parameters") : root;
        for (JsonFields holder : List.of(root, fields)) {
            if (holder.has("partial_rotary_factor")
                    && holder.number("partial_rotary_factor", 0, 1) != 1) {
                throw holder.wrong(
                        "partial_rotary_factor",
                        "1: the embedding turns every element of a head",
                        holder.node().get("partial_rotary_factor"));
            }
        }
        JsonFields base = fields.has("rope_theta") || !root.has("rope_theta") ? fields : root;
        double theta =
                together || base.has("rope_theta") ? base.number("rope_theta", 1, 1e12) : 10_000;
        Scaling scaling = new Scaling.None();
        if (together) {
            scaling = scaling(fields);
        } else if (root.has("rope_scaling")) {
            scaling = scaling(root.object("rope_scaling"));
        }
        return new RotaryEmbedding(headDim, theta, scaling, true);
    }

    private static Scaling scaling(JsonFields fields) throws ModelException {
        String field = fields.has("rope_type") ? "rope_type" : "type";
        String type = fields.has(field) ? fields.text(field) : "default";
        return switch (type) {
            case "default" -> new Scaling.None();
            case "linear" -> new Scaling.Linear(fields.number("factor", 1, 1e6));
            case "llama3" -> llama3(fields);
            default ->
                    throw fields.wrong(
                            field,
                            "default, linear or llama3 (another kind needs its rule for the"
                                    + " frequencies)",
                            "\"" + type + "\"");
        };
    }

    private static Scaling llama3(JsonFields fields) throws ModelException {
        double low = fields.number("low_freq_factor", 1e-6, 1e6);
        double high = fields.number("high_freq_factor", 1e-6, 1e6);
        if (high <= low) {
            throw fields.wrong(
                    "high_freq_factor", "more than low_freq_factor, " + low, Double.toString(high));
        }
        return new Scaling.Llama3(
                fields.number("factor", 1, 1e6),
                low,
                high,
                fields.integer("original_max_position_embeddings", 1, MOST_CONTEXT));
    }

    private DecoderConfig.Parts parts(Architecture architecture) throws ModelException {
        return switch (architecture) {
            case QWEN2 -> new DecoderConfig.Parts(true, false, false, false);
            case QWEN3 -> {
                boolean bias = root.flag("attention_bias", false);
                yield new DecoderConfig.Parts(bias, bias, false, true);
            }
            case LLAMA -> {
                boolean bias = root.flag("attention_bias", false);
                yield new DecoderConfig.Parts(bias, bias, root.flag("mlp_bias", false), false);
            }
            case MISTRAL -> new DecoderConfig.Parts(false, false, false, false);
        };
    }

    /// The ids with a meaning of their own, from `config.json` and, where there is one,
    /// `generation_config.json`: a generation ends at an id that either names. A model without a
    /// beginning or padding id gets its first end id there.
    static ControlIds ids(FolderFiles files, Path config, int vocabulary) throws ModelException {
        List<JsonFields> sources = new ArrayList<>();
        if (files.has(GENERATION_FILE)) {
            Path generation = files.file(files.folder(), GENERATION_FILE, "the layout");
            sources.add(JsonFields.read(generation, SIZE_LIMIT, WRITER));
        }
        JsonFields root = JsonFields.read(config, SIZE_LIMIT, WRITER);
        sources.add(root);
        Set<Integer> end = new LinkedHashSet<>();
        for (JsonFields source : sources) {
            if (source.has("eos_token_id")) {
                end.addAll(source.integers("eos_token_id", 0, vocabulary - 1));
            }
        }
        if (end.isEmpty()) {
            throw root.wrong(
                    "eos_token_id",
                    "the id that ends a generation, here or in " + GENERATION_FILE,
                    "no such field");
        }
        int first = end.iterator().next();
        return new ControlIds(
                id(sources, "bos_token_id", vocabulary, first),
                List.copyOf(end),
                id(sources, "pad_token_id", vocabulary, first));
    }

    private static int id(List<JsonFields> sources, String name, int vocabulary, int otherwise)
            throws ModelException {
        for (JsonFields source : sources) {
            if (source.has(name)) {
                return source.integer(name, 0, vocabulary - 1);
            }
        }
        return otherwise;
    }
}
