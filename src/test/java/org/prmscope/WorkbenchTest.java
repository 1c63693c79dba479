package org.prmscope;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prmscope.core.Cancellation;
import org.prmscope.core.CodeOutcome;
import org.prmscope.core.CodeResult;
import org.prmscope.core.ComputeMode;
import org.prmscope.core.Protocol;
import org.prmscope.core.Run;
import org.prmscope.core.RunConfiguration;
import org.prmscope.core.Scaling;
import org.prmscope.core.Solution;
import org.prmscope.core.VerificationChain;
import org.prmscope.core.WorkbenchException;
import org.prmscope.model.TinyModels;
import org.prmscope.run.ImportOutcome;
import org.prmscope.run.LoadOptions;
import org.prmscope.run.OpenVerifier;
import org.prmscope.run.RunHandle;
import org.prmscope.run.RunRequest;
import org.prmscope.run.RunSnapshot;
import org.prmscope.run.RunState;
import org.prmscope.run.SetSummary;
import org.prmscope.run.SolutionResult;
import org.prmscope.run.VerifierChoice;
import org.prmscope.run.VerifierDescription;
import org.prmscope.run.Workbench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Objects;
import java.util.function.LongSupplier;

/// The whole workbench below the window, over real files and a tiny random verifier.
class WorkbenchTest {
    @TempDir Path folder;
    private VerifierChoice tiny = new VerifierChoice("tiny", "");
    private Path input = Path.of("");

