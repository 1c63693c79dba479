package org.prmscope.run;

import org.jspecify.annotations.Nullable;
import org.prmscope.bestofn.AnswerGrader;
import org.prmscope.bestofn.Grading;
import org.prmscope.core.Cancellation;
import org.prmscope.core.CandidateGroup;
import org.prmscope.core.ChainEnd;
import org.prmscope.core.CodeLimits;
import org.prmscope.core.CodeResult;
import org.prmscope.core.Run;
import org.prmscope.core.RunEnvironment;
import org.prmscope.core.Solution;
import org.prmscope.core.VerificationChain;
import org.prmscope.core.WorkbenchException;
import org.prmscope.dataset.SolutionReader;
import org.prmscope.run.training.TrainingDesk;
import org.prmscope.run.training.TrainingShop;
import org.prmscope.sandbox.CodeExecutor;
import org.prmscope.sandbox.CodeSession;
import org.prmscope.synthesis.rollout.RolloutScores;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/// The workbench over one workspace file, one verifier source and one code executor.
public final class WorkspaceWorkbench implements Workbench {
    private final Parts parts;
    private final SetShelf sets;
    private final VerifierFolders folders;
    private final VerifierShelf verifiers;
    private final ImportDesk imports;
    private final RecipeShelf recipes;
    private final SynthesisShelf synthesis;
    private final RolloutDesk rollouts;
    private final TrainingDesk training;
    private final ModelWork model = new ModelWork();
    private @Nullable ActiveRun active;

    /// What the composition root hands in.
    ///
    /// @param models looks at models and imports checkpoints
    /// @param training trains with libtorch
    /// @param cuda says whether CUDA could be used
    /// @param codeIsolation why the code executor is not the first choice; empty if it is
    /// @param residentBytes memory of the program
    /// @param host for the record of each run
    public record Parts(
            WorkspacePort workspace,
            VerifierSource verifiers,
            ModelShop models,
            TrainingShop training,
            CudaProbe cuda,
            CodeExecutor codeExecutor,
            String codeIsolation,
            HostFacts host,
            LongSupplier residentBytes,
            InstantSource clock,
            LongSupplier nanoTime) {}

    public WorkspaceWorkbench(Parts parts) {
        this.parts = parts;
        sets = new SetShelf(parts.workspace(), new SolutionReader());
        folders = new VerifierFolders(parts.workspace());
        verifiers = new VerifierShelf(parts.verifiers());
        imports = new ImportDesk(parts.models(), parts.nanoTime());
        recipes = new RecipeShelf(parts.workspace().file());
        rollouts = new RolloutDesk(parts.codeExecutor(), parts.nanoTime());
        synthesis = new SynthesisShelf(parts.workspace(), parts.clock(), parts.host().version());
        training = TrainingDesk.of(parts.training());
    }

    @Override
    public List<SetSummary> sets() throws WorkbenchException {
        return sets.all();
    }

    @Override
    public ImportOutcome open(Path file, LongConsumer bytesRead, Cancellation cancellation)
            throws WorkbenchException {
        if (isOwn(file)) {
            throw new WorkbenchException(
                    new WorkbenchException.Report(
                            "This is the workspace that is open",
                            file.toString(),
                            "a file of solutions, or another workspace",
                            "the workspace itself",
                            "Choose another file."));
        }
        return sets.open(file, bytesRead, cancellation);
    }

