package org.prmscope.decode.onnx;

import java.util.ArrayList;
import java.util.List;

/// What a decoder graph calls its inputs and outputs.
///
/// The key and value names hold `%d` where the layer's number goes, as in `genai_config.json`. The
/// constants are what the import adds to every graph, and inputs that some exports have besides.
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

    /// Input, int64 `[n]`: indexes along the sequence whose logits are computed.
    static final String LOGIT_POSITIONS = "logit_positions";

    /// Input, int64 `[m]`: tokens whose logits are wanted by themselves.
    static final String LABEL_IDS = "label_ids";

    /// Output, float `[batch, n, k]`, sorted.
    static final String TOP_LOGITS = "top_logits";

    /// Output, int64 `[batch, n, k]`.
    static final String TOP_IDS = "top_ids";

    /// Output, float `[batch, n, 1]`.
    static final String LOG_SUM_EXP = "log_sum_exp";

    /// Output, float `[batch, n, m]`.
    static final String LABEL_LOGITS = "label_logits";

    /// Optional input of a merged export, bool `[1]`: whether there is a past.
    static final String USE_CACHE_BRANCH = "use_cache_branch";

    /// Optional input of a transformers.js export, int64 scalar; 0 for all.
    static final String NUM_LOGITS_TO_KEEP = "num_logits_to_keep";

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

    /// The inputs of the past: of each layer the key, then the value.
    List<String> pasts(int layers) {
        List<String> all = new ArrayList<>(2 * layers);
        for (int layer = 0; layer < layers; layer++) {
            all.add(pastKey(layer));
            all.add(pastValue(layer));
        }
        return all;
    }

    /// The outputs of the present, in the order of [#pasts].
    List<String> presents(int layers) {
        List<String> all = new ArrayList<>(2 * layers);
        for (int layer = 0; layer < layers; layer++) {
            all.add(presentKey(layer));
            all.add(presentValue(layer));
        }
        return all;
    }

    private static String ofLayer(String pattern, int layer) {
        return pattern.replace("%d", Integer.toString(layer));
    }
}
