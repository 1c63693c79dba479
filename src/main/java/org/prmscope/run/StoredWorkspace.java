package org.prmscope.run;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.ChainDecision;
import org.prmscope.core.ChainRuling;
import org.prmscope.core.ModelIdentity;
import org.prmscope.core.Run;
import org.prmscope.core.RunEnvironment;
import org.prmscope.core.Solution;
import org.prmscope.core.SolutionSet;
import org.prmscope.core.SynthesisRun;
import org.prmscope.core.VerificationChain;
import org.prmscope.core.WorkbenchException;
import org.prmscope.store.ChainSummary;
import org.prmscope.store.StoredRun;
import org.prmscope.store.StoredSet;
import org.prmscope.store.Workspace;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/// The workbench's workspace in a SQLite file.
public final class StoredWorkspace implements WorkspacePort {
    private static final Logger LOG = LoggerFactory.getLogger(StoredWorkspace.class);

    private final Workspace workspace;
    private final InstantSource clock;
    private final Runnable afterClose;
    private final AtomicReference<@Nullable Instant> savedAt = new AtomicReference<>();

    /// @param afterClose run once the file is closed
    public StoredWorkspace(Workspace workspace, InstantSource clock, Runnable afterClose) {
        this.workspace = workspace;
        this.clock = clock;
        this.afterClose = afterClose;
    }

    @Override
    public List<SetSummary> sets() throws WorkbenchException {
        List<SetSummary> sets = new ArrayList<>();
        workspace.sets().forEach(set -> sets.addFirst(summary(set)));
        return sets;
    }

    @Override
    public Optional<SetSummary> setOfContent(String sha256) throws WorkbenchException {
        return workspace.sets().stream()
                .filter(set -> !sha256.isEmpty() && set.sha256().equals(sha256))
                .findFirst()
                .map(StoredWorkspace::summary);
    }

    @Override
    public SetSummary importSet(SolutionSet set) throws WorkbenchException {
        long id = workspace.importSet(set);
        saved();
        return workspace.sets().stream()
                .filter(stored -> stored.id() == id)
                .findFirst()
                .map(StoredWorkspace::summary)
                .orElseThrow();
    }

    @Override
    public List<Solution> solutions(long setId) throws WorkbenchException {
        return workspace.solutions(setId);
    }

    @Override
    public void addSolution(long setId, Solution solution) throws WorkbenchException {
        workspace.addSolution(setId, solution);
        saved();
    }

    @Override
    public Map<String, SolutionResult> results(long setId) throws WorkbenchException {
        Map<String, SolutionResult> standing = new HashMap<>();
        Set<String> settled = new HashSet<>();
        for (StoredRun run : workspace.runs(setId).reversed()) {
            for (SolutionResult result : results(run, settled)) {
                standing.merge(result.solutionId(), result, SolutionResult::preferred);
            }
            standing.values().stream()
                    .filter(SolutionResult::isComplete)
                    .map(SolutionResult::solutionId)
                    .forEach(settled::add);
        }
        return standing;
    }

    @Override
    public List<SolutionResult> resultsOf(long runId) throws WorkbenchException {
        Optional<StoredRun> run = workspace.run(runId);
        return run.isEmpty() ? List.of() : results(run.get(), Set.of());
    }

    private List<SolutionResult> results(StoredRun run, Set<String> except)
            throws WorkbenchException {
        Map<String, List<ChainResult>> chains = new LinkedHashMap<>();
        for (ChainResult chain : chains(run, except)) {
            chains.computeIfAbsent(chain.solutionId(), _ -> new ArrayList<>()).add(chain);
        }
        List<SolutionResult> results = new ArrayList<>();
        int wanted = run.run().configuration().scaling().chains();
        chains.forEach(
                (id, all) -> results.add(new SolutionResult(run.run().id(), id, all, wanted)));
        return results;
    }

    private List<ChainResult> chains(StoredRun run, Set<String> except) throws WorkbenchException {
        List<ChainResult> chains = new ArrayList<>();
        for (ChainSummary chain : workspace.verdictSummaries(run.run().id(), except)) {
            chains.add(
                    new ChainResult(
                            run.run().id(),
                            chain.solutionId(),
                            chain.index(),
                            run.run().configuration().protocol(),
                            chain.firstError(),
                            chain.verdicts(),
                            chain.rounds(),
                            chain.solutionConfidence(),
                            chain.events(),
                            chain.end(),
                            chain.usage(),
                            chain.wallMs(),
                            chain.kvBytes()));
        }
        return chains;
    }

    @Override
    public List<RunSummary> runs(long setId) throws WorkbenchException {
        List<RunSummary> runs = new ArrayList<>();
        for (StoredRun run : workspace.runs(setId)) {
            runs.addFirst(
                    new RunSummary(
                            run.run(),
                            state(run.state()),
                            run.endedAt(),
                            run.solutions(),
                            run.chains(),
                            run.judged(),
                            run.generated()));
        }
        return runs;
    }

