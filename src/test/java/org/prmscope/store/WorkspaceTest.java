package org.prmscope.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prmscope.core.ChainEnd;
import org.prmscope.core.GoldLabels;
import org.prmscope.core.RowProblem;
import org.prmscope.core.Run;
import org.prmscope.core.Solution;
import org.prmscope.core.SolutionFormat;
import org.prmscope.core.SolutionSet;
import org.prmscope.core.StepLabel;
import org.prmscope.core.VerificationChain;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

class WorkspaceTest {
    static final Path NATIVES = Path.of(System.getProperty("prmscope.cache", "target/test-cache"));
    static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");

    @TempDir Path folder;

    private Path file() {
        return folder.resolve("w.prmscope");
    }

    private Workspace open() throws WorkspaceException {
        return Workspace.open(file(), InstantSource.fixed(NOW), NATIVES);
    }

    static SolutionSet set(int solutions) {
        List<Solution> list =
                IntStream.range(0, solutions)
                        .mapToObj(i -> Solution.of("s" + i, "P", List.of("a", "b")))
                        .toList();
        return new SolutionSet("name", "", SolutionFormat.PRMSCOPE, "", list, List.of(), 0);
    }

    static Run begin(Workspace workspace, long setId) throws WorkspaceException {
        return workspace.beginRun(
                setId,
                workspace.solutions(setId).stream().map(Solution::id).toList(),
                RandomChains.CONFIGURATION,
                RandomChains.MODEL,
                RandomChains.ENVIRONMENT);
    }

    @Test
    void setsAndSolutionsComeBackAsTheyWere() throws Exception {
        List<Solution> solutions =
                List.of(
                        Solution.of("z", "P \ud83d\ude00 \u0000", List.of("a")),
                        new Solution(
                                "a",
                                "P",
                                List.of("x", "y"),
                                "G\u00e9",
                                new GoldLabels(
                                        "rater", List.of(StepLabel.NEUTRAL, StepLabel.INCORRECT)),
                                true,
                                "{\"metadata\":{\"n\":1.50}}"));
        List<RowProblem> problems = List.of(new RowProblem("line 3", null, "f", "e", "g", "r"));
        SolutionSet set =
                new SolutionSet(
                        "gsm8k",
                        "/a/b.json",
                        SolutionFormat.PROCESSBENCH,
                        "ff",
                        solutions,
                        problems,
                        7);
        long id;
        try (Workspace workspace = open()) {
            id = workspace.importSet(set);
            workspace.addSolution(id, Solution.of("added", "Q", List.of("c")));
        }
        try (Workspace workspace = open()) {
            assertEquals(
                    List.of(
                            new StoredSet(
                                    id,
                                    "gsm8k",
                                    "/a/b.json",
                                    SolutionFormat.PROCESSBENCH,
                                    "ff",
                                    NOW,
                                    problems,
                                    7,
                                    3)),
                    workspace.sets());
            List<Solution> expected = new ArrayList<>(solutions);
            expected.add(Solution.of("added", "Q", List.of("c")));
            assertEquals(expected, workspace.solutions(id));
            assertEquals(List.of(), workspace.solutions(id + 1));
        }
    }

