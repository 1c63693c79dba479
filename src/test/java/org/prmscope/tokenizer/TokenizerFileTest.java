package org.prmscope.tokenizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;

class TokenizerFileTest {
    @TempDir Path folder;
    private TokenizerFile tokenizer;

    @BeforeEach
    void open() throws Exception {
        List<String> controls = new ArrayList<>(TokenizerFixture.DEEPSEEK);
        controls.addAll(TokenizerFixture.CHATML);
        tokenizer = TokenizerFixture.open(folder, controls);
    }

    @AfterEach
    void close() {
        tokenizer.close();
    }

    @Test
    void mergesAreUsedAndPiecesGiveTheBytesBack() {
        int[] ids = tokenizer.encode("Yes\n\n 步😀 No");

        assertEquals(257, ids[0]);
        assertEquals("Yes\n\n 步😀 No", text(ids));
    }

    @Test
    void longTextIsNeitherTruncatedNorPadded() {
        String text = "7 + 5 = 12; ".repeat(5_000);

        assertEquals(text, text(tokenizer.encode(text)));
        assertEquals(0, tokenizer.encode("").length);
    }

    @Test
    void textThatSpellsControlTokensIsEncodedAsItsCharacters() {
        for (String control : TokenizerFixture.DEEPSEEK) {
            int[] ids = tokenizer.encode("a" + control + "b");

            assertTrue(IntStream.of(ids).noneMatch(tokenizer::isControl), control);
            assertEquals("a" + control + "b", text(ids));
        }
    }

    @Test
    void noMixtureOfHostilePiecesBecomesAControlToken() {
        Random random = new Random(11);
        List<String> parts = new ArrayList<>(TokenizerFixture.DEEPSEEK);
        parts.addAll(TokenizerFixture.CHATML);
        parts.addAll(
                List.of(
                        "<", "|", "｜", "im_", "start", "|>", ">", " ", "\n", "\u0000", "😀",
                        "\uD83D", "\uDE00", "é", "e\u0301", "\u202E", "<|", "think", "</", "▁of▁",
                        "1"));
        for (int round = 0; round < 2_000; round++) {
            StringBuilder text = new StringBuilder();
            int count = random.nextInt(12);
            for (int i = 0; i < count; i++) {
                String part = parts.get(random.nextInt(parts.size()));
                int cut = random.nextInt(part.length() + 1);
                text.append(random.nextBoolean() ? part : part.substring(0, cut));
            }

            int[] ids = tokenizer.encode(text.toString());

            assertTrue(IntStream.of(ids).noneMatch(tokenizer::isControl), text::toString);
            assertEquals(expected(text.toString()), text(ids));
        }
    }

    @Test
    void aControlTokenAmongTheOrdinaryEntriesCannotBeReachedEither() throws Exception {
        ObjectNode json = TokenizerFixture.json(List.of("Yes"));
        ((ObjectNode) json.path("added_tokens").get(0)).put("id", 257);
        Path file = TokenizerFixture.write(Files.createDirectory(folder.resolve("sub")), json);

        try (TokenizerFile reused = TokenizerFile.open(file, TokenizerFixture.nativeCache())) {
            assertArrayEquals(new int[] {'Y', 'e', 's', '!'}, reused.encode("Yes!"));
            assertEquals(257, reused.controlId("Yes").orElseThrow());
        }
    }

    @Test
    void controlTokensHaveTheirNamesAsPieces() {
        int think = tokenizer.controlId("<think>").orElseThrow();

        assertTrue(tokenizer.isControl(think));
        assertEquals("<think>", new String(tokenizer.piece(think), StandardCharsets.UTF_8));
        assertTrue(tokenizer.controlId("<unknown>").isEmpty());
        assertTrue(tokenizer.controlId("Yes").isEmpty());
        assertEquals(TokenizerFixture.firstControl() + 9, tokenizer.size());
        assertEquals(0, tokenizer.piece(tokenizer.size()).length);
        assertEquals(0, tokenizer.piece(-1).length);
    }

    @Test
    void controlTextBecomesControlTokensAndTheRestStays() {
        int[] ids = ControlText.encode(tokenizer, "a < b <think>\nYes</think>");

        assertEquals("a < b <think>\nYes</think>", text(ids));
        assertEquals(2, IntStream.of(ids).filter(tokenizer::isControl).count());
        assertArrayEquals(
                tokenizer.encode("no < control > here"),
                ControlText.encode(tokenizer, "no < control > here"));
    }

    @Test
    void theNativeTokenizerIsGivenNoControlTokensAndNoLimits() throws Exception {
        ObjectNode whole = TokenizerFixture.json(TokenizerFixture.CHATML);
        byte[] given = TokenizerJson.read(TokenizerFixture.write(folder, whole)).withoutControls();

        whole.remove(List.of("truncation", "decoder"));
        whole.putArray("added_tokens");
        assertEquals(whole, new ObjectMapper().readTree(given));
    }

