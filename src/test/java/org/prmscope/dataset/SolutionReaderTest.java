package org.prmscope.dataset;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prmscope.core.Cancellation;
import org.prmscope.core.FirstError;
import org.prmscope.core.RowProblem;
import org.prmscope.core.Solution;
import org.prmscope.core.SolutionFormat;
import org.prmscope.core.SolutionSet;
import org.prmscope.core.StepLabel;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;

class SolutionReaderTest {
    private static final Path SHARED = Path.of("../shared/data");

    private static final String GOOD =
            """
            {"id":"g-0","generator":"G","problem":"P $x$","steps":["a","b","c"],\
            "final_answer_correct":false,"label":1}\
            """;

    @TempDir Path folder;

    private SolutionSet read(String text) throws IOException, DatasetException {
        return read(text.getBytes(StandardCharsets.UTF_8));
    }

    private SolutionSet read(byte[] bytes) throws IOException, DatasetException {
        Path file = folder.resolve("set.anything");
        Files.write(file, bytes);
        return new SolutionReader().read(file);
    }

    private DatasetException refused(byte[] bytes) {
        return assertThrows(DatasetException.class, () -> read(bytes));
    }

    private DatasetException refused(String text) {
        return refused(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void assertSays(DatasetException e, String... parts) {
        for (String part : parts) {
            String text = e.report().text();
            assertTrue(text.contains(part), () -> part + " in: " + text);
        }
    }

    private static String with(String field, String value) {
        return GOOD.replace("g-0", "bad")
                .replaceFirst(
                        "\"" + field + "\":(\\[[^]]*]|[^,}]*)",
                        "\"" + field + "\":" + java.util.regex.Matcher.quoteReplacement(value));
    }

    private RowProblem onlyProblem(String badRow) throws IOException, DatasetException {
        SolutionSet set = read("[" + GOOD + ",\n" + badRow + "]");
        assertEquals(List.of("g-0"), set.solutions().stream().map(Solution::id).toList());
        assertEquals(1, set.problemCount(), set.problems().toString());
        return set.problems().getFirst();
    }

    @Test
    void processBenchArrayAndLinesReadTheSame() throws Exception {
        SolutionSet array = read("[\n" + GOOD + "\n]\n");
        SolutionSet lines = read(GOOD + "\n\n" + GOOD.replace("g-0", "g-1"));
        assertEquals(SolutionFormat.PROCESSBENCH, array.format());
        assertEquals(array.solutions().getFirst(), lines.solutions().getFirst());
        Solution solution = array.solutions().getFirst();
        assertEquals("G", solution.generator());
        assertEquals(false, solution.finalAnswerCorrect());
        assertEquals(new FirstError.At(1), solution.goldFirstError());
        assertEquals(
                List.of(StepLabel.CORRECT, StepLabel.INCORRECT, StepLabel.UNLABELLED),
                solution.gold() == null ? List.of() : solution.gold().steps());
        assertEquals("{}", solution.extraFields());
        assertEquals("set", array.name());
        assertEquals(2, lines.solutions().size());
    }

    @Test
    void realProcessBenchFilesLoadWithTheirLabelCounts() throws Exception {
        Path gsm8k = SHARED.resolve("processbench/gsm8k.json");
        assumeTrue(Files.exists(gsm8k), "the shared ProcessBench files are not here");
        SolutionSet set = new SolutionReader().read(gsm8k);
        assertEquals(400, set.solutions().size());
        assertEquals(0, set.problemCount());
        // python3 -c "import json; print(sum(r['label']<0 for r in json.load(open(...))))"
        assertEquals(
                193,
                set.solutions().stream()
                        .filter(s -> s.goldFirstError() instanceof FirstError.None)
                        .count());
        assertEquals(
                "fb1c59dfd1e83e1c5a48dbe598db27e4bc0b8bc524a09445f2d4b69178f61349", set.sha256());
        SolutionSet math = new SolutionReader().read(SHARED.resolve("processbench/math.json"));
        assertEquals(1_000, math.solutions().size());
        assertEquals(
                406,
                math.solutions().stream()
                        .filter(s -> s.goldFirstError() instanceof FirstError.None)
                        .count());
    }

    @Test
    void ownLinesReadWithGoldMetadataAndGeneratedIds() throws Exception {
        SolutionSet set =
                read(
                        """
                        {"problem":"P","steps":["a","b"],"metadata":{"n":1.50},"x":[1]}
                        {"id":"own","problem":"P","steps":["a","b"],"generator":"me",\
                        "gold":{"source":"rater 3","labels":["neutral",null]}}
                        """);
        assertEquals(SolutionFormat.PRMSCOPE, set.format());
        assertEquals("row-1", set.solutions().get(0).id());
        assertEquals("{\"metadata\":{\"n\":1.50},\"x\":[1]}", set.solutions().get(0).extraFields());
        assertEquals(
                List.of(StepLabel.NEUTRAL, StepLabel.UNLABELLED),
                Objects.requireNonNull(set.solutions().get(1).gold()).steps());
    }

    @Test
    void prettyPrintedObjectsOneAfterAnotherAreRead() throws Exception {
        SolutionSet set =
                read(
                        "{\n \"problem\": \"P\",\n \"steps\": [\"a{\\\"\"]\n}\n{\n \"problem\":"
                                + " \"Q\", \"steps\": [\"b\"]}\n]]");
        assertEquals(2, set.solutions().size());
        assertEquals("a{\"", set.solutions().getFirst().steps().getFirst());
        assertEquals(2, set.problemCount());
    }

    @Test
    void byteOrderMarkIsAccepted() throws Exception {
        assertEquals(1, read("\ufeff[" + GOOD + "]").solutions().size());
    }

    @Test
    void everyFieldAtFaultIsNamedAndTheGoodRowLoads() throws Exception {
        record Case(String row, String field, String found) {}
        List<Case> cases =
                List.of(
                        new Case(with("label", "3"), "label", "number 3"),
                        new Case(with("label", "-2"), "label", "number -2"),
                        new Case(with("label", "1.0"), "label", "number 1.0"),
                        new Case(with("label", "true"), "label", "true"),
                        new Case(with("label", "99999999999"), "label", "number 99999999999"),
                        new Case(with("label", "\"1\""), "label", "text \"1\""),
                        new Case(with("steps", "[]"), "steps", "an empty list"),
                        new Case(with("steps", "\"a b\""), "steps", "text \"a b\""),
                        new Case(with("steps", "[\"a\",\" \",\"c\"]"), "steps[1]", "empty text"),
                        new Case(with("steps", "[\"a\",7,\"c\"]"), "steps[1]", "number 7"),
                        new Case(with("steps", "null"), "steps", "null"),
                        new Case(with("id", "null"), "id", "null"),
                        new Case(with("id", "\" \""), "id", "empty text"),
                        new Case(with("id", "\"a\\nb\""), "id", "text \"a\\nb\""),
                        new Case(with("problem", "null"), "problem", "null"),
                        new Case(with("generator", "3"), "generator", "number 3"),
                        new Case(
                                with("final_answer_correct", "\"no\""),
                                "final_answer_correct",
                                "text \"no\""),
                        new Case("[1,2]", "", "a list of 2"),
                        new Case("17", "", "number 17"),
                        new Case("\"x, ]\"", "", "text \"x, ]\""),
                        new Case(
                                with("problem", "\"\\ud800\""),
                                "",
                                "half of a surrogate pair (\\ud800 to \\udfff)"));
        for (Case c : cases) {
            RowProblem problem = onlyProblem(c.row());
            assertAll(
                    c.row(),
                    () -> assertEquals("element 1 (line 2)", problem.where()),
                    () -> assertEquals(c.field(), problem.field()),
                    () -> assertEquals(c.found(), problem.found()));
        }
    }

    @Test
    void missingFieldsAreNamed() throws Exception {
        RowProblem noLabel = onlyProblem("{\"id\":\"i\",\"problem\":\"P\",\"steps\":[\"a\"]}");
        assertEquals("label", noLabel.field());
        assertEquals("i", noLabel.id());
        assertEquals("nothing", noLabel.found());
        RowProblem noId = onlyProblem("{\"problem\":\"P\",\"steps\":[\"a\"],\"label\":0}");
        assertEquals("id", noId.field());
        RowProblem noProblem = onlyProblem("{\"id\":\"i\",\"steps\":[\"a\"],\"label\":0}");
        assertEquals("problem", noProblem.field());
        RowProblem noSteps = onlyProblem("{\"id\":\"i\",\"problem\":\"P\",\"label\":0}");
        assertEquals("steps", noSteps.field());
    }

    @Test
    void goldOfOwnRowsIsChecked() throws Exception {
        for (var bad :
                List.of(
                        new String[] {"{\"labels\":[\"correct\"]}", "gold.source"},
                        new String[] {"{\"source\":\"s\",\"labels\":[]}", "gold.labels"},
                        new String[] {"{\"source\":\"s\",\"labels\":[\"yes\"]}", "gold.labels[0]"},
                        new String[] {"3", "gold.source"})) {
            SolutionSet set =
                    read(
                            "{\"problem\":\"P\",\"steps\":[\"a\"]}\n"
                                    + "{\"problem\":\"P\",\"steps\":[\"a\"],\"gold\":%s}"
                                            .formatted(bad[0]));
            assertEquals(1, set.solutions().size());
            assertEquals(bad[1], set.problems().getFirst().field());
        }
    }

    @Test
    void secondRowOfAnIdIsReportedAndLeftOut() throws Exception {
        RowProblem problem = onlyProblem(GOOD.replace("P $x$", "Other"));
        assertEquals("id", problem.field());
        assertEquals("g-0", problem.id());
        assertEquals("the id of element 0 (line 1)", problem.found());
    }

    @Test
    void aBrokenLineDoesNotHideTheNext() throws Exception {
        SolutionSet set = read(GOOD + "\n{\"id\": oops}\n" + GOOD.replace("g-0", "g-1"));
        assertEquals(2, set.solutions().size());
        assertEquals("line 2", set.problems().getFirst().where());
        assertTrue(set.problems().getFirst().found().startsWith("at line 2, column "));
    }

    @Test
    void aBrokenElementDoesNotHideTheNext() throws Exception {
        SolutionSet set =
                read("[" + GOOD + ",\n{\"id\":\n oops},\n" + GOOD.replace("g-0", "g-1") + ",]");
        assertEquals(2, set.solutions().size());
        assertEquals(2, set.problemCount());
        assertTrue(set.problems().getFirst().found().startsWith("at line 3, column "));
    }

    @Test
    void truncatedFilesKeepTheRowsBeforeTheCut() throws Exception {
        String whole = "[" + GOOD + ",\n" + GOOD.replace("g-0", "g-1") + "]";
        for (int cut = GOOD.length() + 1; cut < whole.length(); cut++) {
            SolutionSet set = read(whole.substring(0, cut));
            assertTrue(!set.solutions().isEmpty(), "cut at " + cut);
            assertEquals(1, set.problemCount(), "cut at " + cut);
            assertEquals("the end of the file", set.problems().getFirst().found());
        }
        SolutionSet lines = read(GOOD + "\n" + GOOD.substring(0, 30));
        assertEquals(1, lines.solutions().size());
        assertTrue(lines.problems().getFirst().remedy().contains("cut off"));
    }

    @Test
    void textBetweenAndAfterRowsIsReported() throws Exception {
        assertEquals("a comma or ]", onlyProblemOf("[" + GOOD + " x").expected());
        assertEquals("nothing after the array's end", onlyProblemOf("[" + GOOD + "] x").expected());
        assertEquals("a row", onlyProblemOf("[," + GOOD + "]").expected());
    }

    private RowProblem onlyProblemOf(String text) throws Exception {
        SolutionSet set = read(text);
        assertEquals(1, set.solutions().size());
        assertEquals(1, set.problemCount());
        return set.problems().getFirst();
    }

    @Test
    void wrongUtf8IsReportedWithItsByteAndTheGoodRowsLoad() throws Exception {
        byte[] bytes =
                (GOOD + "\n" + GOOD.replace("g-0", "caf\u00e9") + "\n")
                        .getBytes(StandardCharsets.ISO_8859_1);
        SolutionSet set = read(bytes);
        assertEquals(1, set.solutions().size());
        int offset = GOOD.length() + 1 + GOOD.indexOf("g-0") + 3;
        assertEquals(
                "byte 0xE9 at offset " + offset + " of the file, line 2",
                set.problems().getFirst().found());
    }

    @Test
    void otherEncodingsAndBinaryFilesAreNamed() {
        assertSays(refused(GOOD.getBytes(StandardCharsets.UTF_16)), "UTF-16", "UTF-8");
        assertSays(refused(("[" + GOOD).getBytes(StandardCharsets.UTF_16LE)), "UTF-16");
        assertSays(refused(("[" + GOOD).getBytes(StandardCharsets.UTF_16BE)), "UTF-16");
        assertSays(refused("PK\u0003\u0004..."), "ZIP");
        assertSays(refused("PAR1\u0000"), "Parquet");
        assertSays(refused(new byte[] {0x1f, (byte) 0x8b, 8}), "gzip");
        assertSays(refused(new byte[] {1, 0, 2}), "binary");
        assertSays(refused("<!DOCTYPE html><html>"), "HTML");
    }

    @Test
    void aZeroByteInARowMakesThisRowABadOneAndNotTheFile() throws Exception {
        SolutionSet set = read("\n" + GOOD.replace("g-0", "g\u0000") + "\n" + GOOD + "\n");
        assertEquals(List.of("g-0"), set.solutions().stream().map(Solution::id).toList());
        assertEquals(List.of("line 2"), set.problems().stream().map(RowProblem::where).toList());
        assertEquals(1, read("[" + GOOD + ",\u0000" + "]").solutions().size());
        assertSays(refused(" \u0000" + GOOD), "binary");
    }

    @Test
    void lfsPointerIsNamedWithItsRemedy() {
        assertSays(
                refused("version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 9\n"),
                "Git LFS pointer",
                "git lfs pull");
    }

    @Test
    void realLfsPointerIsNamed() {
        Path file = SHARED.resolve("prm800k-openai/phase2_test.jsonl");
        assumeTrue(Files.exists(file), "the shared PRM800K pointer is not here");
        DatasetException e =
                assertThrows(DatasetException.class, () -> new SolutionReader().read(file));
        assertSays(e, "git lfs pull");
    }

    @Test
    void missingFilesFoldersAndEmptyFilesAreNamed() {
        assertSays(
                assertThrows(
                        DatasetException.class,
                        () -> new SolutionReader().read(folder.resolve("no"))),
                "no such file");
        assertSays(
                assertThrows(DatasetException.class, () -> new SolutionReader().read(folder)),
                "folder");
        assertSays(refused(""), "empty", "0 bytes");
        assertSays(refused(" \n\t"), "empty", "white space");
        assertSays(refused("[ ]"), "no rows");
    }

    @Test
    void unreadableFileIsNamed() throws Exception {
        Path file = folder.resolve("secret.json");
        Files.writeString(file, "[" + GOOD + "]");
        assumeTrue(
                file.toFile().setReadable(false) && !Files.isReadable(file),
                "this user may read every file");
        assertSays(
                assertThrows(DatasetException.class, () -> new SolutionReader().read(file)),
                "may not be read");
    }

    @Test
    void textThatIsNotJsonIsRefusedWithItsPlace() {
        assertSays(refused("\n  hello"), "not JSON", "line 2, column 3", "\"hello\"");
        assertSays(refused("{hello}\n{\n"), "not JSON", "line 1, column 2");
        assertSays(refused("[" + GOOD.substring(0, 20)), "cut off");
    }

    @Test
    void jsonOfAnotherShapeIsRefusedWithItsKeysAndItsName() {
        assertSays(
                refused("[{\"foo\":1,\"bar\":2}]"),
                "another shape",
                "the keys bar, foo",
                "\"problem\" and \"steps\"");
        record Known(String row, String name) {}
        for (Known known :
                List.of(
                        new Known("{\"labeler\":\"\",\"question\":{},\"label\":{}}", "PRM800K"),
                        new Known("{\"input\":\"\",\"label\":\"\",\"task\":\"\"}", "Math-Shepherd"),
                        new Known(
                                "{\"problem\":\"\",\"solution\":\"\",\"answer\":\"\"}", "MATH-500"),
                        new Known("{\"conversations\":[]}", "ShareGPT"))) {
            assertSays(refused(known.row()), "another shape", known.name());
        }
    }

    @Test
    void realFilesOfOtherFormatsAreNamed() throws Exception {
        assumeTrue(Files.isDirectory(SHARED), "the shared files are not here");
        record Known(String file, String name) {}
        for (Known known :
                List.of(
                        new Known("prm800k-samples/samples_prm800k.jsonl", "PRM800K"),
                        new Known("math-shepherd-samples/samples_math-shepherd.jsonl", "Shepherd"),
                        new Known("math500/test500.jsonl", "MATH-500"),
                        new Known("gsm8k/test.jsonl", "GSM8K"),
                        new Known("prm800k-examples/prm800k-phase1-train-example.json", "PRM800K"),
                        new Known(
                                "prm800k-stepwise/phase1_test.stepwise-critic.parquet", "Parq"))) {
            Path file = SHARED.resolve(known.file());
            assertSays(
                    assertThrows(DatasetException.class, () -> new SolutionReader().read(file)),
                    known.name());
        }
    }

    @Test
    void hugeSingleLineIsRefusedWithinBoundedMemory() throws Exception {
        Path file = folder.resolve("huge.json");
        byte[] block = new byte[1 << 20];
        Arrays.fill(block, (byte) 'x');
        try (OutputStream out = Files.newOutputStream(file)) {
            out.write("{\"id\":\"".getBytes(StandardCharsets.UTF_8));
            for (int i = 0; i < 200; i++) {
                out.write(block);
            }
            out.write("\"}".getBytes(StandardCharsets.UTF_8));
        }
        List<Long> progress = new ArrayList<>();
        DatasetException e =
                assertThrows(
                        DatasetException.class,
                        () -> new SolutionReader().read(file, progress::add, new Cancellation()));
        assertSays(e, "8388608 bytes", "line 1");
        assertEquals(Files.size(file), progress.getLast());
    }

    @Test
    void rowOverTheLimitIsLeftOutAndTheNextLoads() throws Exception {
        Path file = folder.resolve("long.jsonl");
        for (String form : List.of("%s\n%s", "[%s,\n%s]")) {
            Files.writeString(file, form.formatted(GOOD.replace("P $x$", "x".repeat(400)), GOOD));
            SolutionSet set =
                    new SolutionReader(new ReadLimits(300, 10, 10_000, 64, 10, 10)).read(file);
            assertEquals(1, set.solutions().size());
            assertEquals("a row of at most 300 bytes", set.problems().getFirst().expected());
        }
    }

    @Test
    void rowsStepsAndBytesAreLimited() throws Exception {
        Path file = folder.resolve("many.jsonl");
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 5; i++) {
            text.append(GOOD.replace("g-0", "g-" + i)).append('\n');
        }
        Files.writeString(file, text);
        SolutionSet rows =
                new SolutionReader(new ReadLimits(1_000, 3, 10_000, 64, 10, 10)).read(file);
        assertEquals(3, rows.solutions().size());
        assertTrue(rows.problems().getFirst().expected().contains("at most 3 rows"));
        SolutionSet bytes =
                new SolutionReader(new ReadLimits(1_000, 9, GOOD.length() * 2L, 64, 10, 10))
                        .read(file);
        assertEquals(2, bytes.solutions().size());
        assertThrows(
                DatasetException.class,
                () -> new SolutionReader(new ReadLimits(1_000, 9, 9_999, 64, 2, 1)).read(file));
    }

    @Test
    void deepNestingDuplicateKeysAndLongNumbersAreRowProblems() throws Exception {
        String deep = "[".repeat(10_000) + "]".repeat(10_000);
        assertTrue(onlyProblem(with("problem", deep)).expected().contains("64 deep"));
        assertTrue(onlyProblem("{\"id\":\"a\",\"id\":\"b\"}").found().contains("Duplicate field"));
        assertTrue(
                onlyProblem(with("label", "1".repeat(2_000))).expected().contains("1,000 digits"));
    }

    @Test
    void problemsKeptAreBoundedAndAllAreCounted() throws Exception {
        Path file = folder.resolve("bad.jsonl");
        Files.writeString(file, GOOD + "\n" + "nope\n".repeat(50));
        SolutionSet set =
                new SolutionReader(new ReadLimits(1_000, 9, 10_000, 64, 10, 7)).read(file);
        assertEquals(7, set.problems().size());
        assertEquals(50, set.problemCount());
    }

    @Test
    void cancellationStopsTheReading() throws Exception {
        Path file = folder.resolve("set.json");
        Files.writeString(file, "[" + GOOD + "]");
        Cancellation cancellation = new Cancellation();
        cancellation.cancel();
        assertThrows(
                CancellationException.class,
                () -> new SolutionReader().read(file, _ -> {}, cancellation));
    }

    @Test
    void rowProblemReadsAsOneLine() throws Exception {
        assertEquals(
                "element 1 (line 2), bad, label: expected a whole number from -1 (no error) to 2"
                        + " (the last step), found number 3. Steps count from 0 in ProcessBench.",
                onlyProblem(with("label", "3")).text());
        assertNull(onlyProblem("17").id());
    }
}