    @Test
    void randomChainsComeBackAsTheyWere() throws Exception {
        RandomChains random = new RandomChains(11);
        List<VerificationChain> chains = new ArrayList<>();
        long runId;
        try (Workspace workspace = open()) {
            Run run = begin(workspace, workspace.importSet(set(60)));
            runId = run.id();
            for (int i = 59; i >= 0; i--) {
                for (int k = 0; k <= i % 3; k++) {
                    VerificationChain chain = random.chain("s" + i, k, 200);
                    chains.add(chain);
                    workspace.appendChain(runId, chain);
                }
            }
        }
        try (Workspace workspace = open()) {
            for (VerificationChain chain : chains) {
                assertEquals(
                        Optional.of(chain),
                        workspace.chain(runId, chain.solutionId(), chain.index()));
            }
            List<ChainSummary> summaries = workspace.verdictSummaries(runId);
            assertEquals(chains.size(), summaries.size());
            assertEquals("s0", summaries.getFirst().solutionId());
            Map<String, VerificationChain> byPlace = new HashMap<>();
            chains.forEach(c -> byPlace.put(c.solutionId() + "/" + c.index(), c));
            for (ChainSummary summary : summaries) {
                VerificationChain c =
                        Objects.requireNonNull(
                                byPlace.get(summary.solutionId() + "/" + summary.index()));
                assertEquals(
                        new ChainSummary(
                                c.solutionId(),
                                c.index(),
                                c.seed(),
                                c.verdicts(),
                                c.rounds(),
                                c.solutionConfidence(),
                                c.events(),
                                c.end(),
                                c.usage(),
                                c.wallMs(),
                                c.kvBytes()),
                        summary);
                assertEquals(c.firstError(), summary.firstError());
            }
            assertTrue(workspace.chain(runId, "s0", 9).isEmpty());
        }
    }

    @Test
    void runsKeepTheirWholeConfigurationAndState() throws Exception {
        try (Workspace workspace = open()) {
            long setId = workspace.importSet(set(3));
            Run run = begin(workspace, setId);
            assertEquals(NOW, run.startedAt());
            assertEquals(
                    List.of(new StoredRun(run, RunState.RUNNING, null, 3, 0, 0, 0)),
                    workspace.runs(setId));
            RandomChains random = new RandomChains(1);
            List<VerificationChain> chains =
                    List.of(
                            random.chain("s1", 0, 9),
                            random.chain("s1", 1, 9),
                            random.chain("s1", 2, 9),
                            random.chain("s2", 0, 9));
            for (VerificationChain chain : chains) {
                workspace.appendChain(run.id(), chain);
            }
            int good = (int) chains.stream().filter(c -> c.end() == ChainEnd.COMPLETED).count();
            assertTrue(good > 0 && good < chains.size(), "some failed");
            assertEquals(workspace.solutions(setId), workspace.solutionsOf(run.id()));
            assertEquals(
                    List.of("s2"),
                    workspace.verdictSummaries(run.id(), Set.of("s1")).stream()
                            .map(ChainSummary::solutionId)
                            .toList());
            workspace.finishRun(run.id(), RunState.CANCELLED);
            long generated = chains.stream().mapToLong(c -> c.usage().generated()).sum();
            assertEquals(
                    List.of(new StoredRun(run, RunState.CANCELLED, NOW, 3, good, 2, generated)),
                    workspace.runs(setId));
            workspace.resumeRun(run.id());
            StoredRun resumed = workspace.runs(setId).getFirst();
            assertEquals(RunState.RUNNING, resumed.state());
            assertNull(resumed.endedAt());
            // Those that failed are made again.
            assertEquals(good, workspace.verdictSummaries(run.id()).size());
        }
    }

    @Test
    void aRunThatWasRunningIsInterruptedAfterReopening() throws Exception {
        long setId;
        try (Workspace workspace = open()) {
            setId = workspace.importSet(set(2));
            begin(workspace, setId);
            workspace.finishRun(begin(workspace, setId).id(), RunState.FINISHED);
        }
        try (Workspace workspace = open()) {
            assertEquals(
                    List.of(RunState.INTERRUPTED, RunState.FINISHED),
                    workspace.runs(setId).stream().map(StoredRun::state).toList());
        }
    }

