package org.prmscope.dataset;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.prmscope.core.Solution;

import java.util.Iterator;

/// How rows are parsed and written: strict JSON, bounded, numbers exactly as they came.
final class RowJson {
    private RowJson() {}

    static JsonMapper mapper(ReadLimits limits) {
        JsonFactory factory =
                new JsonFactoryBuilder()
                        .streamReadConstraints(
                                StreamReadConstraints.builder()
                                        .maxNestingDepth(limits.nesting())
                                        .maxStringLength(limits.rowBytes())
                                        .build())
                        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                        .build();
        return JsonMapper.builder(factory)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                .build();
    }

    /// The fields that a solution's row has besides those that are known, as the row had them.
    static ObjectNode extraFields(JsonMapper mapper, Solution solution) {
        try {
            if (mapper.readTree(solution.extraFields()) instanceof ObjectNode object) {
                return object;
            }
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("extra fields of " + solution.id(), e);
        }
        throw new IllegalArgumentException("extra fields are no object: " + solution.id());
    }

    /// Whether a string or key somewhere in the value has half of a surrogate pair, which JSON can
    /// escape but no UTF-8 text can hold.
    static boolean hasLoneSurrogate(JsonNode node) {
        if (node.isTextual()) {
            return hasLoneSurrogate(node.textValue());
        }
        for (Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
            if (hasLoneSurrogate(names.next())) {
                return true;
            }
        }
        for (JsonNode child : node) {
            if (hasLoneSurrogate(child)) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasLoneSurrogate(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                return true;
            }
        }
        return false;
    }

    /// A value for a message: its type and its beginning.
    static String shown(JsonNode value) {
        return switch (value.getNodeType()) {
            case MISSING -> "nothing";
            case NULL -> "null";
            case STRING -> value.textValue().isBlank() ? "empty text" : "text " + cut(value);
            case NUMBER -> "number " + cut(value);
            case BOOLEAN -> value.asText();
            case ARRAY -> "a list of " + value.size();
            case OBJECT -> "an object";
            case BINARY, POJO -> value.getNodeType().name();
        };
    }

    private static String cut(JsonNode value) {
        String text = value.toString();
        return text.length() <= 40 ? text : text.substring(0, 37) + "...";
    }
}
