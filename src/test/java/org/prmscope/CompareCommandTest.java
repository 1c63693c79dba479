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
import org.prmscope.core.Cancellation;
import org.prmscope.core.Protocol;
import org.prmscope.core.RunConfiguration;
import org.prmscope.model.TinyModels;
import org.prmscope.run.Recipe;
import org.prmscope.run.RunHandle;
import org.prmscope.run.RunRequest;
import org.prmscope.run.RunSpec;
import org.prmscope.run.RunSummary;
import org.prmscope.run.VerifierChoice;
import org.prmscope.run.Workbench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// `prmscope compare` as a person types it, over a tiny random verifier.
class CompareCommandTest {
    private static final String PARALLEL = "parallel:k=3";
    private static final String SEQUENTIAL = "sequential:r=2,seed=4";

    @TempDir Path folder;
    private ByteArrayOutputStream out = new ByteArrayOutputStream();
    private ByteArrayOutputStream err = new ByteArrayOutputStream();
    private Path model = Path.of("");
    private Path input = Path.of("");
    private Path into = Path.of("");

    @BeforeEach
    void makeModelAndInput() throws Exception {
        model = folder.resolve("model");
        TinyModels.qwen2(model, 1, TinyModels.config());
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            rows.add(
                    """
                    {"id":"s%d","generator":"=g,%d","problem":"1+%d?","steps":["It is %d.","So."],\
                    "final_answer_correct":true,"label":%d}\
                    """
                            .formatted(i, i % 2, i, i + 1, i % 3 - 1));
        }
        input = Files.writeString(folder.resolve("in.json"), rows.toString());
        into = folder.resolve("out");
    }

    @Test
    void everyFileIsThereAndTheSummaryIsWhatIsPrinted() throws Exception {
        assertEquals(0, compare("--run", PARALLEL, "--run", SEQUENTIAL, "--json"), this::printed);

        JsonNode summary = summary();
        assertEquals(summary, new ObjectMapper().readTree(out.toString(StandardCharsets.UTF_8)));
        assertEquals(6, summary.get("solutions").asInt());
        assertEquals("parallel", summary.at("/runs/0/kind").asText());
        assertEquals(2, summary.at("/runs/1/rounds").asInt());
        assertEquals(1, summary.get("pairs").size());
        assertEquals(1, summary.get("conclusions").size());
        assertTrue(summary.at("/runs/0/tokensPerSolution").asDouble() > 0);
        List<String> rows = Files.readAllLines(into.resolve("solutions.jsonl"));
        assertEquals(6, rows.size());
        JsonNode row = new ObjectMapper().readTree(rows.getFirst());
        assertEquals("s0", row.get("id").asText());
        assertEquals(3, row.get("A_chains").asInt());
        for (String table : List.of("runs", "pairs", "facets", "stopping", "curves")) {
            assertTrue(Files.size(into.resolve(table + ".csv")) > 0, table);
        }
        String page = Files.readString(into.resolve("comparison.html"));
        assertTrue(page.contains("Content-Security-Policy"), "no policy");
        assertTrue(Files.readString(into.resolve("f1.svg")).contains("<svg"));
        String facets = Files.readString(into.resolve("facets.csv"));
        assertTrue(facets.contains("\"'=g,0\""), facets);
    }

    @Test
    void aFinishedRunIsTakenAndAnInterruptedOneGoesOn() throws Exception {
        assertEquals(0, compare("--run", PARALLEL), this::printed);
        long chains = cancelledRun(SEQUENTIAL);
        assertTrue(chains < 6, "chains " + chains);
        assertEquals(0, compare("--run", PARALLEL, "--run", SEQUENTIAL, "--resume"), this::printed);

        assertTrue(printed().contains("A  parallel K=3: complete already (run 1)"), this::printed);
        assertTrue(
                printed().contains("goes on after %d of 6 chains (run 2)".formatted(chains)),
                this::printed);
        assertEquals(2, summary().at("/runs/1/runId").asInt());
        assertTrue(summary().at("/runs/1/complete").asBoolean());
    }

    private long cancelledRun(String spec) throws Exception {
        try (Workbench workbench = new Assembly(folders()).open(into.resolve("compare.prmscope"))) {
            long set = workbench.open(input, _ -> {}, new Cancellation()).set().id();
            RunConfiguration run = RunSpec.parse(spec, base());
            RunHandle handle =
                    workbench.start(
                            new RunRequest(
                                    set,
                                    workbench.solutions(set),
                                    new VerifierChoice("model", model.toString()),
                                    run));
            while (handle.snapshot().runId() == 0) {
                Thread.onSpinWait();
            }
            handle.cancel();
            handle.await();
            RunSummary cancelled = workbench.runs(set).getFirst();
            assertEquals(run, cancelled.run().configuration());
            return cancelled.chains();
        }
    }

    private static RunConfiguration base() throws Exception {
        return RunSpec.parse("single:tokens=48", RunConfiguration.of(Protocol.GENPRM));
    }

    @Test
    void theBudgetHoldsForRunsWithoutTheirOwnAndAMatchedOneIsWhatTheOtherTook() throws Exception {
        assertEquals(
                0,
                compare("--run", PARALLEL, "--run", "sequential:r=2,budget=60", "--budget", "90"),
                this::printed);
        assertEquals(90, summary().at("/runs/0/budget").asInt());
        assertEquals(60, summary().at("/runs/1/budget").asInt());
        assertTrue(summary().at("/runs/0/tokensPerSolution").asDouble() <= 90);

        assertEquals(
                0,
                compare("--run", PARALLEL, "--run", SEQUENTIAL, "--match", "b", "--overwrite"),
                this::printed);
        double took = summary().at("/runs/1/tokensPerSolution").asDouble();
        assertEquals((int) Math.ceil(took - 0.0005), summary().at("/runs/0/budget").asInt());
        assertTrue(summary().at("/runs/1/budget").isNull());
    }

    @Test
    void savedRecipesAreRunByName() throws Exception {
        try (Workbench workbench =
                new Assembly(folders())
                        .open(Files.createDirectories(into).resolve("compare.prmscope"))) {
            workbench.saveRecipe(new Recipe("mine", RunSpec.parse("parallel:k=2", base())));
        }
        assertEquals(0, compare("--run", "recipe:mine"), this::printed);
        assertEquals(2, summary().at("/runs/0/chains").asInt());
        assertEquals(3, compare("--run", "recipe:yours", "--overwrite"), this::printed);
        assertTrue(printed().contains("one of mine; ThinkPRM 32K"), this::printed);
    }

    @Test
    void figuresThatAreThereAreNotLostByAccident() throws Exception {
        Files.createDirectories(into);
        Files.writeString(into.resolve("summary.json"), "precious");
        assertEquals(2, compare("--run", PARALLEL));
        assertTrue(printed().contains("--overwrite"), this::printed);
        assertEquals("precious", Files.readString(into.resolve("summary.json")));
    }

    @Test
    void figuresNeverReplaceTheWorkspaceOrTheInput() throws Exception {
        assertEquals(2, compare("--run", PARALLEL, "--workspace", into + "/runs.csv"));
        assertTrue(printed().contains("--out and --workspace are the same file"), this::printed);
        assertFalse(Files.exists(into));
        Files.createDirectories(into);
        input = Files.copy(input, into.resolve("solutions.jsonl"));
        byte[] before = Files.readAllBytes(input);
        assertEquals(2, compare("--run", PARALLEL, "--overwrite"));
        assertTrue(printed().contains("--out and --input are the same file"), this::printed);
        assertArrayEquals(before, Files.readAllBytes(input));
    }

    @Test
    void mistakesAreNamedBeforeAnythingIsMade() {
        assertEquals(2, compare("--run", "parallel:k=none"), this::printed);
        assertTrue(printed().contains("field k"), this::printed);
        assertEquals(2, compare("--run", PARALLEL, "--budget", "2"));
        assertTrue(printed().contains("field budget"), this::printed);
        assertEquals(2, compare("--run", PARALLEL, "--budget", "90", "--match", "A"));
        assertEquals(2, compare("--run", PARALLEL, "--match", "C"));
        assertEquals(2, compare("--run", PARALLEL, "--limit", "0"));
        assertEquals(
                2,
                compare(
                        "--run",
                        "single",
                        "--run",
                        "single:seed=1",
                        "--run",
                        "single:seed=2",
                        "--run",
                        "single:seed=3",
                        "--run",
                        "single:seed=4"));
        assertFalse(Files.exists(into));
        assertEquals(3, compare("--run", PARALLEL, "--run", "parallel:k=3,t=0.6"));
        assertTrue(printed().contains("seed=1"), this::printed);
    }

    private JsonNode summary() throws IOException {
        return new ObjectMapper().readTree(Files.readString(into.resolve("summary.json")));
    }

    private int compare(String... more) {
        List<String> args =
                new ArrayList<>(
                        List.of(
                                "compare",
                                "--input",
                                input.toString(),
                                "--model",
                                model.toString(),
                                "--max-tokens",
                                "48",
                                "--out",
                                into.toString()));
        args.addAll(List.of(more));
        out = new ByteArrayOutputStream();
        err = new ByteArrayOutputStream();
        Console console =
                new Console(
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        false);
        return PrmScopeCommand.parser(new Assembly(folders()), console)
                .execute(args.toArray(String[]::new));
    }

    private UserFolders folders() {
        return new UserFolders(
                Path.of(System.getProperty("prmscope.cache", "target/test-cache")),
                folder.resolve("state"));
    }

    private String printed() {
        return Stream.of(out, err)
                .map(stream -> stream.toString(StandardCharsets.UTF_8))
                .reduce("", String::concat);
    }
}