    @Test
    void mistakesOfTheCallerAreRefusedAndChangeNothing() throws Exception {
        try (Workspace workspace = open()) {
            long setId = workspace.importSet(set(2));
            Run run = begin(workspace, setId);
            RandomChains random = new RandomChains(1);
            VerificationChain chain = random.chain("s0", 0, 9);
            workspace.appendChain(run.id(), chain);
            assertThrows(
                    IllegalArgumentException.class, () -> workspace.appendChain(run.id(), chain));
            assertThrows(
                    IllegalArgumentException.class,
                    () -> workspace.appendChain(run.id(), random.chain("unknown", 0, 9)));
            assertThrows(
                    IllegalArgumentException.class,
                    () -> workspace.finishRun(999, RunState.FINISHED));
            assertThrows(
                    IllegalArgumentException.class,
                    () -> workspace.finishRun(run.id(), RunState.RUNNING));
            assertThrows(
                    IllegalArgumentException.class,
                    () -> workspace.addSolution(setId, Solution.of("s0", "again", List.of("a"))));
            VerificationChain cancelled =
                    new VerificationChain(
                            "s1",
                            0,
                            0,
                            chain.tokens(),
                            List.of(),
                            List.of(),
                            List.of(),
                            List.of(),
                            null,
                            List.of(),
                            ChainEnd.CANCELLED,
                            chain.usage(),
                            0);
            assertThrows(
                    IllegalArgumentException.class,
                    () -> workspace.appendChain(run.id(), cancelled));
            assertEquals(1, workspace.verdictSummaries(run.id()).size());
            assertEquals(2, workspace.solutions(setId).size());
        }
    }

    @Test
    void aSetWithABadSolutionIsStoredNotAtAll() throws Exception {
        SolutionSet twice =
                new SolutionSet(
                        "n",
                        "",
                        SolutionFormat.PRMSCOPE,
                        "",
                        List.of(
                                Solution.of("a", "P", List.of("x")),
                                Solution.of("a", "P", List.of("x"))),
                        List.of(),
                        0);
        try (Workspace workspace = open()) {
            assertThrows(IllegalArgumentException.class, () -> workspace.importSet(twice));
            assertEquals(List.of(), workspace.sets());
        }
    }

    @Test
    void settingsAreKept() throws Exception {
        try (Workspace workspace = open()) {
            assertTrue(workspace.setting("window").isEmpty());
            workspace.putSetting("window", "1");
            workspace.putSetting("window", "{\"x\":2}");
        }
        try (Workspace workspace = open()) {
            assertEquals(Optional.of("{\"x\":2}"), workspace.setting("window"));
        }
    }

    @Test
    void manyThreadsAppendAndRead() throws Exception {
        try (Workspace workspace = open();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Run run = begin(workspace, workspace.importSet(set(80)));
            List<Future<?>> tasks = new ArrayList<>();
            for (int i = 0; i < 80; i++) {
                VerificationChain chain = new RandomChains(i).chain("s" + i, 0, 50);
                tasks.add(
                        threads.submit(() -> {
                            workspace.appendChain(run.id(), chain);
                            assertFalse(workspace.verdictSummaries(run.id()).isEmpty());
                            return null;
                        }));
            }
            for (Future<?> task : tasks) {
                task.get();
            }
            assertEquals(
                    workspace.solutionsOf(run.id()).size(),
                    workspace.verdictSummaries(run.id()).size());
        }
    }

    @Test
    void anyFileNameIsAName() throws Exception {
        for (String name : List.of("a b?mode=memory.w", "100%41.w", "\u00e9\ud83d\ude00#x.w")) {
            Path odd = folder.resolve(name);
            try (Workspace workspace = Workspace.open(odd, InstantSource.fixed(NOW), NATIVES)) {
                workspace.putSetting("k", name);
            }
            assertTrue(Files.size(odd) > 0, name);
            try (Workspace workspace =
                    Workspace.openReadOnly(odd, InstantSource.fixed(NOW), NATIVES)) {
                assertEquals(Optional.of(name), workspace.setting("k"));
            }
        }
    }

    @Test
    void aClosedWorkspaceLeavesOneFileAndRefusesWork() throws Exception {
        Workspace workspace = open();
        workspace.putSetting("k", "v");
        workspace.check();
        workspace.close();
        workspace.close();
        assertThrows(IllegalStateException.class, () -> workspace.setting("k"));
        try (var files = Files.list(folder)) {
            assertEquals(List.of(file()), files.toList());
        }
    }
}
