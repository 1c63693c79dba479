package org.prmscope.decode.onnx;

/// What a decoder graph calls its inputs and outputs.
///
/// The key and value names hold `%d` where the layer's number goes, as in `genai_config.json`.
public record OnnxDecoderNames(
        String inputIds,
        String attentionMask,
        String positionIds,
        String pastKey,
        String pastValue,
        String logits,
        String presentKey,
        String presentValue) {
    /// The names that the ONNX Runtime GenAI builder gives.
    public static final OnnxDecoderNames GENAI =
            new OnnxDecoderNames(
                    "input_ids",
                    "attention_mask",
                    "position_ids",
                    "past_key_values.%d.key",
                    "past_key_values.%d.value",
                    "logits",
                    "present.%d.key",
                    "present.%d.value");

    String pastKey(int layer) {
        return ofLayer(pastKey, layer);
    }

    String pastValue(int layer) {
        return ofLayer(pastValue, layer);
    }

    String presentKey(int layer) {
        return ofLayer(presentKey, layer);
    }

    String presentValue(int layer) {
        return ofLayer(presentValue, layer);
    }

    private static String ofLayer(String pattern, int layer) {
        return pattern.replace("%d", Integer.toString(layer));
    }
}
