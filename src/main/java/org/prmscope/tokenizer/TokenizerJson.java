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
import com.fasterxml.jackson.databind.node.NullNode;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
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

    /// What the native library is given; the fields that [TokenizerParts] lets be empty only are
    /// left out.
    private static final Set<String> GIVEN =
            Set.of("version", "normalizer", "pre_tokenizer", "model");

    private static final Set<String> GIVEN_OF_MODEL =
            Set.of("type", "fuse_unk", "byte_fallback", "ignore_merges", "vocab", "merges");

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
    private final TokenizerParts parts;
    private @Nullable String modelType;
    private @Nullable String unknown;
    private JsonNode preTokenizer = NullNode.getInstance();
    private boolean byteLevel;
    private byte[][] pieces = new byte[0][];
    private final int[] singleByteIds = new int[256];

    private TokenizerJson(Path file, byte[] content) {
        this.file = file;
        this.content = content;
        parts = new TokenizerParts(file);
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

    /// What the native library needs of the file: no control tokens, so that no text can be encoded
    /// as one, and nothing that adds or cuts.
    byte[] withoutControls() throws TokenizerException {
        ByteArrayOutputStream out = new ByteArrayOutputStream(content.length);
        try (JsonParser parser = json.createParser(content);
                JsonGenerator generator = json.createGenerator(out)) {
            parser.nextToken();
            generator.writeStartObject();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                if (!GIVEN.contains(name)) {
                    parser.skipChildren();
                } else if (name.equals("pre_tokenizer")) {
                    parser.skipChildren();
                    generator.writeFieldName(name);
                    new ObjectMapper().writeTree(generator, preTokenizer);
                } else if (name.equals("model")) {
                    copyModel(parser, generator);
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

    private void copyModel(JsonParser parser, JsonGenerator generator) throws IOException {
        generator.writeFieldName("model");
        generator.writeStartObject();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            // An unknown token that is none would fail in the middle of a run.
            boolean knows =
                    name.equals("unk_token") && unknown != null && vocabulary.containsKey(unknown);
            if (knows || GIVEN_OF_MODEL.contains(name)) {
                generator.writeFieldName(name);
                generator.copyCurrentStructure(parser);
            } else {
                parser.skipChildren();
            }
        }
        generator.writeEndObject();
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
                    case "normalizer" -> parts.checkNormalizer(tree(parser));
                    case "pre_tokenizer" -> {
                        preTokenizer = tree(parser);
                        byteLevel = parts.checkPreTokenizer(preTokenizer);
                    }
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
        try (JsonParser parser = json.createParser(content)) {
            new MergeCheck(parser, vocabulary.keySet(), file).check();
        } catch (IOException e) {
            throw new TokenizerException(BAD_FILE, file.toString(), "", String.valueOf(e), e);
        }
    }

    /// A part of the file that is small in every honest one.
    private JsonNode tree(JsonParser parser) throws IOException {
        BoundedBytes copy = new BoundedBytes();
        try (JsonGenerator generator = json.createGenerator(copy)) {
            generator.copyCurrentStructure(parser);
        }
        return new ObjectMapper().readTree(copy.bytes.toByteArray());
    }

    /// Keeps a part of a file from becoming a tree that fills the memory.
    private static final class BoundedBytes extends OutputStream {
        private static final int LIMIT = 1 << 20;
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] values, int offset, int length) throws IOException {
            if (bytes.size() + length > LIMIT) {
                throw new IOException("a part of more than 1 MiB beside model");
            }
            bytes.write(values, offset, length);
        }
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
            } else if (token == JsonToken.START_OBJECT || token == JsonToken.START_ARRAY) {
                parser.skipChildren();
            } else {
                JsonNode field = tree(parser);
                parts.checkModelField(name, field);
                if (name.equals("unk_token")) {
                    unknown = field.textValue();
                }
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
            JsonNode token = tree(parser);
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
                    "a model of type BPE with a ByteLevel pre-tokenizer",
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

    static String cut(String text) {
        String line = text.replaceAll("\\p{Cntrl}", " ");
        return line.length() <= 80 ? line : line.substring(0, 77) + "...";
    }
}
