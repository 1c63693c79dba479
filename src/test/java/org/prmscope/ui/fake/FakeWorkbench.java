package org.prmscope.ui.fake;

import org.jspecify.annotations.Nullable;
import org.prmscope.bestofn.Algebra;
import org.prmscope.bestofn.AnswerGrader;
import org.prmscope.bestofn.Grading;
import org.prmscope.core.Cancellation;
import org.prmscope.core.CandidateGroup;
import org.prmscope.core.CodeOutcome;
import org.prmscope.core.CodeResult;
import org.prmscope.core.Computation;
import org.prmscope.core.ComputeMode;
import org.prmscope.core.DecoderShape;
import org.prmscope.core.FirstError;
import org.prmscope.core.ModelIdentity;
import org.prmscope.core.Protocol;
import org.prmscope.core.Run;
import org.prmscope.core.RunConfiguration;
import org.prmscope.core.RunEnvironment;
import org.prmscope.core.Scaling;
import org.prmscope.core.Solution;
import org.prmscope.core.VerificationChain;
import org.prmscope.core.WorkbenchException;
import org.prmscope.run.ChainResult;
import org.prmscope.run.CudaProbe;
import org.prmscope.run.EngineLoad;
import org.prmscope.run.GradedSet;
import org.prmscope.run.ImportOutcome;
import org.prmscope.run.ImportPlan;
import org.prmscope.run.ImportProgress;
import org.prmscope.run.LoadOptions;
import org.prmscope.run.LoadedVerifier;
import org.prmscope.run.ModelOffer;
import org.prmscope.run.Recipe;
import org.prmscope.run.RolloutRequest;
import org.prmscope.run.RunHandle;
import org.prmscope.run.RunRequest;
import org.prmscope.run.RunSummary;
import org.prmscope.run.SetSummary;
import org.prmscope.run.SolutionResult;
import org.prmscope.run.VerifierChoice;
import org.prmscope.run.VerifierDescription;
import org.prmscope.run.Workbench;
import org.prmscope.run.WorkbenchStatus;
import org.prmscope.run.training.TrainingDesk;
import org.prmscope.synthesis.rollout.RolloutScores;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.LongConsumer;

/// A workbench without disk or model: everything in memory, runs advanced by hand.
public final class FakeWorkbench implements Workbench {
    private volatile boolean closed;
    public static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
    public static final VerifierChoice BUILTIN =
            new VerifierChoice("built-in verifier", VerifierChoice.BUILTIN);
    public static final VerifierChoice LARGE = new VerifierChoice("GenPRM-7B", "/models/genprm-7b");
    private static final DecoderShape SHAPE = new DecoderShape(4, 4, 2, 48, 192, 4_096, 4_096, 4);

    private final Map<Long, SetSummary> sets = new LinkedHashMap<>();
    private final Map<Long, List<Solution>> solutions = new HashMap<>();
    private final Map<String, VerificationChain> chains = new ConcurrentHashMap<>();
    private final Map<Long, Map<String, SolutionResult>> results = new HashMap<>();
    private final Map<Long, Map<String, SolutionResult>> byRun = new ConcurrentHashMap<>();
    private final Map<Long, Integer> reads = new ConcurrentHashMap<>();
    private final Map<Long, FakeRun> allRuns = new java.util.TreeMap<>();
    private final Map<String, String> settings = new HashMap<>();
    private @Nullable WorkbenchException recipeFailure;
    private final Map<String, Recipe> recipes = new LinkedHashMap<>();
    private final List<VerifierChoice> verifiers = new ArrayList<>(List.of(BUILTIN, LARGE));
    private final List<List<String>> scratchRuns = new ArrayList<>();
    private @Nullable LoadedVerifier loaded;
    private volatile @Nullable FakeRun run;
    private @Nullable WorkbenchException openFailure;
    private @Nullable ModelOffer offer;
    private @Nullable WorkbenchException importFailure;
    private @Nullable Runnable importStep;
    private CudaProbe.Finding cuda = new CudaProbe.Finding.Absent("no NVIDIA driver");
    private final Set<Path> imported = new HashSet<>();
    private List<WorkbenchException.Report> rejected = List.of();
    private final HeldTraining heldTraining = new HeldTraining();
    private final TrainingDesk training =
            new TrainingDesk(heldTraining, task -> Thread.ofVirtual().start(task));
    private long runs;
    private int rows = 1;
    private int opened;
    private String placement = "";
    private final FakeSynthesis synthesis = new FakeSynthesis(this);
    private int gradings;
    private @Nullable Runnable gradingStep;
    private @Nullable RuntimeException gradingFailure;

