package org.prmscope.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/// Checks the parts of a `tokenizer.json` that the native library would run.
///
/// That library ends the process, or fills the memory, on components that are hostile or merely
/// damaged. Only what the byte-level families use goes to it: the normalizers NFC, NFD, NFKC and
/// NFKD; the pre-tokenizers ByteLevel (once: each makes the text longer), Digits, Punctuation and
/// Split; sequences of these. The decoder is not needed and not given to it.
final class TokenizerParts {
    private static final Set<String> NORMALIZERS = Set.of("NFC", "NFD", "NFKC", "NFKD");
    private static final Set<String> PRE_TOKENIZERS =
            Set.of("ByteLevel", "Digits", "Punctuation", "Split");

    /// The longest known sequence has six.
    private static final int LIMIT = 16;

    private static final int TEXT_LIMIT = 64;

    private final Path file;
    private int parts;
    private int byteLevels;

    TokenizerParts(Path file) {
        this.file = file;
    }

    void checkNormalizer(JsonNode normalizer) throws TokenizerException {
        parts = 0;
        if (!normalizer.isNull()) {
            check(normalizer, "normalizer", "normalizers", NORMALIZERS);
        }
    }

    /// Checks it, and puts patterns in it as the library is to be given them.
    ///
    /// @return whether it is byte-level
    boolean checkPreTokenizer(JsonNode preTokenizer) throws TokenizerException {
        parts = 0;
        if (!preTokenizer.isNull()) {
            check(preTokenizer, "pre_tokenizer", "pretokenizers", PRE_TOKENIZERS);
        }
        return byteLevels > 0;
    }

    /// What a model's field must be beside `vocab` and `merges`.
    void checkModelField(String name, JsonNode value) throws TokenizerException {
        switch (name) {
            case "continuing_subword_prefix", "end_of_word_suffix" -> {
                if (!value.isNull() && !value.asText("-").isEmpty()) {
                    throw refusal("model." + name, "null or an empty text", value);
                }
            }
            case "dropout" -> {
                // A sampled tokenization would make of one seed several runs.
                if (!value.isNull() && !(value.isNumber() && value.doubleValue() == 0)) {
                    throw refusal("model.dropout", "null or 0", value);
                }
            }
            default -> {}
        }
    }

    private void check(JsonNode part, String where, String list, Set<String> known)
            throws TokenizerException {
        JsonNode type = part.path("type");
        if (type.asText().equals("Sequence")) {
            if (!part.path(list).isArray()) {
                throw refusal(where + "." + list, "a list", part.path(list));
            }
            int index = 0;
            for (JsonNode each : part.path(list)) {
                check(each, where + "." + list + "[" + index++ + "]", list, known);
            }
            return;
        }
        if (!type.isTextual() || !known.contains(type.textValue())) {
            throw refusal(
                    where,
                    "Sequence or one of " + String.join(", ", known.stream().sorted().toList()),
                    type.isMissingNode() ? part : type);
        }
        if (++parts > LIMIT) {
            throw refusal(where, "at most " + LIMIT + " components", type);
        }
        switch (type.textValue()) {
            case "ByteLevel" -> {
                if (++byteLevels > 1) {
                    throw refusal(where, "ByteLevel once", type);
                }
            }
            case "Split" -> checkPattern(part.path("pattern"), where + ".pattern");
            default -> {}
        }
    }

    private void checkPattern(JsonNode pattern, String where) throws TokenizerException {
        JsonNode text = pattern.path("String");
        JsonNode regex = pattern.path("Regex");
        boolean one = pattern.size() == 1;
        boolean plain = text.isTextual() && !text.textValue().isEmpty();
        if (one && plain && text.textValue().length() <= TEXT_LIMIT) {
            return;
        }
        Optional<String> given =
                one && regex.isTextual() ? SplitPattern.given(regex.textValue()) : Optional.empty();
        if (given.isEmpty() || !(pattern instanceof ObjectNode object)) {
            throw refusal(where, SplitPattern.PASSING, regex.isTextual() ? regex : pattern);
        }
        object.put("Regex", given.get());
    }

    private TokenizerException refusal(String component, String expected, JsonNode found) {
        return new TokenizerException(
                "The tokenizer has a component that cannot be run",
                file + ", " + component,
                expected,
                found.isMissingNode() ? "nothing" : TokenizerJson.cut(found.toString()),
                "Use the tokenizer.json of the model's authors, unchanged. If this is it, its"
                        + " family is not known yet: please report the component.");
    }
}
