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
import java.util.Arrays;
import java.util.List;

/// `prmscope synth` as a person types it, over a tiny random verifier.
class SynthCommandTest {
    @TempDir Path folder;
    private ByteArrayOutputStream out = new ByteArrayOutputStream();
    private ByteArrayOutputStream err = new ByteArrayOutputStream();
    private String model = "";
    private String input = "";
    private String workspace = "";

    @BeforeEach
    void makeModelAndInput() throws Exception {
        Path tiny = folder.resolve("model");
        TinyModels.qwen2(tiny, 1, TinyModels.config());
        model = tiny.toString();
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            rows.add(
                    """
                    {"id":"s%d","problem":"1+%d?","steps":["It is %d.","So."],\
                    "gold":{"source":"%s","labels":["correct","%s"]}}\
                    """
                            .formatted(
                                    i,
                                    i,
                                    i + 1,
                                    i == 0 ? "human" : "Monte Carlo",
                                    i == 1 ? "incorrect" : "correct"));
        }
        rows.add("{\"id\":\"none\",\"problem\":\"p\",\"steps\":[\"a\"],\"gold\":null}");
        input = Files.writeString(folder.resolve("in.json"), rows.toString()).toString();
        workspace = folder.resolve("w.prmscope").toString();
    }

    private int sample(String... more) {
        List<String> args =
                new ArrayList<>(
                        List.of(
                                "sample",
                                "--input",
                                input,
                                "--model",
                                model,
                                "--max-tokens",
                                "32",
                                "--chains",
                                "2",
                                "--workspace",
                                workspace));
        args.addAll(List.of(more));
        return synth(args.toArray(String[]::new));
    }

    @Test
    void chainsAreSampledFilteredOverruledAndExported() throws Exception {
        assertEquals(0, sample("--json"), this::printed);
        assertEquals(6, json().get("chains").asInt());
        assertTrue(errors().contains("1 of 4 solutions have no labels"), this::printed);
        assertTrue(errors().contains("from 2 sources: Monte Carlo; human"), this::printed);

        assertEquals(1, filter("--filter", "process", "--json"), this::printed);
        JsonNode nothing = json();
        assertEquals(0, nothing.at("/counts/kept").asInt());
        assertTrue(nothing.at("/notices/0").asText().startsWith("No chain is kept"));
        assertEquals(
                3,
                synth("export", "--workspace", workspace, "--out", folder + "/x"),
                this::printed);
        assertTrue(errors().contains("nothing to export"), this::printed);
        assertFalse(Files.exists(folder.resolve("x")));

        assertEquals(0, filter("--filter", "length:max=9999", "--name", "all"), this::printed);
        assertTrue(printed().contains("synthesis run 2 \"all\" of run 1: 6 of 6 chains kept"));
        assertEquals(0, rule("s1", "2", "--drop", "--note", "odd"), this::printed);
        assertEquals(0, synth("chains", "--workspace", workspace, "--dropped", "--json"));
        JsonNode dropped = json();
        assertEquals("s1", dropped.get("solution").asText());
        assertEquals(1, dropped.get("chain").asInt());
        assertEquals("odd", dropped.at("/ruling/note").asText());

        assertEquals(0, synth("list", "--workspace", workspace));
        assertTrue(printed().contains("run 1: GenPRM, 6 of 6 chains of 3 solutions of in"));
        assertTrue(
                printed()
                        .contains("synthesis run 2 \"all\" of run 1: 5 of 6 chains kept by length"),
                this::printed);

        Path to = folder.resolve("export");
        assertEquals(
                0,
                synth("export", "--workspace", workspace, "--out", to.toString(), "--json"),
                this::printed);
        assertEquals(5, json().at("/counts/kept").asInt());
        assertEquals(1, json().at("/counts/droppedByHand").asInt());
        assertEquals(5, Files.readAllLines(to.resolve("openai.jsonl")).size());
        assertEquals(3, Files.readAllLines(to.resolve("trl-stepwise.jsonl")).size());

        assertEquals(0, rule("s1", "2", "--as-filtered"), this::printed);
        assertEquals(0, synth("chains", "--workspace", workspace, "--kept", "--text"));
        assertTrue(errors().contains("6 of 6 chains"), this::printed);
    }

    @Test
    void anExportNeverReplacesTheWorkspace() throws Exception {
        Path manifest = folder.resolve("manifest.json");
        workspace = manifest.toString();
        assertEquals(0, sample(), this::printed);
        assertEquals(0, filter("--filter", "length:max=9999"), this::printed);
        byte[] before = Files.readAllBytes(manifest);
        assertEquals(
                2,
                synth(
                        "export",
                        "--workspace",
                        workspace,
                        "--out",
                        folder.toString(),
                        "--overwrite"));
        assertTrue(errors().contains("--out and --workspace are the same file"), this::printed);
        assertArrayEquals(before, Files.readAllBytes(manifest));
    }

    @Test
    void aSampledRunIsTakenUpAgain() {
        assertEquals(0, sample(), this::printed);
        assertEquals(0, sample("--resume"), this::printed);
        assertTrue(errors().contains("complete already (run 1)"), this::printed);
    }

    @Test
    void aFileWithoutLabelsIsRefusedBeforeAModelIsLoaded() throws Exception {
        Files.writeString(Path.of(input), "{\"problem\":\"p\",\"steps\":[\"a\"]}");
        assertEquals(3, sample(), this::printed);
        assertTrue(errors().contains("No solution has gold labels"), this::printed);
        assertTrue(errors().contains("prmscope synth labels"), this::printed);
    }

    @Test
    void mistakesAreNamed() {
        assertEquals(2, synth("sample", "--input", input, "--model", model), this::printed);
        assertTrue(errors().contains("--workspace"), this::printed);
        assertEquals(3, filter(), this::printed);
        assertTrue(errors().contains("There is no such workspace"), this::printed);
        assertEquals(0, sample(), this::printed);
        assertEquals(2, filter("--filter", "length"), this::printed);
        assertTrue(errors().contains("field max of length"), this::printed);
        assertEquals(3, filter("--run", "9"), this::printed);
        assertEquals(3, synth("chains", "--workspace", workspace), this::printed);
        assertTrue(errors().contains("no synthesis run"), this::printed);
        assertEquals(0, filter("--filter", "length:max=9999"), this::printed);
        assertEquals(3, rule("s9", "1", "--keep"), this::printed);
        assertTrue(errors().contains("no such chain"), this::printed);
        assertEquals(
                2,
                synth(
                        "export",
                        "--workspace",
                        workspace,
                        "--out",
                        folder.toString(),
                        "--format",
                        "parquet"));
    }

    @Test
    void labelsAreMadeOfScoresAndOfAPolicysContinuations() throws Exception {
        Path aps =
                Files.writeString(
                        folder.resolve("aps.jsonl"),
                        """
                        {"question":"Q?","final_answer":"3","reasoning_steps":{"text":"Q?",\
                        "mc_value":0.5,"children":[{"text":"a","mc_value":0.3,"children":[]}]}}
                        """);
        Path labelled = folder.resolve("labelled.jsonl");
        Path plot = folder.resolve("p.svg");
        assertEquals(0, labels(aps, labelled, "--json", "--plot", plot.toString()), this::printed);
        assertEquals(5, json().get("table").size());
        assertEquals("RPE >= 0.8", json().get("rule").asText());
        JsonNode row = new ObjectMapper().readTree(Files.readString(labelled));
        assertEquals("incorrect", row.at("/gold/labels/0").asText());
        assertEquals("Monte Carlo, RPE >= 0.8 (MATH-APS)", row.at("/gold/source").asText());
        assertTrue(Files.readString(plot).contains("<svg"));

        assertEquals(2, labels(aps, labelled), this::printed);
        Path again = folder.resolve("again.jsonl");
        assertEquals(0, labels(labelled, again, "--epsilon", "0.5"), this::printed);
        assertTrue(Files.readString(again).contains("\"correct\""));
        assertEquals(3, labels(Path.of(input), again, "--overwrite"), this::printed);
        assertTrue(errors().contains("No solution has Monte-Carlo scores"), this::printed);

        Path answers =
                Files.writeString(
                        folder.resolve("answers.jsonl"), "{\"id\":\"s0\",\"answer\":\"1\"}");
        Path sampled = folder.resolve("sampled.jsonl");
        assertEquals(
                1,
                labels(
                        Path.of(input),
                        sampled,
                        "--policy",
                        model,
                        "--answers",
                        answers.toString(),
                        "--rollouts",
                        "2",
                        "--max-tokens",
                        "8"),
                this::printed);
        JsonNode scored = new ObjectMapper().readTree(Files.readString(sampled));
        assertEquals("s0", scored.get("id").asText());
        assertEquals(2, scored.at("/monteCarlo/rollouts").asInt());
        assertFalse(Files.exists(folder.resolve(".sampled.jsonl.scores.jsonl")));
    }

    private int labels(Path from, Path to, String... more) {
        List<String> args =
                new ArrayList<>(
                        List.of("labels", "--input", from.toString(), "--out", to.toString()));
        args.addAll(List.of(more));
        return synth(args.toArray(String[]::new));
    }

    private int filter(String... more) {
        List<String> args = new ArrayList<>(List.of("filter", "--workspace", workspace));
        args.addAll(List.of(more));
        return synth(args.toArray(String[]::new));
    }

    private int rule(String solution, String chain, String... more) {
        List<String> args =
                new ArrayList<>(
                        List.of(
                                "rule",
                                "--workspace",
                                workspace,
                                "--solution",
                                solution,
                                "--chain",
                                chain,
                                "--by",
                                "Ada"));
        args.addAll(List.of(more));
        return synth(args.toArray(String[]::new));
    }

    private int synth(String... more) {
        List<String> args = new ArrayList<>(List.of("synth"));
        args.addAll(Arrays.asList(more));
        out = new ByteArrayOutputStream();
        err = new ByteArrayOutputStream();
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

    private JsonNode json() throws IOException {
        return new ObjectMapper().readTree(out.toString(StandardCharsets.UTF_8));
    }

    private String errors() {
        return err.toString(StandardCharsets.UTF_8);
    }

    private String printed() {
        return out.toString(StandardCharsets.UTF_8) + errors();
    }
}