    /// A workbench with one set: pens and `plain` further solutions, the first `verified` of all
    /// with results.
    public static FakeWorkbench withSet(int plain, int verified) {
        FakeWorkbench workbench = new FakeWorkbench();
        List<Solution> all = new ArrayList<>();
        for (int i = 0; i <= plain; i++) {
            all.add(
                    i == 2
                            ? Samples.pens("gsm8k-2")
                            : Samples.plain("gsm8k-" + i, 3 + i % 5, gold(i), i));
        }
        SetSummary set = workbench.addSet(1, "ProcessBench gsm8k", all);
        for (Solution solution : all.subList(0, verified)) {
            workbench.store(set.id(), 1, solution);
        }
        return workbench;
    }

    private static FirstError gold(int i) {
        return i % 3 == 0 ? new FirstError.None() : new FirstError.At(i % 3);
    }

    private static FirstError predicted(int i) {
        return i % 7 == 4 ? new FirstError.Unknown() : i % 5 == 3 ? new FirstError.At(0) : gold(i);
    }

    public SetSummary addSet(long id, String name, List<Solution> of) {
        solutions.put(id, of);
        results.put(id, new HashMap<>());
        SetSummary set =
                new SetSummary(id, name, "/data/" + name, "ProcessBench JSON", of.size(), 0, NOON);
        sets.put(id, set);
        return set;
    }

    /// The digits that an id ends with.
    private static int number(Solution solution) {
        return Integer.parseInt(solution.id().replaceFirst(".*\\D", ""));
    }

    /// The chain a run of this workbench gives a solution.
    public static VerificationChain chainOf(Solution solution) {
        if (solution.problem().startsWith("A school")) {
            return Samples.pensChain(solution);
        }
        int number = number(solution);
        return Samples.chain(solution, predicted(number), number);
    }

    /// The chain that a run of several chains or rounds gives a solution.
    public static VerificationChain chainOf(Solution solution, Scaling scaling, int index) {
        if (scaling.kind() == Scaling.Kind.SINGLE || solution.problem().startsWith("A school")) {
            VerificationChain chain = chainOf(solution);
            return new VerificationChain(
                    chain.solutionId(),
                    index,
                    chain.seed(),
                    chain.tokens(),
                    chain.sections(),
                    chain.codeChecks(),
                    chain.verdicts(),
                    chain.rounds(),
                    chain.solutionConfidence(),
                    chain.events(),
                    chain.end(),
                    chain.usage(),
                    chain.wallMs(),
                    chain.kvBytes());
        }
        int number = number(solution);
        return Samples.chain(solution, predicted(number), index, scaling.rounds(), number);
    }

    void store(long setId, long runId, Solution solution) {
        VerificationChain chain = chainOf(solution);
        store(setId, chain, SolutionResult.of(ChainResult.of(runId, Protocol.GENPRM, chain)));
    }

    void store(long setId, VerificationChain chain, SolutionResult result) {
        chains.put(key(result.runId(), result.solutionId(), chain.index()), chain);
        results.computeIfAbsent(setId, each -> new HashMap<>()).put(result.solutionId(), result);
        byRun.computeIfAbsent(result.runId(), each -> new HashMap<>())
                .put(result.solutionId(), result);
    }

    private static String key(long runId, String solutionId, int chain) {
        return runId + "/" + solutionId + "/" + chain;
    }

    /// Makes a finished run of a set, or one that was cancelled after some chains.
    ///
    /// @param most chains it has at most
    public long addRun(long setId, RunConfiguration configuration, int most) {
        RunRequest request = new RunRequest(setId, solutions(setId), BUILTIN, configuration);
        FakeRun made = new FakeRun(this, ++runs + 1, request, 1);
        made.write(0);
        while (!made.state().isOver() && made.done() < most) {
            made.finishOne();
        }
        made.cancel();
        allRuns.put(made.id(), made);
        return made.id();
    }