    @BeforeEach
    void makeModelAndInput() throws Exception {
        Path model = folder.resolve("model");
        TinyModels.qwen2(model, 1, TinyModels.config());
        tiny = new VerifierChoice("tiny", model.toString());
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < 30; i++) {
            rows.append(
                    """
                    {"id":"s%d","problem":"1+%d?","steps":["It is %d."]}
                    """
                            .formatted(i, i, i + 1));
        }
        input = Files.writeString(folder.resolve("input.jsonl"), rows);
    }

    @Test
    void resultsAreThereAgainAfterClosingAndReopening() throws Exception {
        long setId;
        VerificationChain before;
        try (Workbench workbench = open()) {
            setId = importInput(workbench).id();
            RunSnapshot end = start(workbench, setId, 2).await();
            assertEquals(RunState.FINISHED, end.state());
            before = workbench.chain(end.runId(), "s1", 0).orElseThrow();
        }
        try (Workbench workbench = open()) {
            SolutionResult again = result(workbench, setId, "s1");
            assertEquals(before.verdicts(), again.verdicts());
            VerificationChain chain = workbench.chain(again.runId(), "s1", 0).orElseThrow();
            assertEquals(before.tokens().text(), chain.tokens().text());
            assertEquals(before.seed(), chain.seed());
            Run run = workbench.run(again.runId()).orElseThrow();
            assertEquals(3, run.configuration().seed());
            assertEquals(tiny.location(), run.model().location());
        }
    }

    @Test
    void theSameFileIsTheSameSetAndAChangedOneIsNot() throws Exception {
        try (Workbench workbench = open()) {
            long first = importInput(workbench).id();
            assertEquals(first, importInput(workbench).id());
            Files.writeString(input, Files.readString(input).replace("1+1?", "one plus one?"));
            assertTrue(first != importInput(workbench).id());
            assertEquals(2, workbench.sets().size());
        }
    }

    @Test
    void cancellingAnswersAtOnceAndKeepsFinishedChains() throws Exception {
        try (Workbench workbench = open()) {
            long setId = importInput(workbench).id();
            RunHandle run = start(workbench, setId, 30);
            while (run.snapshot().done() < 2 && !run.snapshot().state().isOver()) {
                Thread.onSpinWait();
            }
            run.cancel();
            RunSnapshot end = run.await();
            assertEquals(RunState.CANCELLED, end.state());
            assertTrue(end.done() >= 2 && end.done() < 30, "done " + end.done());
            assertEquals(end.finished().keySet(), workbench.results(setId).keySet());
        }
    }

    @Test
    void oneRunAtATime() throws Exception {
        try (Workbench workbench = open()) {
            long setId = importInput(workbench).id();
            RunHandle run = start(workbench, setId, 30);
            assertThrows(WorkbenchException.class, () -> start(workbench, setId, 1));
            run.cancel();
            run.await();
            assertEquals(RunState.FINISHED, start(workbench, setId, 1).await().state());
        }
    }

    @Test
    void theNewestResultOfASolutionCounts() throws Exception {
        try (Workbench workbench = open()) {
            long setId = importInput(workbench).id();
            start(workbench, setId, 3).await();
            long second = start(workbench, setId, 1).await().runId();
            assertEquals(second, result(workbench, setId, "s0").runId());
            assertTrue(result(workbench, setId, "s2").runId() < second);
        }
    }

    @Test
    void aNewerResultThatLacksChainsHidesNoCompleteOne() throws Exception {
        try (Workbench workbench = open()) {
            long setId = importInput(workbench).id();
            long whole = start(workbench, setId, 1).await().runId();
            cancelAfterOneChain(start(workbench, setId, 2, 500));
            assertEquals(whole, result(workbench, setId, "s0").runId());
            assertTrue(result(workbench, setId, "s0").isComplete());
        }
    }

    @Test
    void aResultThatLacksChainsCountsWhereThereIsNoOtherAndSaysSo() throws Exception {
        try (Workbench workbench = open()) {
            long setId = importInput(workbench).id();
            cancelAfterOneChain(start(workbench, setId, 1, 500));
            long second = cancelAfterOneChain(start(workbench, setId, 1, 400));
            SolutionResult part = result(workbench, setId, "s0");
            assertEquals(second, part.runId());
            assertFalse(part.isComplete());
            assertEquals(400, part.wanted());
        }
    }

    private static long cancelAfterOneChain(RunHandle run) throws InterruptedException {
        while (run.snapshot().done() < 1 && !run.snapshot().state().isOver()) {
            Thread.onSpinWait();
        }
        run.cancel();
        RunSnapshot end = run.await();
        assertEquals(RunState.CANCELLED, end.state());
        return end.runId();
    }

    @Test
    void problemsEnteredByHandGoIntoTheirOwnSetWithUniqueIds() throws Exception {
        try (Workbench workbench = open()) {
            Solution own = Solution.of("mine", "2+2?", List.of("It is 4."));
            workbench.addSolution(own);
            SetSummary set = workbench.addSolution(own);
            assertEquals(
                    List.of("mine", "mine-2"),
                    workbench.solutions(set.id()).stream().map(Solution::id).toList());
        }
    }

    @Test
    void aModelIsDescribedBeforeItIsLoadedAndABadFolderIsNotRemembered() throws Exception {
        try (Workbench workbench = open()) {
            VerifierDescription description = workbench.describe(tiny);
            assertTrue(description.fits());
            assertTrue(description.weightBytes() > 0);
            assertTrue(description.kvBytesPerThousandTokens() > 0);
            workbench.addVerifier(Path.of(tiny.location()));
            assertThrows(WorkbenchException.class, () -> workbench.addVerifier(folder));
            assertEquals(2, workbench.verifiers().size());
        }
    }

    @Test
    void aModelThatWasExportedAgainIntoItsFolderIsLoadedAgain() throws Exception {
        try (Workbench workbench = open()) {
            String before = workbench.load(tiny, new Cancellation()).identity().sha256();
            assertEquals(before, workbench.load(tiny, new Cancellation()).identity().sha256());
            Path other = folder.resolve("other");
            TinyModels.qwen2(other, 2, TinyModels.config());
            Files.copy(
                    other.resolve("model.onnx.data"),
                    Path.of(tiny.location(), "model.onnx.data"),
                    StandardCopyOption.REPLACE_EXISTING);
            String after = workbench.load(tiny, new Cancellation()).identity().sha256();
            assertTrue(!before.equals(after), after);
        }
    }

    @Test
    void aVerifierWhoseEngineIsClosedIsNotTheCurrentOne() throws Exception {
        OnnxVerifierSource source =
                new OnnxVerifierSource(
                        new BuiltinFiles(folder),
                        cache(),
                        new OnnxLoader(cache(), 1, () -> 1L << 32),
                        () -> 1L << 32,
                        System::nanoTime);
        OpenVerifier verifier = source.open(tiny, new Cancellation());
        assertTrue(verifier.isCurrent());
        verifier.close();
        assertFalse(verifier.isCurrent());
    }

    @Test
    void aModelThatCannotFitIsRefusedWithTheNumbers() {
        OnnxVerifierSource source =
                new OnnxVerifierSource(
                        new BuiltinFiles(folder),
                        cache(),
                        new OnnxLoader(cache(), 1, () -> 1 << 20),
                        () -> 1 << 20,
                        System::nanoTime);
        WorkbenchException refused =
                assertThrows(WorkbenchException.class, () -> source.open(tiny, new Cancellation()));
        assertTrue(refused.report().text().contains("1.00 MiB free"), refused.report().text());
    }

    @Test
    void theSystemsMemoryNeedNotHoldAModelThatIsToGoToCuda() throws Exception {
        // Enough for the run-time library, too little for the weights and eight chains.
        LongSupplier free = () -> (192L << 20) + 1_000;
        OnnxVerifierSource source =
                new OnnxVerifierSource(
                        new BuiltinFiles(folder),
                        cache(),
                        new OnnxLoader(cache(), 1, free),
                        free,
                        System::nanoTime);
        assertFalse(source.describe(tiny).fits());
        VerifierChoice onCuda =
                tiny.with(new LoadOptions(LoadOptions.Device.CUDA, ComputeMode.FAST, 0, 0));
        VerifierDescription description = source.describe(onCuda);
        assertTrue(description.fits(), description.estimate());
        assertTrue(description.estimate().contains("CUDA device"), description.estimate());
        WorkbenchException refused =
                assertThrows(
                        WorkbenchException.class, () -> source.open(onCuda, new Cancellation()));
        assertTrue(refused.report().what().contains("CUDA"), refused.report().text());
    }

    @Test
    void aScratchRunSeesTheEarlierBlocksAndNothingElse() throws Exception {
        try (Workbench workbench = open()) {
            CodeResult result =
                    workbench.scratch(List.of("a = 6"), "print(a * 7)", new Cancellation());
            assertEquals(new CodeOutcome.Completed(), result.outcome());
            assertEquals("42", result.stdout().strip());
        }
    }

    @Test
    void rowsThatDidNotLoadAreReportedWithPlaceFieldExpectedAndFound() throws Exception {
        Files.writeString(input, "{\"id\":\"x\",\"problem\":\"p\",\"steps\":[]}\n");
        try (Workbench workbench = open()) {
            Files.writeString(
                    input,
                    """
                    {"id":"x","problem":"p","steps":[]}
                    {"id":"y","problem":"p","steps":["s"]}
                    """);
            ImportOutcome outcome = workbench.open(input, _ -> {}, new Cancellation());
            assertEquals(1, outcome.set().solutions());
            WorkbenchException.Report report = outcome.rejected().getFirst();
            assertTrue(report.where().contains("line 1"), report.where());
            assertTrue(report.where().contains("steps"), report.where());
        }
    }

    private static SolutionResult result(Workbench workbench, long setId, String id)
            throws WorkbenchException {
        return Objects.requireNonNull(workbench.results(setId).get(id), id);
    }

    private SetSummary importInput(Workbench workbench) throws WorkbenchException {
        return workbench.open(input, _ -> {}, new Cancellation()).set();
    }

    private RunHandle start(Workbench workbench, long setId, int count) throws WorkbenchException {
        return start(workbench, setId, count, 1);
    }

    private RunHandle start(Workbench workbench, long setId, int count, int chains)
            throws WorkbenchException {
        RunConfiguration reference = RunConfiguration.of(Protocol.GENPRM);
        return workbench.start(
                new RunRequest(
                        setId,
                        workbench.solutions(setId).subList(0, count),
                        tiny,
                        new RunConfiguration(
                                reference.protocol(),
                                reference.codeMode(),
                                reference.sampling(),
                                48,
                                reference.maxCodeRounds(),
                                true,
                                1,
                                reference.codeLimits(),
                                Scaling.parallel(chains),
                                3)));
    }

    private Workbench open() throws WorkbenchException {
        return new Assembly(new UserFolders(cache(), folder)).open(folder.resolve("w.prmscope"));
    }

    private static Path cache() {
        return Path.of(System.getProperty("prmscope.cache", "target/test-cache"));
    }
}
