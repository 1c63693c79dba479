package org.prmscope.tokenizer;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;

/// Checks that a vocabulary has what every merge joins and what it makes of it.
///
/// The native library would say so too, but only when the model is loaded.
final class MergeCheck {
    private final JsonParser parser;
    private final Set<String> vocabulary;
    private final Path file;
    private boolean found;

    /// @param parser before the first token of a file that was read once
    MergeCheck(JsonParser parser, Set<String> vocabulary, Path file) {
        this.parser = parser;
        this.vocabulary = vocabulary;
        this.file = file;
    }

    void check() throws IOException, TokenizerException {
        parser.nextToken();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            boolean model = parser.currentName().equals("model");
            if (parser.nextToken() == JsonToken.START_OBJECT && model) {
                model();
            } else {
                parser.skipChildren();
            }
        }
        if (!found) {
            throw misfit("model", "a list of merges", "none");
        }
    }

    private void model() throws IOException, TokenizerException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            boolean merges = parser.currentName().equals("merges");
            if (parser.nextToken() == JsonToken.START_ARRAY && merges) {
                merges();
            } else {
                parser.skipChildren();
            }
        }
    }

    private void merges() throws IOException, TokenizerException {
        found = true;
        for (int index = 0; parser.nextToken() != JsonToken.END_ARRAY; index++) {
            String where = "model.merges[" + index + "]";
            if (parser.currentToken() == JsonToken.VALUE_STRING) {
                String text = parser.getText();
                if (!text.startsWith("#version")) {
                    requireKnown(text.split(" ", -1), where);
                }
            } else if (parser.currentToken() == JsonToken.START_ARRAY) {
                requireKnown(new String[] {next(where), next(where)}, where);
                if (parser.nextToken() != JsonToken.END_ARRAY) {
                    throw misfit(where, "two texts", "more");
                }
            } else {
                throw misfit(where, "two texts", parser.getText());
            }
        }
    }

    private String next(String where) throws IOException, TokenizerException {
        if (parser.nextToken() != JsonToken.VALUE_STRING) {
            throw misfit(where, "two texts", parser.getText());
        }
        return parser.getText();
    }

    private void requireKnown(String[] pair, String where) throws TokenizerException {
        boolean known =
                pair.length == 2
                        && vocabulary.contains(pair[0])
                        && vocabulary.contains(pair[1])
                        && vocabulary.contains(pair[0] + pair[1]);
        if (!known) {
            throw misfit(
                    where,
                    "two entries of the vocabulary that are one when joined",
                    '"' + String.join(" ", pair) + '"');
        }
    }

    private TokenizerException misfit(String where, String expected, String found) {
        return new TokenizerException(
                "The tokenizer's merges do not fit its vocabulary",
                file + ", " + where,
                expected,
                TokenizerJson.cut(found));
    }
}