    private static RunState state(org.prmscope.store.RunState stored) {
        return switch (stored) {
            case RUNNING -> RunState.RUNNING;
            case FINISHED -> RunState.FINISHED;
            // The program ended in the middle of it: to a person it is a run that did not finish.
            case CANCELLED, INTERRUPTED -> RunState.CANCELLED;
            case FAILED -> RunState.FAILED;
        };
    }

    @Override
    public List<Solution> solutionsOf(long runId) throws WorkbenchException {
        return workspace.solutionsOf(runId);
    }

    @Override
    public Optional<Run> run(long runId) throws WorkbenchException {
        return workspace.run(runId).map(StoredRun::run);
    }

    @Override
    public Optional<VerificationChain> chain(long runId, String solutionId, int chainIndex)
            throws WorkbenchException {
        return workspace.chain(runId, solutionId, chainIndex);
    }

    @Override
    public String setSha256(long setId) throws WorkbenchException {
        return workspace.sets().stream()
                .filter(set -> set.id() == setId)
                .map(StoredSet::sha256)
                .findFirst()
                .orElse("");
    }

    @Override
    public SynthesisRun addSynthesis(SynthesisRun run, List<ChainDecision> decisions)
            throws WorkbenchException {
        SynthesisRun kept = workspace.addSynthesis(run, decisions);
        saved();
        return kept;
    }

    @Override
    public List<SynthesisRun> syntheses() throws WorkbenchException {
        return workspace.syntheses().reversed();
    }

    @Override
    public List<ChainDecision> decisions(long synthesisId) throws WorkbenchException {
        return workspace.decisions(synthesisId);
    }

    @Override
    public void addRuling(long synthesisId, ChainRuling ruling) throws WorkbenchException {
        workspace.addRuling(synthesisId, ruling);
        saved();
    }

    @Override
    public List<ChainRuling> rulings(long synthesisId) throws WorkbenchException {
        return workspace.rulings(synthesisId);
    }

    @Override
    public Optional<String> setting(String key) throws WorkbenchException {
        return workspace.setting(key);
    }

    @Override
    public void putSetting(String key, String value) throws WorkbenchException {
        workspace.putSetting(key, value);
    }

    @Override
    public @Nullable Instant savedAt() {
        return savedAt.get();
    }

    @Override
    public String file() {
        return workspace.file().toString();
    }

    @Override
    public long begin(RunRequest request, ModelIdentity model, RunEnvironment environment)
            throws WorkbenchException {
        List<String> ids = request.solutions().stream().map(Solution::id).toList();
        long id =
                workspace
                        .beginRun(request.setId(), ids, request.configuration(), model, environment)
                        .id();
        saved();
        return id;
    }

    @Override
    public List<ChainResult> resume(long runId, ModelIdentity model) throws WorkbenchException {
        StoredRun run =
                workspace
                        .run(runId)
                        .orElseThrow(() -> new IllegalArgumentException("no run " + runId));
        ModelIdentity before = run.run().model();
        if (!before.sha256().equals(model.sha256())) {
            throw new WorkbenchException(
                    new WorkbenchException.Report(
                            "The run was begun with another model",
                            "run " + runId,
                            "%s, SHA-256 %s".formatted(before.name(), before.sha256()),
                            "%s, SHA-256 %s".formatted(model.name(), model.sha256()),
                            "Open the model the run was begun with, or start a new run"));
        }
        workspace.resumeRun(runId);
        saved();
        return chains(run, Set.of());
    }

    @Override
    public void append(long runId, VerificationChain chain) throws WorkbenchException {
        workspace.appendChain(runId, chain);
        saved();
    }

    @Override
    public void finish(long runId, RunState state) throws WorkbenchException {
        workspace.finishRun(
                runId,
                switch (state) {
                    case LOADING_MODEL, RUNNING, CANCELLING, CANCELLED ->
                            org.prmscope.store.RunState.CANCELLED;
                    case FINISHED -> org.prmscope.store.RunState.FINISHED;
                    case FAILED -> org.prmscope.store.RunState.FAILED;
                });
        saved();
    }

    @Override
    public void close() {
        try {
            workspace.close();
        } catch (WorkbenchException e) {
            // Everything was committed when it was written; only the tidy end is missing.
            LOG.warn("the workspace did not close cleanly", e);
        }
        afterClose.run();
    }

    private void saved() {
        savedAt.set(clock.instant());
    }

    private static SetSummary summary(StoredSet set) {
        return new SetSummary(
                set.id(),
                set.name(),
                set.source(),
                set.format().title(),
                set.size(),
                set.problemCount(),
                set.importedAt());
    }
}
