package org.prmscope.model;

import org.prmscope.core.DecoderShape;

import java.nio.file.Path;

/// Reads `genai_config.json` and refuses one that does not describe a decoder it can run.
final class GenAiConfigReader {
    private static final int SIZE_LIMIT = 1 << 20;

    // Far above any decoder's sizes, and low enough that no product of them overflows a long.
    static final int MOST_IDS = 1 << 24;
    static final int MOST_CONTEXT = 1 << 24;
    static final int MOST_WIDTH = 1 << 20;
    static final int MOST_LAYERS = 1024;
    static final int MOST_HEADS = 4096;

    private GenAiConfigReader() {}

    /// What the file says, and the path of the graph as written in it: not checked yet.
    record Read(FolderConfig config, String graph) {}

    static Read read(Path file) throws ModelException {
        JsonFields root = JsonFields.read(file, SIZE_LIMIT, "ONNX Runtime GenAI's builder");
        JsonFields model = root.object("model");
        JsonFields decoder = model.object("decoder");
        int vocabulary = model.integer("vocab_size", 1, MOST_IDS);
        DecoderShape shape = shape(model, decoder, vocabulary);
        SlidingWindow.refuseGenAi(decoder, shape.contextLength());
        return new Read(
                new FolderConfig(
                        file,
                        model.text("type"),
                        shape,
                        true,
                        ids(model, vocabulary),
                        names(decoder.object("inputs"), decoder.object("outputs"))),
                decoder.text("filename"));
    }

    private static DecoderShape shape(JsonFields model, JsonFields decoder, int vocabulary)
            throws ModelException {
        int heads = decoder.integer("num_attention_heads", 1, MOST_HEADS);
        int kvHeads = decoder.integer("num_key_value_heads", 1, heads);
        if (heads % kvHeads != 0) {
            throw decoder.wrong(
                    "num_key_value_heads",
                    "a divisor of num_attention_heads (" + heads + ")",
                    Integer.toString(kvHeads));
        }
        return new DecoderShape(
                decoder.integer("num_hidden_layers", 1, MOST_LAYERS),
                heads,
                kvHeads,
                decoder.integer("head_size", 1, MOST_HEADS),
                decoder.integer("hidden_size", 1, MOST_WIDTH),
                vocabulary,
                model.integer("context_length", 1, MOST_CONTEXT),
                Float.BYTES);
    }

    private static ControlIds ids(JsonFields model, int vocabulary) throws ModelException {
        var end = model.integers("eos_token_id", 0, vocabulary - 1);
        return new ControlIds(
                model.integer("bos_token_id", 0, vocabulary - 1),
                end,
                model.has("pad_token_id")
                        ? model.integer("pad_token_id", 0, vocabulary - 1)
                        : end.getFirst());
    }

    private static DecoderNames names(JsonFields inputs, JsonFields outputs) throws ModelException {
        refuseParts(inputs, outputs);
        return new DecoderNames(
                inputs.text("input_ids"),
                inputs.text("attention_mask"),
                inputs.has(DecoderNames.POSITION_IDS)
                        ? inputs.text(DecoderNames.POSITION_IDS)
                        : DecoderNames.POSITION_IDS,
                pattern(inputs, "past_key_names"),
                pattern(inputs, "past_value_names"),
                outputs.text("logits"),
                pattern(outputs, "present_key_names"),
                pattern(outputs, "present_value_names"));
    }

    /// The builder can also write what is one part of a larger program.
    private static void refuseParts(JsonFields inputs, JsonFields outputs) throws ModelException {
        if (!inputs.has("input_ids") && inputs.has("inputs_embeds")) {
            throw part(
                    inputs,
                    "The graph takes embeddings, not tokens: it is one part of a larger model",
                    "an input for token ids",
                    "inputs_embeds",
                    "Export the model without exclude_embeds, or choose one with the embedding"
                            + " inside the graph.");
        }
        if (inputs.has("block_table")) {
            throw part(
                    inputs,
                    "The graph keeps its key-value cache in pages",
                    "one cache for each chain",
                    "block_table",
                    "Export the model without use_paged_attention.");
        }
        if (!outputs.has("logits")) {
            throw part(
                    outputs,
                    "The graph has no output head, so it says nothing of the next token",
                    "an output for logits",
                    "none",
                    "Export the model without exclude_lm_head.");
        }
    }

    private static ModelException part(
            JsonFields fields, String what, String expected, String found, String remedy) {
        return ModelException.of(what, fields.where(), expected, found, remedy);
    }

    private static String pattern(JsonFields fields, String name) throws ModelException {
        String pattern = fields.text(name);
        if (!DecoderNames.isPattern(pattern)) {
            throw fields.wrong(name, "a name with one %d for the layer", "\"" + pattern + "\"");
        }
        return pattern;
    }
}
