package org.prmscope;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prmscope.cli.Console;
import org.prmscope.cli.PrmScopeCommand;
import org.prmscope.model.TinyModels;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// The commands as a person types them, over a tiny random verifier: everything but the window.
class CommandLineTest {
    private static final String GOOD =
            """
            {"id":"a","generator":"g","problem":"1+1?","steps":["It is 2.","So 2."],\
            "final_answer_correct":true,"label":-1}\
            """;
    private static final String LABEL_TOO_LARGE =
            """
            {"id":"b","generator":"g","problem":"1+1?","steps":["It is 3."],\
            "final_answer_correct":false,"label":7}\
            """;

    @TempDir Path folder;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private Path model = Path.of("");
    private Path input = Path.of("");
    private Path rows = Path.of("");

    @BeforeEach
    void makeModelAndInput() throws Exception {
        model = folder.resolve("model");
        TinyModels.qwen2(model, 1, TinyModels.config());
        input = Files.writeString(folder.resolve("input.json"), "[" + GOOD + "]");
        rows = folder.resolve("rows.jsonl");
    }

    @Test
    void verifyWritesOneRowASolution() throws IOException {
        int code = verify("--seed", "5");

        assertEquals(0, code, this::printed);
        List<String> lines = Files.readAllLines(rows);
        assertEquals(1, lines.size());
        JsonNode row = new ObjectMapper().readTree(lines.getFirst());
        assertEquals("a", row.get("id").asText());
        assertEquals("genprm", row.get("protocol").asText());
        assertEquals(-1, row.get("goldFirstError").asInt());
        assertTrue(row.has("firstError"));
        assertEquals(2, row.get("steps").size());
        assertEquals(0, row.get("steps").get(0).get("index").asInt());
        assertTrue(row.get("steps").get(0).has("codeChecks"));
        assertTrue(row.get("tokens").get("prefilled").asInt() > 0);
        assertTrue(row.get("tokens").get("generated").asInt() > 0);
        assertTrue(row.has("wallMs"));
        assertTrue(row.has("seed"));
    }

    @Test
    void theSameSeedGivesTheSameRowsAndAnotherSeedOthers() throws IOException {
        verify("--seed", "5");
        String first = withoutTimes(Files.readString(rows));
        verify("--seed", "5", "--overwrite");
        assertEquals(first, withoutTimes(Files.readString(rows)));
        verify("--seed", "6", "--overwrite");
        assertFalse(first.equals(withoutTimes(Files.readString(rows))));
    }

    @Test
    void anExistingOutputIsNotOverwritten() throws IOException {
        Files.writeString(rows, "precious");
        assertEquals(2, verify());
        assertEquals("precious", Files.readString(rows));
        assertTrue(printed().contains("--overwrite"), this::printed);
    }

    @Test
    void aMistakeElsewhereLeavesEarlierResultsAlone() throws IOException {
        Files.writeString(rows, "precious");
        Files.writeString(input, "this is not JSON");
        assertEquals(3, verify("--overwrite"));
        assertEquals("precious", Files.readString(rows));
    }

    @Test
    void theInputIsNeverTheOutput() throws IOException {
        String before = Files.readString(input);
        int code =
                run(
                        "verify",
                        "--input",
                        input.toString(),
                        "--out",
                        input.toString(),
                        "--overwrite");
        assertEquals(2, code);
        assertEquals(before, Files.readString(input));
    }

    @Test
    void theWorkspaceIsNeverTheOutput() throws IOException {
        Path workspace = folder.resolve("w.prmscope");
        assertEquals(0, verify("--workspace", workspace.toString()), this::printed);
        byte[] before = Files.readAllBytes(workspace);
        rows = folder.resolve(".").resolve("w.prmscope");
        assertEquals(2, verify("--workspace", workspace.toString(), "--overwrite"));
        assertTrue(printed().contains("--out and --workspace are the same file"), this::printed);
        assertArrayEquals(before, Files.readAllBytes(workspace));

        rows = folder.resolve("new.prmscope");
        assertEquals(2, verify("--workspace", rows.toString()));
        assertFalse(Files.exists(rows));
    }

    @Test
    void numbersOutOfRangeAreUsageErrors() {
        assertEquals(2, verify("--max-tokens", "0"));
        assertEquals(2, verify("--max-tokens", "-1"));
        assertEquals(2, verify("--max-code-rounds", "-1"));
        for (String value : List.of("0", "-1", "NaN", "Infinity")) {
            assertEquals(
                    2,
                    verify("--protocol", "thinkprm", "--decision-temperature", value),
                    this::printed);
        }
        assertEquals(2, verify("--limit", "-5"));
        assertEquals(2, verify("--temperature", "-1"));
        assertEquals(2, verify("--top-p", "1.5"));
        assertFalse(Files.exists(rows));
    }