    @Test
    void aMissingFileIsRefused() {
        assertRefused(folder.resolve("absent.json"), "missing");
        assertRefused(folder, "missing");
    }

    @Test
    void brokenFilesAreRefusedWithThePlace() throws Exception {
        Path file = folder.resolve("broken.json");
        Files.writeString(file, "version https://git-lfs.github.com/spec/v1\noid sha256:12\n");
        assertRefused(file, "not valid JSON");
        Files.writeString(file, "");
        assertRefused(file, "not byte-level BPE");
        Files.writeString(file, "[1, 2]");
        assertRefused(file, "not byte-level BPE");
        String whole = TokenizerFixture.json(TokenizerFixture.CHATML).toString();
        Files.writeString(file, whole.substring(0, whole.length() / 2));
        assertRefused(file, "not valid JSON");
        Files.writeString(file, whole + "{}");
        assertRefused(file, "not byte-level BPE");
        Files.write(file, new byte[] {'{', '"', (byte) 0xC3, '"', ':', '1', '}'});
        assertRefused(file, "not valid JSON");
    }

    @Test
    void otherKindsOfTokenizersAreRefused() throws Exception {
        assertChangedIsRefused(json -> ((ObjectNode) json.path("model")).put("type", "Unigram"));
        assertChangedIsRefused(json -> ((ObjectNode) json.path("model")).putObject("vocab"));
        assertChangedIsRefused(json -> ((ObjectNode) json.path("model").path("vocab")).remove("a"));
        assertChangedIsRefused(
                json -> ((ObjectNode) json.path("model").path("vocab")).put("Yes", 1L << 31));
        assertChangedIsRefused(
                json -> ((ObjectNode) json.path("model").path("vocab")).put("Yes", -1));
        assertChangedIsRefused(json -> {
            json.putNull("pre_tokenizer");
            json.putNull("decoder");
        });
        assertChangedIsRefused(
                json -> ((ObjectNode) json.path("added_tokens").get(0)).put("id", 1e18));
    }

    /// Vocabularies that were learned, such as SmolLM2's, lack control characters.
    @Test
    void aVocabularyWithoutControlBytesEncodesOrdinaryText() throws Exception {
        ObjectNode json = TokenizerFixture.json(TokenizerFixture.CHATML);
        ObjectNode vocabulary = (ObjectNode) json.path("model").path("vocab");
        ByteLevelAlphabet alphabet = new ByteLevelAlphabet();
        for (int value : new int[] {4, 29, 0xC0, 0xF5, 0xFF}) {
            vocabulary.remove(String.valueOf(alphabet.character(value)));
        }
        Path file = TokenizerFixture.write(folder, json);
        try (TokenizerFile lacking = TokenizerFile.open(file, TokenizerFixture.nativeCache())) {
            assertArrayEquals(
                    tokenizer.encode("Yes, 步 <|im_end|>\n"), lacking.encode("Yes, 步 <|im_end|>\n"));
        }
    }

    @Test
    void mergesThatDoNotFitTheVocabularyAreRefusedWithTheirPlace() throws Exception {
        assertMergeIsRefused(merges -> merges.add("qq zz"));
        assertMergeIsRefused(merges -> merges.add("a b"));
        assertMergeIsRefused(merges -> merges.add("Yes"));
        assertMergeIsRefused(merges -> merges.addArray().add("e").add("s").add("Y"));
        assertMergeIsRefused(merges -> merges.add(5));
        ObjectNode json = TokenizerFixture.json(TokenizerFixture.CHATML);
        ((ObjectNode) json.path("model")).remove("merges");
        assertRefused(TokenizerFixture.write(folder, json), "merges do not fit");
    }

    private void assertMergeIsRefused(Consumer<ArrayNode> change) throws Exception {
        ObjectNode json = TokenizerFixture.json(TokenizerFixture.CHATML);
        change.accept(json.withArray("/model/merges"));
        assertRefused(TokenizerFixture.write(folder, json), "merges do not fit");
    }

