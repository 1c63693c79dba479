package org.prmscope.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prmscope.core.WorkbenchException;
import org.prmscope.synthesis.ChainSegment;
import org.prmscope.synthesis.ControlTokens;
import org.prmscope.synthesis.SolutionGenerator;
import org.prmscope.synthesis.ThinkPrmChains;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

final class BytePairVocabularyTest {
    private static final List<String> TEXTS =
            List.of(
                    "Tom has 1200 pens.",
                    "\\(24 \\times 15 = 360\\)\n\n  indented\r\n\ttabs  ",
                    "naïve café, 日本語 🙂 ½ ×÷",
                    "<｜User｜> written out is plain text",
                    "```python\nprint(a == 1)\n```\n");

    private static BytePairVocabulary vocabulary;

    @BeforeAll
    static void train() {
        BytePairTrainer trainer = new BytePairTrainer();
        SolutionGenerator generator = new SolutionGenerator();
        for (long seed = 0; seed < 300; seed++) {
            for (ChainSegment segment : ThinkPrmChains.write(generator.generate("t", seed))) {
                trainer.add(segment.text());
            }
        }
        vocabulary = trainer.train(600, ControlTokens.ALL);
    }

    @Test
    void anyTextComesBackFromItsIds() {
        for (String text : TEXTS) {
            assertEquals(text, vocabulary.decode(vocabulary.encode(text)));
        }
    }

    @Test
    void generatedChainsComeBackFromTheirIds() {
        SolutionGenerator generator = new SolutionGenerator();
        for (long seed = 0; seed < 50; seed++) {
            for (ChainSegment segment : ThinkPrmChains.write(generator.generate("t", seed))) {
                assertEquals(segment.text(), vocabulary.decode(vocabulary.encode(segment.text())));
            }
        }
    }

    @Test
    void everyDigitIsATokenOfItsOwn() {
        int[] ids = vocabulary.encode("98765");
        assertEquals(5, ids.length);
        assertEquals(5, Arrays.stream(ids).distinct().count());
    }

    @Test
    void fileComesBackAsTheSameVocabulary() throws WorkbenchException {
        BytePairVocabulary read = TokenizerFile.read(TokenizerFile.write(vocabulary));
        assertEquals(vocabulary.ids(), read.ids());
        assertEquals(vocabulary.merges(), read.merges());
    }

    @Test
    void fileIsWrittenWholeOrNotAtAll(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("tokenizer.json");
        // In the way of the file that is renamed at the end, as a full disk would be.
        Path part = Files.createDirectories(folder.resolve("tokenizer.json.part"));
        assertThrows(IOException.class, () -> TokenizerFile.save(vocabulary, file));
        assertFalse(Files.exists(file));
        Files.delete(part);
        TokenizerFile.save(vocabulary, file);
        assertEquals(vocabulary.ids(), TokenizerFile.read(file).ids());
        assertFalse(Files.exists(part));
    }

    @Test
    void idsAreInTheirOrder() {
        int next = 0;
        for (int id : vocabulary.ids().values()) {
            assertEquals(next++, id);
        }
        assertEquals(vocabulary.size(), next);
    }

    @Test
    void fileOfAnotherTokenizerIsRefused(@TempDir Path folder) throws Exception {
        String own = TokenizerFile.write(vocabulary);
        Path file = folder.resolve("tokenizer.json");
        Files.writeString(file, own);
        assertEquals(vocabulary.ids(), TokenizerFile.read(file).ids());
        String one = own.replaceFirst("\\[\"([^\"]+)\",\"([^\"]+)\"\\]", "\"$1 $2\"");
        for (String text :
                List.of(
                        "{}",
                        "[]",
                        "no",
                        own.replace("\"BPE\"", "\"Unigram\""),
                        one,
                        own.replaceFirst("\"merges\":\\[\\[[^\\]]*\\],", "\"merges\":["),
                        own.replace(ControlTokens.END, "<|im_end|>"),
                        own.replaceFirst("\"id\":\\d+", "\"id\":3"),
                        own.replaceFirst("\"vocab\":\\{", "\"vocab\":{\"more\":9999,"))) {
            if (text.equals(own)) {
                throw new AssertionError("nothing was changed");
            }
            Files.writeString(file, text);
            WorkbenchException refused =
                    assertThrows(WorkbenchException.class, () -> TokenizerFile.read(file));
            assertEquals(file.toString(), refused.report().where());
        }
    }

    @Test
    void trainingWithAnotherTokenizerInItsFolderIsRefused(@TempDir Path folder) throws Exception {
        Files.writeString(
                folder.resolve("tokenizer.json"),
                "{\"model\":{\"type\":\"BPE\",\"vocab\":{\"a\":0},\"merges\":[\"a b\"]}}");
        VerifierTraining training = new VerifierTraining(folder);
        assertThrows(WorkbenchException.class, training::vocabulary);
        assertThrows(WorkbenchException.class, () -> training.export(folder.resolve("out")));
    }

    @Test
    void huggingFaceTokenizerGivesTheSameIds(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("tokenizer.json");
        Files.writeString(file, TokenizerFile.write(vocabulary));
        try (HuggingFaceTokenizer other =
                HuggingFaceTokenizer.newInstance(
                        file, Map.of("addSpecialTokens", "false", "truncation", "false"))) {
            SolutionGenerator generator = new SolutionGenerator();
            for (long seed = 0; seed < 30; seed++) {
                for (ChainSegment segment : ThinkPrmChains.write(generator.generate("t", seed))) {
                    same(other, segment.text(), segment.origin());
                }
            }
            same(other, TEXTS.get(1), ChainSegment.Origin.GIVEN);
            same(other, TEXTS.get(2), ChainSegment.Origin.GIVEN);
        }
    }

    private static void same(HuggingFaceTokenizer other, String text, ChainSegment.Origin origin) {
        long[] theirs = other.encode(text, false, false).getIds();
        int[] ours =
                origin == ChainSegment.Origin.CONTROL
                        ? new int[] {vocabulary.control(text)}
                        : vocabulary.encode(text);
        assertArrayEquals(Arrays.stream(ours).asLongStream().toArray(), theirs, text);
    }
}
