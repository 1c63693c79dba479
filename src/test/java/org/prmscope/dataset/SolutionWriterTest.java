package org.prmscope.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prmscope.core.GoldLabels;
import org.prmscope.core.Solution;
import org.prmscope.core.SolutionFormat;
import org.prmscope.core.SolutionSet;
import org.prmscope.core.StepLabel;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

class SolutionWriterTest {
    private static final List<StepLabel> LABELS = List.of(StepLabel.values());

    @TempDir Path folder;

    private final SolutionWriter writer = new SolutionWriter();

    @Test
    void randomSolutionsSurviveARoundTrip() throws Exception {
        Random random = new Random(1);
        List<Solution> solutions = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            solutions.add(randomSolution(random, i));
        }
        Path file = folder.resolve("out.jsonl");
        writer.write(file, solutions, false);
        SolutionSet set = new SolutionReader().read(file);
        assertEquals(List.of(), set.problems());
        assertEquals(SolutionFormat.PRMSCOPE, set.format());
        for (int i = 0; i < solutions.size(); i++) {
            assertEquals(solutions.get(i), set.solutions().get(i));
        }
    }

    private static Solution randomSolution(Random random, int index) {
        List<String> steps = new ArrayList<>();
        List<StepLabel> labels = new ArrayList<>();
        for (int i = random.nextInt(5); i >= 0; i--) {
            steps.add("step " + text(random));
            labels.add(LABELS.get(random.nextInt(LABELS.size())));
        }
        return new Solution(
                "id " + index,
                "problem " + text(random),
                steps,
                random.nextBoolean() ? "" : "g" + text(random),
                random.nextBoolean() ? null : new GoldLabels("rater", labels),
                random.nextBoolean() ? null : random.nextBoolean(),
                random.nextBoolean()
                        ? "{}"
                        : "{\"label\":1,\"metadata\":{\"a\":[1.10,1E+400,12345678901234567890,null]}}");
    }

    private static String text(Random random) {
        String alphabet = "a\"\\\n\u0000\u2028\u00e9$\ud83d\ude00<";
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(20); i >= 0; i--) {
            int at = alphabet.offsetByCodePoints(0, random.nextInt(10));
            text.appendCodePoint(alphabet.codePointAt(at));
        }
        return text.toString();
    }

    @Test
    void realFileSurvivesAsOwnRows() throws Exception {
        Path real = Path.of("../shared/data/processbench/gsm8k.json");
        assumeTrue(Files.exists(real), "the shared ProcessBench files are not here");
        List<Solution> solutions = new SolutionReader().read(real).solutions();
        Path file = folder.resolve("gsm8k.jsonl");
        writer.write(file, solutions, false);
        assertEquals(solutions, new SolutionReader().read(file).solutions());
    }

    @Test
    void collidingExtraFieldIsKeptUnderAnotherName() throws Exception {
        Solution solution =
                new Solution("i", "P", List.of("a"), "", null, null, "{\"gold\":1,\"id\":2}");
        assertEquals(
                "{\"id\":\"i\",\"problem\":\"P\",\"steps\":[\"a\"],\"gold\":null,"
                        + "\"extra.gold\":1,\"extra.id\":2}",
                writer.row(solution));
    }

    @Test
    void existingFileIsKeptUnlessOverwritingIsAskedFor() throws Exception {
        Path file = folder.resolve("out.jsonl");
        Files.writeString(file, "mine");
        List<Solution> solutions = List.of(Solution.of("i", "P", List.of("a")));
        assertThrows(DatasetException.class, () -> writer.write(file, solutions, false));
        assertEquals("mine", Files.readString(file));
        writer.write(file, solutions, true);
        assertEquals(solutions, new SolutionReader().read(file).solutions());
        try (Stream<Path> left = Files.list(folder)) {
            assertEquals(List.of(file), left.toList());
        }
    }

    @Test
    void failedWriteLeavesTheOldFileAndNoOther() throws Exception {
        Path file = folder.resolve("out.jsonl");
        Files.writeString(file, "mine");
        Solution broken = new Solution("i", "P", List.of("a"), "", null, null, "[]");
        assertThrows(
                IllegalArgumentException.class, () -> writer.write(file, List.of(broken), true));
        assertEquals("mine", Files.readString(file));
        try (Stream<Path> left = Files.list(folder)) {
            assertEquals(List.of(file), left.toList());
        }
    }

    @Test
    void missingFolderIsNamed() {
        DatasetException e =
                assertThrows(
                        DatasetException.class,
                        () -> writer.write(folder.resolve("no/out.jsonl"), List.of(), false));
        assertTrue(e.report().what().contains("does not exist"), e.report().text());
    }
}
