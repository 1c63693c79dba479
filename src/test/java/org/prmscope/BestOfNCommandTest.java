package org.prmscope;

import static org.junit.jupiter.api.Assertions.assertEquals;
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

/// `prmscope bestofn` as a person types it.
class BestOfNCommandTest {
    @TempDir Path folder;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private Path input = Path.of("");
    private Path into = Path.of("");

    @BeforeEach
    void makeInput() throws IOException {
        StringBuilder rows = new StringBuilder();
        for (int i = 1; i <= 3; i++) {
            rows.append(
                    """
                    {"problem":"Half of %d?","unique_id":"p%d","answer":"\\\\frac{%d}{2}",\
                    "completions":["So $\\\\boxed{%d/2}$.","So \\\\boxed{7.25}.",\
                    "I do not know.","\\\\boxed{%d \\\\div 2}"],\
                    "scores":[[0.9],[0.2],[0.8],[0.4]]}
                    """
                            .formatted(i, i, i, i, i));
        }
        input = Files.writeString(folder.resolve("in.jsonl"), rows);
        into = folder.resolve("out");
    }

    @Test
    void theFilesOwnScoresRankItsCandidates() throws Exception {
        assertEquals(0, bestOfN("--json"), this::printed);
        JsonNode summary = summary();
        assertEquals(summary, new ObjectMapper().readTree(out.toString(StandardCharsets.UTF_8)));
        assertEquals(6, summary.at("/candidates/right").asInt());
        assertEquals(3, summary.at("/candidates/no answer").asInt());
        assertEquals("naive", summary.at("/curves/1/choice").asText());
        assertEquals(1.0, summary.at("/curves/1/points/2/value").asDouble());
        assertEquals(12, Files.readAllLines(into.resolve("candidates.jsonl")).size());
        assertTrue(Files.readString(into.resolve("bestofn.svg")).contains("<svg"));
        assertEquals(4, Files.readAllLines(into.resolve("ungraded.csv")).size());
        assertEquals(2, bestOfN(), this::printed);
        assertTrue(printed().contains("--overwrite"), this::printed);
    }

    @Test
    void aVerifierRanksThemAndIsNotRunTwice() throws Exception {
        Path model = folder.resolve("model");
        TinyModels.qwen2(model, 1, TinyModels.config());
        String[] verified = {
            "--model", model.toString(), "--max-tokens", "32", "--limit", "2", "--candidates", "2"
        };
        assertEquals(0, bestOfN(verified), this::printed);
        assertEquals(2, summary().get("problems").asInt());
        List<String> again = new ArrayList<>(List.of(verified));
        again.add("--resume");
        assertEquals(0, bestOfN(again.toArray(String[]::new)), this::printed);
        assertTrue(printed().contains("complete already"), this::printed);
        assertTrue(Files.exists(into.resolve("bestofn.prmscope")));
    }

    @Test
    void problemsWithoutARightAnswerAreListedAndAnotherFileMayHaveIt() throws Exception {
        Files.writeString(input, Files.readString(input).replace("\"answer\"", "\"solution\""));
        assertEquals(1, bestOfN(), this::printed);
        assertEquals(0, summary().get("graded").asInt());
        assertEquals(3, summary().get("ungraded").size());
        Path answers =
                Files.writeString(
                        folder.resolve("answers.jsonl"),
                        "{\"id\":\"p1\",\"answer\":\"0.5\"}\n{\"id\":\"p2\",\"answer\":\"1\"}\n");
        assertEquals(1, bestOfN("--answers", answers.toString(), "--overwrite"), this::printed);
        assertEquals(2, summary().get("graded").asInt());
        assertEquals(4, summary().at("/candidates/right").asInt());
    }

    @Test
    void aFileWithoutCandidatesIsRefusedAndNumbersAreChecked() throws Exception {
        assertEquals(2, bestOfN("--candidates", "0"));
        assertEquals(2, bestOfN("--reduce", "best"));
        Files.writeString(input, "{\"problem\":\"1+1?\",\"steps\":[\"2\"]}");
        assertEquals(3, bestOfN(), this::printed);
        assertTrue(printed().contains("no candidates"), this::printed);
    }

    @Test
    void figuresNeverReplaceTheFilesThatTheyAreMadeOf() throws Exception {
        assertEquals(0, bestOfN(), this::printed);
        Path candidates = into.resolve("candidates.jsonl");
        String before = Files.readString(candidates);
        assertEquals(2, bestOfN("--overwrite", "--answers", candidates.toString()));
        assertTrue(printed().contains("--out and --answers are the same file"), this::printed);
        assertEquals(2, bestOfN("--overwrite", "--workspace", into.resolve("curves.csv") + ""));
        assertTrue(printed().contains("--out and --workspace are"), this::printed);
        assertEquals(before, Files.readString(candidates));
    }

    private JsonNode summary() throws IOException {
        return new ObjectMapper().readTree(Files.readString(into.resolve("summary.json")));
    }

    private int bestOfN(String... more) {
        List<String> args =
                new ArrayList<>(
                        List.of("bestofn", "--input", input.toString(), "--out", into.toString()));
        args.addAll(List.of(more));
        Console console =
                new Console(
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        false);
        UserFolders folders =
                new UserFolders(
                        Path.of(System.getProperty("prmscope.cache", "target/test-cache")),
                        folder.resolve("state"));
        return PrmScopeCommand.parser(new Assembly(folders), console)
                .execute(args.toArray(String[]::new));
    }

    private String printed() {
        return Stream.of(out, err)
                .map(stream -> stream.toString(StandardCharsets.UTF_8))
                .reduce("", String::concat);
    }
}
