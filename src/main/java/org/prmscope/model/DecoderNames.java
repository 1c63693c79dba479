package org.prmscope.model;

import java.util.ArrayList;
import java.util.List;

/// What the inputs and outputs of a decoder graph are called; `%d` in a cache name stands for the
/// layer, counted from 0.
public record DecoderNames(
        String inputIds,
        String attentionMask,
        String pastKeys,
        String pastValues,
        String logits,
        String presentKeys,
        String presentValues) {
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

    /// Every input of a graph with this many layers.
    List<String> inputs(int layers) {
        List<String> names = new ArrayList<>(List.of(inputIds, attentionMask));
        for (int layer = 0; layer < layers; layer++) {
            names.add(pastKey(layer));
            names.add(pastValue(layer));
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
