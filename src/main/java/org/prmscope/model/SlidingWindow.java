package org.prmscope.model;

import java.util.List;

/// Refuses a model whose attention forgets the start of a long verification.
///
/// A graph of plain operators has its window in the values of its mask, where it cannot be told
/// apart from other arithmetic: the configuration beside it is the only witness.
final class SlidingWindow {
    /// What transformers' `MistralConfig` sets where the field is not there at all.
    private static final int MISTRAL_PRESET = 4096;

    private static final String FIELD = "sliding_window";

    private final JsonFields config;
    private final String type;
    private final int layers;

    /// @param config the root of transformers' `config.json`
    /// @param type as `model_type` names it
    /// @param layers of the model; [Integer#MAX_VALUE] if not known
    SlidingWindow(JsonFields config, String type, int layers) {
        this.config = config;
        this.type = type;
        this.layers = layers;
    }

    /// @param context tokens that every layer must attend to
    /// @throws ModelException if a layer attends to fewer, or in a way that is not known
    void refuse(int context) throws ModelException {
        int window = window();
        if (isUsed()) {
            refuse(config, FIELD, window, context);
        }
    }

    /// Refuses the window that a `genai_config.json` names.
    ///
    /// @param decoder the object `model.decoder`
    static void refuseGenAi(JsonFields decoder, int context) throws ModelException {
        if (decoder.has(FIELD)) {
            JsonFields window = decoder.object(FIELD);
            refuse(
                    window,
                    "window_size",
                    window.integer("window_size", 1, Integer.MAX_VALUE),
                    context);
        }
    }

    private static void refuse(JsonFields fields, String name, int window, int context)
            throws ModelException {
        if (window < context) {
            throw fields.wrong(
                    name,
                    "attention over the whole context of "
                            + context
                            + " tokens in every layer (a window would need local_window_size in"
                            + " the graph)",
                    "a window of " + window);
        }
    }

    private boolean isUsed() throws ModelException {
        List<String> types = config.texts("layer_types");
        for (String layer : types) {
            if (!layer.equals("full_attention") && !layer.equals("sliding_attention")) {
                throw config.wrong("layer_types", "full_attention", "\"" + layer + "\"");
            }
        }
        if (types.contains("sliding_attention")) {
            return true;
        }
        return switch (type) {
            case "qwen2", "qwen3" -> config.flag("use_sliding_window", false) && reachesLayers();
            case "mistral" -> true;
            case "llama" -> false;
            // Not known: what says that there is no window is believed, and nothing else.
            default ->
                    types.isEmpty() && config.flag("use_sliding_window", true) && reachesLayers();
        };
    }

    /// Whether there are layers from the one on at which the window begins.
    private boolean reachesLayers() throws ModelException {
        return config.integer("max_window_layers", 0, Integer.MAX_VALUE, 0) < layers;
    }

    private int window() throws ModelException {
        boolean preset = type.equals("mistral") && !config.node().has(FIELD);
        return config.integer(
                FIELD, 0, Integer.MAX_VALUE, preset ? MISTRAL_PRESET : Integer.MAX_VALUE);
    }
}