    /// Makes reading recipes fail; null lets it succeed again.
    public void failRecipes(@Nullable WorkbenchException failure) {
        recipeFailure = failure;
    }

    /// Is run after each candidate that is graded.
    public void whileGrading(Runnable step) {
        gradingStep = step;
    }

    /// Makes the next gradings fail as a bug would.
    public void failGrading(@Nullable RuntimeException failure) {
        gradingFailure = failure;
    }

    /// How often candidates were graded.
    public int gradings() {
        return gradings;
    }

    @Override
    public GradedSet grade(
            List<CandidateGroup> groups, IntConsumer graded, Cancellation cancellation) {
        gradings++;
        if (gradingFailure != null) {
            throw gradingFailure;
        }
        Grading grading =
                Grading.of(
                        groups,
                        new AnswerGrader(Algebra.none("no sandbox in tests")),
                        _ -> null,
                        done -> {
                            if (cancellation.isCancelled()) {
                                throw new CancellationException();
                            }
                            graded.accept(done);
                            if (gradingStep != null) {
                                gradingStep.run();
                            }
                        });
        return new GradedSet(grading, "none: no sandbox in tests", "no sandbox in tests");
    }

    /// Makes opening files fail.
    public void failOpening(WorkbenchException failure) {
        openFailure = failure;
    }

    /// Makes opening files report rows that did not load.
    public void reject(List<WorkbenchException.Report> rows) {
        rejected = rows;
    }

    /// The run started last.
    public FakeRun run() {
        FakeRun running = run;
        if (running == null) {
            throw new IllegalStateException("no run was started");
        }
        return running;
    }

    /// Whether a run was started.
    public boolean isRunning() {
        return run != null;
    }

    /// Files opened from now on have so many solutions.
    public void openWith(int count) {
        opened = count;
    }

    /// What scratch was asked to run: earlier blocks, then the code.
    public List<List<String>> scratchRuns() {
        return scratchRuns;
    }

    @Override
    public List<SetSummary> sets() {
        return List.copyOf(sets.values());
    }

    @Override
    public ImportOutcome open(Path file, LongConsumer bytesRead, Cancellation cancellation)
            throws WorkbenchException {
        if (openFailure != null) {
            throw openFailure;
        }
        bytesRead.accept(1_000);
        long id = sets.size() + 1L;
        List<Solution> found = new ArrayList<>();
        for (int i = 0; i < opened; i++) {
            found.add(Samples.plain("gsm8k-" + i, 3 + i % 5, gold(i), i));
        }
        return new ImportOutcome(
                addSet(
                        id,
                        String.valueOf(file.getFileName()),
                        found.isEmpty() ? List.of(Samples.pens("pens-0")) : found),
                rejected);
    }

    @Override
    public List<Solution> solutions(long setId) {
        return solutions.getOrDefault(setId, List.of());
    }

    @Override
    public SetSummary addSolution(Solution solution) {
        List<Solution> mine = new ArrayList<>(solutions(99));
        mine.add(solution);
        Map<String, SolutionResult> before = results.getOrDefault(99L, new HashMap<>());
        SetSummary set = addSet(99, "My problems", mine);
        results.put(99L, before);
        return set;
    }

    @Override
    public List<VerifierChoice> verifiers() {
        return List.copyOf(verifiers);
    }

    @Override
    public VerifierDescription describe(VerifierChoice choice) {
        boolean fits = !choice.location().equals(LARGE.location());
        return new VerifierDescription(
                choice,
                "qwen2",
                fits ? "fp32" : "fp16",
                fits ? 2_900_000L : 7_600_000_000L,
                SHAPE,
                fits ? 11_600_000L : 15_200_000_000L,
                fits ? 3_072_000L : 57_300_000L,
                Math.max(1, choice.options().rows()),
                fits ? 18_000_000L : 16_900_000_000L,
                9_800_000_000L,
                fits,
                fits
                        ? "11 MiB of weights and 2.9 MiB of cache per 1,000 tokens; 9.1 GiB are"
                                + " free."
                        : "15.7 GiB are needed, 9.1 GiB are free: choose a smaller or int4 model.");
    }

    /// What [#inspect] answers for paths that are no known verifier's.
    public void offer(@Nullable ModelOffer answer) {
        offer = answer;
    }

