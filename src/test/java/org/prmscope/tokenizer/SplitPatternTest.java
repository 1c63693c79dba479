package org.prmscope.tokenizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;

import com.fasterxml.jackson.databind.node.ObjectNode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

class SplitPatternTest {
    private static final String TAIL = "|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";
    private static final String CASED =
            "[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]*"
                    + "[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]+%1$s"
                    + "|[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]+"
                    + "[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]*%1$s";
    private static final String SHORTENED = "(?i:'s|'t|'re|'ve|'m|'ll|'d)";

    @TempDir Path folder;

    private static Stream<String> families() {
        String words = "|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|";
        String signs = "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*";
        return Stream.of(
                // GPT-2
                "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+"
                        + "|\\s+(?!\\S)|\\s+",
                // cl100k as tiktoken has it; Llama 3 and OLMo 2; Qwen2 and Qwen3; Qwen3.5
                "'(?i:[sdmt]|ll|ve|re)|[^\\r\\n\\p{L}\\p{N}]?+\\p{L}+|\\p{N}{1,3}"
                        + "| ?[^\\s\\p{L}\\p{N}]++[\\r\\n]*|\\s*[\\r\\n]|\\s+(?!\\S)|\\s+",
                SHORTENED + words + "\\p{N}{1,3}" + signs + TAIL,
                SHORTENED + words + "\\p{N}" + signs + TAIL,
                SHORTENED
                        + "|[^\\r\\n\\p{L}\\p{N}]?[\\p{L}\\p{M}]+|\\p{N}"
                        + "| ?[^\\s\\p{L}\\p{M}\\p{N}]+[\\r\\n]*"
                        + TAIL,
                // o200k, Tekken
                CASED.formatted(SHORTENED + "?")
                        + "|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n/]*"
                        + TAIL,
                CASED.formatted("") + "|\\p{N}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n/]*" + TAIL,
                // DeepSeek V3 and R1
                "\\p{N}{1,3}",
                "[一-龥぀-ゟ゠-ヿ]+",
                "[!\"#$%&'()*+,\\-./:;<=>?@\\[\\\\\\]^_`{|}~][A-Za-z]+"
                        + "|[^\\r\\n\\p{L}\\p{P}\\p{S}]?[\\p{L}\\p{M}]+| ?[\\p{P}\\p{S}]+[\\r\\n]*"
                        + TAIL,
                // DeepSeek Coder and LLM, Falcon, BLOOM, the built-in verifier
                "[\\r\\n]",
                "\\s?\\p{L}+",
                "\\s?[!-/:-~！-／：-～‘-‟　-。]+",
                "[0-9][0-9][0-9]",
                " ?[^(\\s|[.,!?…。，、।۔،])]+",
                " ?\\p{L}+|\\p{N}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+");
    }

    @ParameterizedTest
    @MethodSource("families")
    void thePatternsOfKnownFamiliesPassAndTheLibraryReadsThem(String pattern) throws Exception {
        assertEquals(Optional.of(pattern), SplitPattern.given(pattern));
        try (TokenizerFile tokenizer = open(pattern)) {
            assertTrue(tokenizer.encode("It's 12,345 Äpfel – and 步 more:\n\n  \"Yes\"").length > 0);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "(?:)",
                "a|",
                "|a",
                "a*",
                "a?b*",
                "(a+)+$",
                "(?:a+)+",
                "(?:a|b)+",
                "(?:aa|a){16}b",
                "a*b",
                "a+b",
                "a+b?c",
                "a?a?a?b",
                "a{1,16}a{1,16}a{1,16}b",
                "\\s+$|a",
                "\\s+(?!\\S)|a",
                "a{17}",
                "a{0,3}",
                "a{1,3}{1,3}",
                "a+?",
                "a**",
                "(a)\\1",
                "\\1",
                "\\k<a>",
                "(?<a>\\g<a>?x)",
                "(?=a)a",
                "(?<!a)a",
                "^a",
                "a$",
                ".+",
                "[[:alpha:]]+",
                "[a&&b]+",
                "[a",
                "[]",
                "a)",
                "(?i)a",
                "(?i:a",
                "(?:)",
                "(?:a||b)",
                "\\p{L",
                "\\p{L}{",
                "\\"
            })
    void whatCouldBacktrackOrNestOrMatchNothingDoesNotPass(String pattern) {
        assertEquals(Optional.empty(), SplitPattern.given(pattern));
    }

    @Test
    void nestedAndEndlessPatternsDoNotPass() {
        assertEquals(Optional.empty(), SplitPattern.given("(".repeat(20_000) + ")".repeat(20_000)));
        assertEquals(Optional.empty(), SplitPattern.given("(?:".repeat(500) + ")".repeat(500)));
        assertEquals(Optional.empty(), SplitPattern.given("a".repeat(65)));
        assertEquals(Optional.empty(), SplitPattern.given("a|".repeat(4_000) + "a"));
    }

    /// With the pattern as the file has it, this takes a second for every 15,000 characters, and
    /// four times that for twice as many.
    @Test
    void deepSeeksTrailingSpaceIsFoundInOnePass() throws Exception {
        String spaces = " ".repeat(400_000);
        try (TokenizerFile tokenizer = open("\\s+$")) {
            assertEquals(400_001, tokenizer.encode(spaces + "x").length);
        }
    }

    @Test
    void deepSeeksTrailingSpaceIsFoundWhereTheFilesOwnPatternFindsIt() throws Exception {
        Random random = new Random(3);
        try (TokenizerFile tokenizer = open("\\s+$");
                HuggingFaceTokenizer own =
                        HuggingFaceTokenizer.newInstance(
                                folder.resolve("tokenizer.json"), Map.of("truncation", "false"))) {
            for (int round = 0; round < 500; round++) {
                StringBuilder text = new StringBuilder("x");
                for (int i = random.nextInt(12); i > 0; i--) {
                    text.append("\n\n\n\r a".charAt(random.nextInt(6)));
                }
                assertArrayEquals(
                        own.encode(text.toString(), false, false).getIds(),
                        IntStream.of(tokenizer.encode(text.toString())).asLongStream().toArray());
            }
            assertArrayEquals(new int[] {'a', '\n', '\n', 'b'}, tokenizer.encode("a\n\nb"));
        }
    }

    private TokenizerFile open(String pattern) throws Exception {
        ObjectNode json = TokenizerFixture.json(TokenizerFixture.CHATML);
        ((ObjectNode) json.path("pre_tokenizer").path("pretokenizers").get(0).path("pattern"))
                .put("Regex", pattern);
        return TokenizerFile.open(
                TokenizerFixture.write(folder, json), TokenizerFixture.nativeCache());
    }
}
