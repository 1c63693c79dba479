package org.prmscope.tokenizer;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/// What this program reads of a `tokenizer.json` by itself: the bytes of every token and which
/// tokens are control tokens (the file's `added_tokens`).
///
/// The file is streamed, never held as a tree, and only byte-level BPE is accepted.
final class TokenizerJson {
    /// The largest file that is read.
    static final long MAX_BYTES = 64L << 20;

    /// One more than the largest token id that is accepted.
    static final int MAX_IDS = 1 << 20;

    private static final Set<String> LEFT_OUT =
            Set.of("added_tokens", "post_processor", "truncation", "padding");

    private static final String BAD_FILE = "The tokenizer file cannot be read";

    private final Path file;
    private final byte[] content;
    private final JsonFactory json =
            JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(64)
                                    .maxStringLength(1 << 20)
                                    .maxDocumentLength(MAX_BYTES)
                                    .build())
                    .build();

    /// Stands for a byte that has no token.
    static final int ABSENT = -1;

    private final ByteLevelAlphabet alphabet = new ByteLevelAlphabet();
    private final Map<String, Integer> vocabulary = new HashMap<>();
    private final Map<String, Integer> controls = new HashMap<>();
    private final Set<Integer> controlIds = new HashSet<>();
    private @Nullable String modelType;
    private boolean byteLevel;
    private byte[][] pieces = new byte[0][];
    private final int[] singleByteIds = new int[256];

    private TokenizerJson(Path file, byte[] content) {
        this.file = file;
        this.content = content;
    }

    /// Reads and checks a file.
    ///
    /// @throws TokenizerException if it is missing, too large, not JSON or not byte-level BPE
    static TokenizerJson read(Path file) throws TokenizerException {
        byte[] content;
        try {
            if (!Files.isRegularFile(file)) {
                String found = Files.exists(file) ? "a folder or special file" : "nothing";
                throw new TokenizerException(
                        "The tokenizer file is missing", file.toString(), "a file", found);
            }
            try (var in = Files.newInputStream(file)) {
                content = in.readNBytes((int) MAX_BYTES + 1);
            }
        } catch (IOException e) {
            throw new TokenizerException(BAD_FILE, file.toString(), "", String.valueOf(e), e);
        }
        if (content.length > MAX_BYTES) {
            throw new TokenizerException(
                    "The tokenizer file is too large",
                    file.toString(),
                    "at most 64 MiB",
                    "more than " + (MAX_BYTES >> 20) + " MiB");
        }
        TokenizerJson tokenizer = new TokenizerJson(file, content);
        tokenizer.parse();
        return tokenizer;
    }

    /// The bytes of token `id`; empty if the file has no such id.
    byte[] piece(int id) {
        return id >= 0 && id < pieces.length ? pieces[id].clone() : new byte[0];
    }

    int size() {
        return pieces.length;
    }

    OptionalInt controlId(String name) {
        Integer id = controls.get(name);
        return id == null ? OptionalInt.empty() : OptionalInt.of(id);
    }

    boolean isControl(int id) {
        return controlIds.contains(id);
    }

    /// The id of the token that is exactly this byte, 0..255.
    int singleByteId(int value) {
        return singleByteIds[value];
    }

    /// The file without its control tokens, post-processing, truncation and padding, so that no
    /// text can be encoded as a control token and nothing is added or cut.
    byte[] withoutControls() throws TokenizerException {
        ByteArrayOutputStream out = new ByteArrayOutputStream(content.length);
        try (JsonParser parser = json.createParser(content);
                JsonGenerator generator = json.createGenerator(out)) {
            parser.nextToken();
            generator.writeStartObject();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                if (LEFT_OUT.contains(name)) {
                    parser.skipChildren();
                } else {
                    generator.writeFieldName(name);
                    generator.copyCurrentStructure(parser);
                }
            }
            generator.writeFieldName("added_tokens");
            generator.writeStartArray();
            generator.writeEndArray();
            generator.writeEndObject();
        } catch (IOException e) {
            throw new TokenizerException(BAD_FILE, file.toString(), "", String.valueOf(e), e);
        }
        return out.toByteArray();
    }

    private void parse() throws TokenizerException {
        try (JsonParser parser = json.createParser(content)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw notByteLevel("a JSON object", "another kind of value");
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                JsonToken value = parser.nextToken();
                switch (name) {
                    case "model" -> readModel(parser, value);
                    case "added_tokens" -> readAddedTokens(parser, value);
                    case "pre_tokenizer", "decoder" ->
                            byteLevel |= mentionsByteLevel(new ObjectMapper().readTree(parser));
                    default -> parser.skipChildren();
                }
            }
            if (parser.nextToken() != null) {
                throw notByteLevel("one JSON value", "text after it");
            }
        } catch (JsonProcessingException e) {
            throw new TokenizerException(
                    "The tokenizer file is not valid JSON",
                    file
                            + " line "
                            + e.getLocation().getLineNr()
                            + " column "
                            + e.getLocation().getColumnNr(),
                    "the JSON of a Hugging Face tokenizer",
                    firstBytes(),
                    e);
        } catch (IOException e) {
            throw new TokenizerException(BAD_FILE, file.toString(), "", String.valueOf(e), e);
        }
        collectPieces();
    }

    private void readModel(JsonParser parser, JsonToken value)
            throws IOException, TokenizerException {
        if (value != JsonToken.START_OBJECT) {
            throw notByteLevel("a model object", "another kind of value");
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            JsonToken token = parser.nextToken();
            if (name.equals("type")) {
                modelType = parser.getText();
            } else if (name.equals("vocab") && token == JsonToken.START_OBJECT) {
                readVocabulary(parser);
            } else {
                parser.skipChildren();
            }
        }
    }

    private void readVocabulary(JsonParser parser) throws IOException, TokenizerException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String entry = parser.currentName();
            if (parser.nextToken() != JsonToken.VALUE_NUMBER_INT) {
                throw notByteLevel("a number as the id of " + quoted(entry), parser.getText());
            }
            vocabulary.put(entry, checkedId(parser.getLongValue(), entry));
        }
    }

    private void readAddedTokens(JsonParser parser, JsonToken value)
            throws IOException, TokenizerException {
        if (value != JsonToken.START_ARRAY) {
            throw notByteLevel("a list of added tokens", "another kind of value");
        }
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            JsonNode token = new ObjectMapper().readTree(parser);
            JsonNode id = token.path("id");
            JsonNode name = token.path("content");
            if (!id.isIntegralNumber() || !name.isTextual() || name.textValue().isEmpty()) {
                throw notByteLevel("an added token with id and content", token.toString());
            }
            int checked = checkedId(id.canConvertToLong() ? id.longValue() : -1, name.textValue());
            controls.put(name.textValue(), checked);
            controlIds.add(checked);
        }
    }

    private int checkedId(long id, String entry) throws TokenizerException {
        if (id < 0 || id >= MAX_IDS) {
            throw notByteLevel(
                    "an id of 0 to " + (MAX_IDS - 1) + " for " + quoted(entry), String.valueOf(id));
        }
        return (int) id;
    }

    private void collectPieces() throws TokenizerException {
        if (!"BPE".equals(modelType) || !byteLevel || vocabulary.isEmpty()) {
            throw notByteLevel(
                    "a model of type BPE with a ByteLevel pre-tokenizer or decoder",
                    "model type %s, %s ByteLevel, %d entries"
                            .formatted(
                                    modelType, byteLevel ? "with" : "without", vocabulary.size()));
        }
        int last = -1;
        for (int id : vocabulary.values()) {
            last = Math.max(last, id);
        }
        for (int id : controls.values()) {
            last = Math.max(last, id);
        }
        pieces = new byte[last + 1][];
        Arrays.fill(pieces, new byte[0]);
        vocabulary.forEach((entry, id) -> pieces[id] = alphabet.bytes(entry));
        controls.forEach((name, id) -> pieces[id] = name.getBytes(StandardCharsets.UTF_8));
        for (int value = 0; value < 256; value++) {
            Integer id = vocabulary.get(String.valueOf(alphabet.character(value)));
            if (id == null && isInText(value)) {
                throw notByteLevel(
                        "a token for each byte that text is made of", "none for byte " + value);
            }
            singleByteIds[value] = id == null ? ABSENT : id;
        }
    }

    /// Whether a byte occurs in the UTF-8 of ordinary text. Vocabularies that were learned without
    /// all 256 bytes lack control characters and bytes that no assigned character has.
    private static boolean isInText(int value) {
        boolean ascii = value == '\n' || (value >= ' ' && value <= '~');
        boolean multiByte = value >= 0x80 && value <= 0xF0 && value != 0xC0 && value != 0xC1;
        return ascii || multiByte;
    }

    private static boolean mentionsByteLevel(JsonNode node) {
        if ("ByteLevel".equals(node.path("type").asText())) {
            return true;
        }
        for (JsonNode child : node) {
            if (mentionsByteLevel(child)) {
                return true;
            }
        }
        return false;
    }

    private TokenizerException notByteLevel(String expected, String found) {
        return new TokenizerException(
                "The tokenizer is not byte-level BPE", file.toString(), expected, cut(found));
    }

    private String firstBytes() {
        String start = new String(content, 0, Math.min(40, content.length), StandardCharsets.UTF_8);
        return content.length == 0 ? "an empty file" : quoted(start);
    }

    private static String quoted(String text) {
        return '"' + cut(text) + '"';
    }

    private static String cut(String text) {
        String line = text.replaceAll("\\p{Cntrl}", " ");
        return line.length() <= 80 ? line : line.substring(0, 77) + "...";
    }
}
