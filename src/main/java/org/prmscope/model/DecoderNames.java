package org.prmscope.model;

import java.util.ArrayList;
import java.util.List;

/// What the inputs and outputs of a decoder graph are called; `%d` in a cache name stands for the
/// layer, counted from 0.
///
/// @param positionIds what an input for positions is called where the graph has one
public record DecoderNames(
        String inputIds,
        String attentionMask,
        String positionIds,
        String pastKeys,
        String pastValues,
        String logits,
        String presentKeys,
        String presentValues) {
    static final String INPUT_IDS = "input_ids";
    static final String ATTENTION_MASK = "attention_mask";
    static final String POSITION_IDS = "position_ids";
    static final String LOGITS = "logits";

    private static final String LAYER = "%d";

    /// The input for the keys of a layer before this step.
    public String pastKey(int layer) {
        return name(pastKeys, layer);
    }

    /// The input for the values of a layer before this step.
    public String pastValue(int layer) {
        return name(pastValues, layer);
    }

    /// The output for the keys of a layer after this step.
    public String presentKey(int layer) {
        return name(presentKeys, layer);
    }

    /// The output for the values of a layer after this step.
    public String presentValue(int layer) {
        return name(presentValues, layer);
    }

    /// The inputs that hold the cache before a step.
    List<String> pasts(int layers) {
        List<String> names = new ArrayList<>();
        for (int layer = 0; layer < layers; layer++) {
            names.add(pastKey(layer));
            names.add(pastValue(layer));
        }
        return names;
    }

    /// The outputs that hold the cache after a step.
    List<String> presents(int layers) {
        List<String> names = new ArrayList<>();
        for (int layer = 0; layer < layers; layer++) {
            names.add(presentKey(layer));
            names.add(presentValue(layer));
        }
        return names;
    }

    /// Whether a name is a pattern with one place for the layer and no other directive.
    static boolean isPattern(String name) {
        int place = name.indexOf(LAYER);
        return place >= 0 && name.lastIndexOf('%') == place && name.indexOf('%') == place;
    }

    // The pattern comes from a file: it is not given to a formatter.
    private static String name(String pattern, int layer) {
        return pattern.replace(LAYER, Integer.toString(layer));
    }
}