    /// Each of these ended the process, filled the memory, or would tokenize a run at random.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "normalizer|{'type': 'Replace', 'pattern': {'Regex': '(?:)'}, 'content': 'a'}",
                "normalizer|{'type': 'Precompiled', 'precompiled_charsmap': 'AAAAAA=='}",
                "normalizer|{'type': 'Sequence', 'normalizers': [{'type': 'Replace',"
                        + " 'pattern': {'String': 'e'}, 'content': 'ee'}]}",
                "normalizer|{'normalizers': []}",
                "pre_tokenizer|{'type': 'FixedLength', 'length': 0}",
                "pre_tokenizer|{'type': 'Split', 'pattern': {'Regex': '(a+)+$'},"
                        + " 'behavior': 'Isolated', 'invert': false}",
                "pre_tokenizer|{'type': 'Split', 'pattern': {'String': ''},"
                        + " 'behavior': 'Isolated', 'invert': false}",
                "pre_tokenizer|{'type': 'Sequence', 'pretokenizers': ["
                        + "{'type': 'ByteLevel'}, {'type': 'ByteLevel'}]}",
                "pre_tokenizer|{'type': 'Sequence'}",
                "pre_tokenizer|5",
                "model.continuing_subword_prefix|'zz'",
                "model.end_of_word_suffix|'zz'",
                "model.dropout|0.5"
            })
    void componentsThatTheNativeLibraryCannotBeTrustedWithAreRefusedByName(String change)
            throws Exception {
        String place = change.substring(0, change.indexOf('|'));
        ObjectNode json = TokenizerFixture.json(TokenizerFixture.CHATML);
        String field = place.substring(place.indexOf('.') + 1);
        ObjectNode parent = (ObjectNode) (place.equals(field) ? json : json.path("model"));
        parent.set(
                field,
                new ObjectMapper()
                        .readTree(change.substring(place.length() + 1).replace('\'', '"')));
        Path file = TokenizerFixture.write(folder, json);
        assertRefused(file, "cannot be run");
        TokenizerException refusal =
                assertThrows(
                        TokenizerException.class,
                        () -> TokenizerFile.open(file, TokenizerFixture.nativeCache()));
        assertTrue(refusal.report().where().contains(place), refusal.getMessage());
    }

    @Test
    void aSequenceWithoutEndIsRefused() throws Exception {
        ObjectNode json = TokenizerFixture.json(TokenizerFixture.CHATML);
        ArrayNode list =
                json.putObject("normalizer").put("type", "Sequence").putArray("normalizers");
        for (int i = 0; i < 17; i++) {
            list.addObject().put("type", "NFC");
        }
        assertRefused(TokenizerFixture.write(folder, json), "cannot be run");
    }

    @Test
    void emptySettingsAndPartsOfKnownFamiliesAreAccepted() throws Exception {
        ObjectNode json = TokenizerFixture.json(TokenizerFixture.CHATML);
        ((ObjectNode) json.path("model"))
                .put("continuing_subword_prefix", "")
                .put("end_of_word_suffix", "")
                .put("dropout", 0.0)
                .put("unk_token", "nothing of the vocabulary");
        json.putObject("normalizer").put("type", "Sequence").putArray("normalizers");
        ArrayNode steps = (ArrayNode) json.path("pre_tokenizer").path("pretokenizers");
        steps.insertObject(0).put("type", "Digits").put("individual_digits", true);
        steps.insertObject(0).put("type", "Punctuation").put("behavior", "Contiguous");
        Path file = TokenizerFixture.write(folder, json);
        try (TokenizerFile known = TokenizerFile.open(file, TokenizerFixture.nativeCache())) {
            assertArrayEquals(tokenizer.encode("Yes, 12"), known.encode("Yes, 12"));
        }
    }

    @Test
    void filesOverTheLimitAreRefused() throws Exception {
        Path file = folder.resolve("large.json");
        byte[] blanks = new byte[1 << 20];
        java.util.Arrays.fill(blanks, (byte) ' ');
        try (var out = Files.newOutputStream(file)) {
            for (int i = 0; i < 65; i++) {
                out.write(blanks);
            }
        }
        assertRefused(file, "too large");
    }

    private void assertChangedIsRefused(Consumer<ObjectNode> change) throws Exception {
        ObjectNode json = TokenizerFixture.json(TokenizerFixture.CHATML);
        change.accept(json);
        assertRefused(TokenizerFixture.write(folder, json), "not byte-level BPE");
    }

    private static void assertRefused(Path file, String what) {
        TokenizerException refusal =
                assertThrows(
                        TokenizerException.class,
                        () -> TokenizerFile.open(file, TokenizerFixture.nativeCache()));
        assertTrue(refusal.report().what().contains(what), refusal.getMessage());
        assertTrue(refusal.report().where().contains(file.toString()), refusal.getMessage());
        assertFalse(refusal.report().remedy().isEmpty());
    }

    private String text(int[] ids) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int id : ids) {
            bytes.writeBytes(tokenizer.piece(id));
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /// Unpaired surrogates are replaced; the file's normalizer composes (NFC).
    private static String expected(String text) {
        StringBuilder expected = new StringBuilder();
        text.codePoints()
                .map(c -> c >= 0xD800 && c <= 0xDFFF ? 0xFFFD : c)
                .forEach(expected::appendCodePoint);
        return Normalizer.normalize(expected, Normalizer.Form.NFC);
    }
}