    @Override
    public boolean isOwn(Path file) {
        try {
            // Compares names and file keys; does not open either.
            return Files.isSameFile(file, Path.of(parts.workspace().file()));
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public List<Solution> solutions(long setId) throws WorkbenchException {
        return parts.workspace().solutions(setId);
    }

    @Override
    public SetSummary addSolution(Solution solution) throws WorkbenchException {
        return sets.add(solution);
    }

    @Override
    public List<VerifierChoice> verifiers() throws WorkbenchException {
        return folders.all();
    }

    @Override
    public VerifierDescription describe(VerifierChoice choice) throws WorkbenchException {
        return parts.verifiers().describe(choice);
    }

    @Override
    public ModelOffer inspect(Path path, LoadOptions options) {
        return parts.models().inspect(path, options);
    }

    @Override
    public void importModel(
            ImportPlan plan,
            Path target,
            Consumer<? super ImportProgress> progress,
            Cancellation cancellation)
            throws WorkbenchException {
        imports.write(plan, target, progress, cancellation);
    }

    @Override
    public CudaProbe.Finding cuda() {
        return parts.cuda().probe();
    }

    @Override
    public VerifierChoice addVerifier(Path model) throws WorkbenchException {
        VerifierChoice choice = VerifierFolders.choice(model);
        parts.verifiers().describe(choice);
        folders.remember(choice);
        return choice;
    }

    @Override
    public LoadedVerifier load(VerifierChoice choice, Cancellation cancellation)
            throws WorkbenchException {
        refuseWhileRunning();
        return model.call(() -> verifiers.open(choice, cancellation).facts());
    }

    @Override
    public Optional<LoadedVerifier> loaded() {
        return verifiers.loaded();
    }

    @Override
    public synchronized RunHandle start(RunRequest request) throws WorkbenchException {
        refuseWhileRunning();
        ActiveRun run =
                new ActiveRun(
                        request,
                        kept(request),
                        new ProtocolVerifier(parts.codeExecutor(), parts.nanoTime()),
                        parts.workspace(),
                        parts.nanoTime());
        active = run;
        model.start(() ->
                run.run(
                        cancellation -> verifiers.open(request.verifier(), cancellation),
                        this::environment));
        return run;
    }

    /// The chains that are not made again: those that did not fail.
    private List<ChainResult> kept(RunRequest request) throws WorkbenchException {
        Long resumes = request.resumes();
        return resumes == null
                ? List.of()
                : parts.workspace().resultsOf(resumes).stream()
                        .flatMap(result -> result.chains().stream())
                        .filter(chain -> chain.end() != ChainEnd.FAILED)
                        .toList();
    }

    @Override
    public RunHandle resume(long runId, VerifierChoice verifier) throws WorkbenchException {
        Run run =
                parts.workspace()
                        .run(runId)
                        .orElseThrow(() ->
                                new WorkbenchException(
                                        new WorkbenchException.Report(
                                                "There is no such run",
                                                parts.workspace().file(),
                                                "a run of this workspace",
                                                "run " + runId,
                                                "Choose one of the runs listed.")));
        return start(
                new RunRequest(
                        run.setId(),
                        parts.workspace().solutionsOf(runId),
                        verifier,
                        run.configuration(),
                        runId));
    }

    @Override
    public List<RunSummary> runs(long setId) throws WorkbenchException {
        return parts.workspace().runs(setId);
    }

    @Override
    public List<SolutionResult> resultsOf(long runId) throws WorkbenchException {
        return parts.workspace().resultsOf(runId);
    }

    @Override
    public List<Solution> solutionsOf(long runId) throws WorkbenchException {
        return parts.workspace().solutionsOf(runId);
    }

    @Override
    public GradedSet grade(
            List<CandidateGroup> groups, IntConsumer graded, Cancellation cancellation) {
        try (SandboxAlgebra algebra = new SandboxAlgebra(parts.codeExecutor(), cancellation)) {
            Grading grading =
                    Grading.of(
                            groups,
                            new AnswerGrader(algebra),
                            _ -> null,
                            done -> {
                                if (cancellation.isCancelled()) {
                                    throw new CancellationException("grading was cancelled");
                                }
                                graded.accept(done);
                            });
            return new GradedSet(grading, algebra.description(), algebra.problem());
        }
    }

    @Override
    public List<Recipe> recipes() throws WorkbenchException {
        return recipes.all();
    }

    @Override
    public void saveRecipe(Recipe recipe) throws WorkbenchException {
        recipes.save(recipe);
    }

    @Override
    public void removeRecipe(String name) throws WorkbenchException {
        recipes.remove(name);
    }

    @Override
    public SynthesisDesk synthesis() {
        return synthesis;
    }

    @Override
    public void scoreSteps(
            RolloutRequest request,
            BiConsumer<Solution, RolloutScores> each,
            Cancellation cancellation)
            throws WorkbenchException {
        synchronized (this) {
            refuseWhileRunning();
            rollouts.take();
        }
        try {
            rollouts.score(
                    request,
                    either -> model.call(() -> verifiers.open(request.policy(), either)),
                    each,
                    cancellation);
        } finally {
            rollouts.leave();
        }
    }

    private synchronized void refuseWhileRunning() throws WorkbenchException {
        if ((active != null && !active.isOver()) || rollouts.isWorking()) {
            throw new WorkbenchException(
                    new WorkbenchException.Report(
                            "A run, or the scoring of steps, is going on",
                            "",
                            "",
                            "",
                            "Wait for its end or cancel it."));
        }
    }

    private RunEnvironment environment(LoadedVerifier verifier) {
        HostFacts host = parts.host();
        return new RunEnvironment(
                host.version(),
                host.onnxRuntime(),
                host.java(),
                host.operatingSystem(),
                verifier.computation(),
                parts.codeExecutor().description());
    }

    @Override
    public Map<String, SolutionResult> results(long setId) throws WorkbenchException {
        return parts.workspace().results(setId);
    }

    @Override
    public Optional<Run> run(long runId) throws WorkbenchException {
        return parts.workspace().run(runId);
    }

    @Override
    public Optional<VerificationChain> chain(long runId, String solutionId, int chainIndex)
            throws WorkbenchException {
        return parts.workspace().chain(runId, solutionId, chainIndex);
    }

    @Override
    public CodeResult scratch(List<String> earlier, String code, Cancellation cancellation)
            throws WorkbenchException {
        List<String> blocks = new ArrayList<>(earlier);
        blocks.add(code);
        try (CodeSession session = parts.codeExecutor().open(CodeLimits.DEFAULT)) {
            CodeResult result = session.run(blocks.removeFirst(), cancellation);
            for (String block : blocks) {
                result = session.run(block, cancellation);
            }
            return result;
        }
    }

    @Override
    public TrainingDesk training() {
        return training;
    }

    @Override
    public WorkbenchStatus status() {
        Instant saved = parts.workspace().savedAt();
        return new WorkbenchStatus(
                verifiers.loaded().orElse(null),
                verifiers.load().orElse(null),
                parts.codeExecutor().description(),
                parts.codeIsolation(),
                parts.residentBytes().getAsLong(),
                saved,
                parts.workspace().file());
    }

    @Override
    public Optional<String> setting(String key) throws WorkbenchException {
        return parts.workspace().setting(key);
    }

    @Override
    public void putSetting(String key, String value) throws WorkbenchException {
        parts.workspace().putSetting(key, value);
    }

    /// Cancels a run, the scoring of steps, imports and a training that are going on, waits for
    /// them, and closes model and workspace.
    @Override
    public void close() {
        ActiveRun run;
        synchronized (this) {
            run = active;
        }
        if (run != null) {
            run.cancel();
        }
        try {
            rollouts.close();
            imports.close();
            training.close();
            model.start(verifiers::close);
            model.close();
            parts.codeExecutor().close();
        } finally {
            parts.workspace().close();
        }
    }
}