    @Override
    public ModelOffer inspect(Path path, LoadOptions options) {
        ModelOffer answer = offer;
        return answer != null && !imported.contains(path)
                ? answer
                : new ModelOffer.Ready(
                        describe(
                                new VerifierChoice(
                                        String.valueOf(path.getFileName()),
                                        path.toString(),
                                        options)));
    }

    /// Is run after each quarter of an import.
    public void whileImporting(Runnable step) {
        importStep = step;
    }

    /// Makes the next import fail.
    public void failImport(WorkbenchException failure) {
        importFailure = failure;
    }

    @Override
    public void importModel(
            ImportPlan plan,
            Path target,
            Consumer<? super ImportProgress> progress,
            Cancellation cancellation)
            throws WorkbenchException {
        for (int quarter = 1; quarter <= 4; quarter++) {
            if (cancellation.isCancelled()) {
                throw new CancellationException();
            }
            progress.accept(
                    new ImportProgress(
                            plan.weightBytes() * quarter / 4, plan.weightBytes(), quarter * 2_000));
            if (importStep != null) {
                importStep.run();
            }
        }
        if (importFailure != null) {
            throw importFailure;
        }
        imported.add(target);
    }

    /// Makes CUDA what is found.
    public void cuda(CudaProbe.Finding found) {
        cuda = found;
    }

    @Override
    public CudaProbe.Finding cuda() {
        return cuda;
    }

    @Override
    public VerifierChoice addVerifier(Path folder) {
        VerifierChoice choice =
                new VerifierChoice(String.valueOf(folder.getFileName()), folder.toString());
        verifiers.add(choice);
        return choice;
    }

    @Override
    public LoadedVerifier load(VerifierChoice choice, Cancellation cancellation) {
        LoadedVerifier verifier =
                new LoadedVerifier(
                        choice,
                        identity(choice),
                        SHAPE,
                        computation(choice.options().mode()),
                        placement,
                        4L << 30,
                        412);
        loaded = verifier;
        return verifier;
    }

    /// Runs begun from now on verify so many solutions at a time.
    public void rows(int chains) {
        rows = chains;
    }

    /// Verifiers loaded from now on say this of where they run.
    public void place(String sentence) {
        placement = sentence;
    }

    private Computation computation(ComputeMode mode) {
        return new Computation("CPU", 2, mode, rows, "float32");
    }

    private static ModelIdentity identity(VerifierChoice choice) {
        return new ModelIdentity(
                choice.name(),
                choice.location(),
                "9f2c41d07be68a53c1d2aa90b1e4f7c35d8e6b7a0c9f1e2d3b4a5968778695a4",
                "qwen2",
                "fp32",
                2_900_000);
    }

    @Override
    public Optional<LoadedVerifier> loaded() {
        return Optional.ofNullable(loaded);
    }

    @Override
    public RunHandle start(RunRequest request) throws WorkbenchException {
        FakeRun before = run;
        if (before != null && !before.state().isOver()) {
            throw new WorkbenchException(
                    new WorkbenchException.Report("A run is going on", "", "", "", "Wait for it"));
        }
        Long resumes = request.resumes();
        runs += resumes == null ? 1 : 0;
        load(request.verifier(), new Cancellation());
        FakeRun started = new FakeRun(this, resumes == null ? runs + 1 : resumes, request, rows);
        FakeRun kept = resumes == null ? null : allRuns.get(resumes);
        if (kept != null) {
            started.keep(kept);
        }
        allRuns.put(started.id(), started);
        run = started;
        return started;
    }

    @Override
    public RunHandle resume(long runId, VerifierChoice verifier) throws WorkbenchException {
        FakeRun before = allRuns.get(runId);
        if (before == null && run != null && run.id() == runId) {
            before = run;
        }
        if (before == null) {
            throw new WorkbenchException(
                    new WorkbenchException.Report("There is no such run", "", "", "", ""));
        }
        RunRequest request = before.request();
        return start(
                new RunRequest(
                        request.setId(),
                        request.solutions(),
                        verifier,
                        request.configuration(),
                        runId));
    }

