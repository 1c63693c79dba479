package org.prmscope.model;

import ai.onnx.proto.OnnxMl.ValueInfoProto;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Finds out what a graph calls its cache: names that are the same for every layer but for its
/// number, one for the keys and one for the values.
final class CacheNames {
    private static final Pattern NUMBERED = Pattern.compile("([^0-9%]*)([0-9]{1,4})([^0-9%]*)");

    private static final int CACHE_DIMENSIONS = 4;

    private CacheNames() {}

    /// @param keys pattern with `%d` for the layer
    record Patterns(String keys, String values) {}

    static DecoderNames find(
            Collection<ValueInfoProto> inputs, Collection<ValueInfoProto> outputs, Path file)
            throws ModelException {
        Patterns past = patterns(inputs, "inputs", "past_key_values", file);
        Patterns present = patterns(outputs, "outputs", "present", file);
        return new DecoderNames(
                DecoderNames.INPUT_IDS,
                DecoderNames.ATTENTION_MASK,
                DecoderNames.POSITION_IDS,
                past.keys(),
                past.values(),
                DecoderNames.LOGITS,
                present.keys(),
                present.values());
    }

    private static Patterns patterns(
            Collection<ValueInfoProto> values, String side, String usual, Path file)
            throws ModelException {
        Set<String> keys = new TreeSet<>();
        Set<String> others = new TreeSet<>();
        List<String> names = new ArrayList<>();
        for (ValueInfoProto value : values) {
            names.add(value.getName());
            Matcher name = NUMBERED.matcher(value.getName());
            int dimensions = value.getType().getTensorType().getShape().getDimCount();
            if (dimensions == CACHE_DIMENSIONS && name.matches()) {
                String pattern = name.group(1) + "%d" + name.group(3);
                // "past_key_values.%d.value" is one of values.
                String part = pattern.replace("key_values", "");
                (part.contains("key") ? keys : others).add(pattern);
            }
        }
        boolean encoder =
                names.stream().anyMatch(n -> n.contains(".encoder.") || n.startsWith("encoder_"));
        if (encoder) {
            throw ModelException.of(
                    "This model has an encoder, which a verifier has not",
                    file,
                    "a decoder alone",
                    side + " " + some(names),
                    "Choose a causal language model.");
        }
        if (keys.isEmpty() && others.isEmpty()) {
            throw ModelException.of(
                    "The graph has no key-value cache, so every token would compute the whole text"
                            + " again",
                    file,
                    side + " such as " + usual + ".0.key [batch, heads, tokens, head size]",
                    some(names),
                    "Export the model with optimum-cli export onnx --task"
                            + " text-generation-with-past, or choose the graph with a cache"
                            + " (decoder_model_merged.onnx).");
        }
        if (keys.size() != 1 || others.size() != 1 || !others.iterator().next().contains("value")) {
            throw ModelException.of(
                    "The names of the graph's key-value cache are not understood",
                    file + ", " + side,
                    "one name for keys and one for values, such as " + usual + ".%d.key and .value",
                    some(names),
                    "Export the model with Optimum's usual names.");
        }
        return new Patterns(keys.iterator().next(), others.iterator().next());
    }

    static String some(Collection<String> names) {
        return String.join(", ", names.stream().limit(8).toList());
    }
}
