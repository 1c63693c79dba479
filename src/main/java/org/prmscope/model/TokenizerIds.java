package org.prmscope.model;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Finds the largest token id of a `tokenizer.json` without building the vocabulary.
final class TokenizerIds {
    private static final long SIZE_LIMIT = 64L << 20;

    private final JsonParser parser;
    private long largest = -1;

    private TokenizerIds(JsonParser parser) {
        this.parser = parser;
    }

    /// The largest id in the vocabulary or among the added tokens.
    ///
    /// @throws ModelException if the file is too large, not JSON or has no vocabulary
    static long largest(Path file) throws ModelException {
        JsonFactory json =
                JsonFactory.builder()
                        .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                        .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                        .build();
        try {
            if (Files.size(file) > SIZE_LIMIT) {
                throw FolderFiles.tooLarge(
                        file, SIZE_LIMIT, "Download the file again; it is not what it should be.");
            }
            try (JsonParser parser = json.createParser(file.toFile())) {
                TokenizerIds ids = new TokenizerIds(parser);
                ids.root();
                if (ids.largest < 0) {
                    throw wrong(file, "no vocabulary in it");
                }
                return ids.largest;
            }
        } catch (JsonProcessingException e) {
            throw new ModelException(wrong(file, e.getOriginalMessage()).report(), e);
        } catch (IOException e) {
            throw ModelException.io(
                    "The tokenizer cannot be read", file, e, "Check its permissions.");
        }
    }

    private static ModelException wrong(Path file, String found) {
        return ModelException.of(
                "The tokenizer cannot be read",
                file,
                "a Hugging Face tokenizer.json",
                found,
                "Download or export the model again.");
    }

    private void root() throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            return;
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            if (name.equals("model") && value == JsonToken.START_OBJECT) {
                model();
            } else if (name.equals("added_tokens") && value == JsonToken.START_ARRAY) {
                addedTokens();
            } else {
                parser.skipChildren();
            }
        }
    }

    private void model() throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            if (name.equals("vocab") && value == JsonToken.START_OBJECT) {
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    parser.nextToken();
                    id();
                }
            } else if (name.equals("vocab") && value == JsonToken.START_ARRAY) {
                positions();
            } else {
                parser.skipChildren();
            }
        }
    }

    /// A list of pieces (Unigram models): the position is the id.
    private void positions() throws IOException {
        long position = -1;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            parser.skipChildren();
            position++;
        }
        largest = Math.max(largest, position);
    }

    private void addedTokens() throws IOException {
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                parser.skipChildren();
                continue;
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                if (name.equals("id")) {
                    id();
                } else {
                    parser.skipChildren();
                }
            }
        }
    }

    private void id() throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT) {
            largest = Math.max(largest, parser.getLongValue());
        } else {
            parser.skipChildren();
        }
    }
}