    @Override
    public List<RunSummary> runs(long setId) {
        List<RunSummary> summaries = new ArrayList<>();
        for (FakeRun each : allRuns.values()) {
            if (each.request().setId() == setId) {
                summaries.addFirst(
                        new RunSummary(
                                new Run(
                                        each.id(),
                                        setId,
                                        each.request().configuration(),
                                        identity(each.request().verifier()),
                                        environment(),
                                        NOON.plusSeconds(each.id() * 60)),
                                each.state(),
                                each.state().isOver() ? NOON.plusSeconds(each.id() * 70) : null,
                                each.request().solutions().size(),
                                each.done(),
                                byRun.getOrDefault(each.id(), Map.of()).size(),
                                byRun.getOrDefault(each.id(), Map.of()).values().stream()
                                        .mapToLong(result -> result.usage().generated())
                                        .sum()));
            }
        }
        return summaries;
    }

    /// How often the results of a run were read.
    public int reads(long runId) {
        return reads.getOrDefault(runId, 0);
    }

    @Override
    public List<SolutionResult> resultsOf(long runId) {
        reads.merge(runId, 1, Integer::sum);
        return List.copyOf(byRun.getOrDefault(runId, Map.of()).values());
    }

    @Override
    public List<Solution> solutionsOf(long runId) {
        return resultsOf(runId).stream()
                .map(SolutionResult::solutionId)
                .flatMap(id ->
                        solutions.values().stream()
                                .flatMap(List::stream)
                                .filter(each -> each.id().equals(id)))
                .toList();
    }

    @Override
    public List<Recipe> recipes() throws WorkbenchException {
        if (recipeFailure != null) {
            throw recipeFailure;
        }
        return List.copyOf(recipes.values());
    }

    @Override
    public void saveRecipe(Recipe recipe) {
        recipes.put(recipe.name(), recipe);
    }

    @Override
    public void removeRecipe(String name) {
        recipes.remove(name);
    }

    @Override
    public Map<String, SolutionResult> results(long setId) {
        return Map.copyOf(results.getOrDefault(setId, Map.of()));
    }

    @Override
    public Optional<VerificationChain> chain(long runId, String solutionId, int chainIndex) {
        return Optional.ofNullable(chains.get(key(runId, solutionId, chainIndex)));
    }

    @Override
    public Optional<Run> run(long runId) {
        return Optional.of(
                new Run(
                        runId,
                        1,
                        RunConfiguration.of(Protocol.GENPRM),
                        identity(BUILTIN),
                        environment(),
                        NOON));
    }

    private RunEnvironment environment() {
        return new RunEnvironment(
                "0.1.0",
                "1.29.0",
                "25.0.3",
                "Linux 6.8 amd64",
                computation(ComputeMode.FAST),
                "bubblewrap, Python 3.11.2");
    }

    @Override
    public CodeResult scratch(List<String> earlier, String code, Cancellation cancellation) {
        List<String> all = new ArrayList<>(earlier);
        all.add(code);
        scratchRuns.add(all);
        return new CodeResult(
                new CodeOutcome.Completed(), "360 True\n", "", 28, "bubblewrap, Python 3.11.2");
    }

    @Override
    public TrainingDesk training() {
        return training;
    }

    /// What stands in for libtorch.
    public HeldTraining heldTraining() {
        return heldTraining;
    }

    @Override
    public WorkbenchStatus status() {
        return new WorkbenchStatus(
                loaded,
                loaded == null
                        ? null
                        : new EngineLoad(rows, 0, rows, rows * (24L << 20), 4L << 30, 212),
                "bubblewrap, Python 3.11.2",
                "",
                412L << 20,
                NOON,
                "/home/user/.local/share/prmscope/workspace.db");
    }

    @Override
    public FakeSynthesis synthesis() {
        return synthesis;
    }

    @Override
    public void scoreSteps(
            RolloutRequest request,
            BiConsumer<Solution, RolloutScores> each,
            Cancellation cancellation) {
        throw new UnsupportedOperationException("this fake scores no steps");
    }

    @Override
    public Optional<String> setting(String key) {
        return Optional.ofNullable(settings.get(key));
    }

    @Override
    public void putSetting(String key, String value) {
        settings.put(key, value);
    }

    @Override
    public boolean isOwn(Path file) {
        return file.endsWith("own.prmscope");
    }

    /// Whether it was closed.
    public boolean isClosed() {
        return closed;
    }

    @Override
    public void close() {
        closed = true;
        training.close();
    }
}