    @Test
    void rejectedRowsAreNamedAndTheGoodOnesAreVerified() throws IOException {
        Files.writeString(input, "[" + GOOD + "," + LABEL_TOO_LARGE + "]");
        assertEquals(1, verify(), this::printed);
        assertEquals(1, Files.readAllLines(rows).size());
        assertTrue(printed().contains("rejected"), this::printed);
        assertTrue(printed().contains("label"), this::printed);
    }

    @Test
    void aFileThatIsNotJsonIsAnEnvironmentErrorWithoutAStackTrace() throws IOException {
        Files.writeString(input, "this is not JSON");
        assertEquals(3, verify());
        assertTrue(printed().contains("input.json"), this::printed);
        assertFalse(printed().contains("\tat "), this::printed);
    }

    @Test
    void aModelFolderWithoutTokenizerIsAnEnvironmentErrorThatNamesTheFile() throws IOException {
        Files.delete(model.resolve("tokenizer.json"));
        assertEquals(3, verify());
        assertTrue(printed().contains("tokenizer.json"), this::printed);
        assertFalse(printed().contains("\tat "), this::printed);
    }

    @Test
    void aModelWhosePathCannotBeAPathIsAUsageError() {
        for (String command : List.of("verify", "eval", "bench")) {
            assertEquals(2, run(command, "--model", "a\0b", "--input", input.toString()), command);
        }
        assertTrue(printed().contains("'--model'"), this::printed);
        assertFalse(printed().contains("\tat "), this::printed);
    }

    @Test
    void unknownOptionsAndValuesAreUsageErrors() {
        assertEquals(2, run("verify", "--colour"));
        assertEquals(2, verify("--protocol", "oracle"));
        assertEquals(2, run("frobnicate", "--now"));
    }

    @Test
    void evalPrintsEveryMetricWithItsNAndInterval() throws IOException {
        int code =
                run(
                        "eval",
                        "--input",
                        input.toString(),
                        "--model",
                        model.toString(),
                        "--max-tokens",
                        "48",
                        "--json");
        assertEquals(0, code, this::printed);
        JsonNode report = new ObjectMapper().readTree(out.toString(StandardCharsets.UTF_8));
        for (String metric : List.of("errorAccuracy", "correctAccuracy", "f1", "invalid")) {
            assertTrue(report.get(metric).has("n"), metric);
            assertTrue(report.get(metric).has("interval95"), metric);
        }
        assertEquals(1, report.get("invalid").get("n").asInt());
    }

    @Test
    void thinkPrmVerifiesInOneChain() throws IOException {
        assertEquals(0, verify("--protocol", "thinkprm"), this::printed);
        JsonNode row = new ObjectMapper().readTree(Files.readString(rows));
        assertEquals("thinkprm", row.get("protocol").asText());
    }

    @Test
    void aWorkspaceKeepsTheRunAndNeedsNoSecondImport() {
        Path workspace = folder.resolve("w.prmscope");
        assertEquals(0, verify("--workspace", workspace.toString()), this::printed);
        assertEquals(0, verify("--workspace", workspace.toString(), "--overwrite"), this::printed);
        assertTrue(Files.exists(workspace));
    }

    private int verify(String... more) {
        List<String> args =
                new ArrayList<>(
                        List.of(
                                "verify",
                                "--input",
                                input.toString(),
                                "--model",
                                model.toString(),
                                "--out",
                                rows.toString()));
        args.addAll(List.of(more));
        if (!args.contains("--max-tokens")) {
            args.addAll(List.of("--max-tokens", "48"));
        }
        return run(args.toArray(String[]::new));
    }

    private int run(String... args) {
        return PrmScopeCommand.parser(new Assembly(folders()), console()).execute(args);
    }

    private UserFolders folders() {
        return new UserFolders(
                Path.of(System.getProperty("prmscope.cache", "target/test-cache")),
                folder.resolve("state"));
    }

    private Console console() {
        return new Console(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                false);
    }

    private String printed() {
        return Stream.of(out, err)
                .map(stream -> stream.toString(StandardCharsets.UTF_8))
                .reduce("", String::concat);
    }

    private static String withoutTimes(String rows) {
        return rows.replaceAll("\"wallMs\":[0-9.E-]+", "\"wallMs\":0");
    }
}
