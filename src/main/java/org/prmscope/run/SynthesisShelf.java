package org.prmscope.run;

import com.fasterxml.jackson.databind.node.ObjectNode;

import org.prmscope.core.Cancellation;
import org.prmscope.core.ChainDecision;
import org.prmscope.core.ChainRuling;
import org.prmscope.core.Rejection;
import org.prmscope.core.Run;
import org.prmscope.core.Solution;
import org.prmscope.core.SynthesisRun;
import org.prmscope.core.TokenTrace;
import org.prmscope.core.VerificationChain;
import org.prmscope.core.WorkbenchException;
import org.prmscope.synthesis.export.ExportOrigin;
import org.prmscope.synthesis.export.TrainingExport;
import org.prmscope.synthesis.filter.ChainFacts;
import org.prmscope.synthesis.filter.ChainFilter;
import org.prmscope.synthesis.filter.ExaminedChain;
import org.prmscope.synthesis.filter.FilterPlan;
import org.prmscope.synthesis.filter.FilterText;
import org.prmscope.synthesis.filter.Filtering;
import org.prmscope.synthesis.filter.ReviewedChain;
import org.prmscope.synthesis.filter.SampledChain;

import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.IntConsumer;

/// Synthesis runs in a workspace.
final class SynthesisShelf implements SynthesisDesk {
    private static final int LONGEST_NOTE = 2_000;

    private final WorkspacePort workspace;
    private final InstantSource clock;
    private final String version;
    private final FilterMemo memo = new FilterMemo();

    /// @param version of the program, for manifests
    SynthesisShelf(WorkspacePort workspace, InstantSource clock, String version) {
        this.workspace = workspace;
        this.clock = clock;
        this.version = version;
    }

    @Override
    public List<SynthesisRun> all() throws WorkbenchException {
        return workspace.syntheses();
    }

    @Override
    public List<ExaminedChain> examine(
            long runId, FilterPlan plan, IntConsumer progress, Cancellation cancellation)
            throws WorkbenchException {
        Run run = run(runId);
        Map<String, Solution> solutions = solutions(runId);
        Filtering filtering = new Filtering(plan);
        List<ChainFilter> readers =
                plan.filters().stream()
                        .filter(ChainFilter.class::isInstance)
                        .map(ChainFilter.class::cast)
                        .filter(ChainFilter::readsRecord)
                        .toList();
        int done = 0;
        for (SolutionResult result : workspace.resultsOf(runId)) {
            for (ChainResult chain : result.chains()) {
                if (cancellation.isCancelled()) {
                    throw new CancellationException("filtering was cancelled");
                }
                Map<ChainFilter, List<Rejection>> known = memo.of(chain, readers);
                boolean light = known.keySet().containsAll(readers);
                Map<ChainFilter, List<Rejection>> said =
                        filtering.add(
                                light
                                        ? sampled(run, solutions, chain)
                                        : load(
                                                run,
                                                solutions,
                                                chain.solutionId(),
                                                chain.chainIndex()),
                                known);
                said.keySet().retainAll(readers);
                memo.put(chain, said);
                progress.accept(++done);
            }
        }
        if (done == 0) {
            throw missing(
                    "The run has no chains to filter", "run " + runId, "Sample chains first.");
        }
        return filtering.finish();
    }

    /// A chain with all that is recorded of it.
    private SampledChain load(
            Run run, Map<String, Solution> solutions, String solutionId, int chain)
            throws WorkbenchException {
        VerificationChain loaded = workspace.chain(run.id(), solutionId, chain).orElse(null);
        Solution solution = solutions.get(solutionId);
        if (loaded == null || solution == null) {
            throw gone(run.id(), solutionId, chain);
        }
        checkSteps(run.id(), solution, chain, loaded.verdicts().size());
        return new SampledChain(solution, run.configuration(), loaded);
    }

    /// A chain without its tokens, sections and code.
    private SampledChain sampled(Run run, Map<String, Solution> solutions, ChainResult chain)
            throws WorkbenchException {
        Solution solution = solutions.get(chain.solutionId());
        if (solution == null) {
            throw gone(run.id(), chain.solutionId(), chain.chainIndex());
        }
        checkSteps(run.id(), solution, chain.chainIndex(), chain.verdicts().size());
        return new SampledChain(solution, run.configuration(), light(chain));
    }

    /// The file may have been changed by others.
    private void checkSteps(long run, Solution solution, int chain, int verdicts)
            throws WorkbenchException {
        if (verdicts != solution.steps().size()) {
            throw new WorkbenchException(
                    new WorkbenchException.Report(
                            "The workspace is damaged",
                            "%s: run %d, solution %s, chain %d"
                                    .formatted(workspace.file(), run, solution.id(), chain),
                            "a verdict for each of %d steps".formatted(solution.steps().size()),
                            verdicts + " verdicts",
                            "Restore a copy, or sample the chains again."));
        }
    }

    private WorkbenchException gone(long run, String solutionId, int chain) {
        return missing(
                "A chain is not there any more",
                "run %d, solution %s, chain %d".formatted(run, solutionId, chain),
                "Apply the filters again.");
    }

    private Map<String, Solution> solutions(long runId) throws WorkbenchException {
        Map<String, Solution> solutions = new HashMap<>();
        workspace.solutionsOf(runId).forEach(one -> solutions.put(one.id(), one));
        return solutions;
    }

    private Run run(long runId) throws WorkbenchException {
        Run run = workspace.run(runId).orElse(null);
        if (run == null) {
            throw missing("There is no such run", "run " + runId, "Choose one of the runs listed.");
        }
        return run;
    }

    private WorkbenchException missing(String what, String found, String remedy) {
        return new WorkbenchException(
                new WorkbenchException.Report(what, workspace.file(), "", found, remedy));
    }

    @Override
    public SynthesisRun filter(
            long runId,
            String name,
            FilterPlan plan,
            IntConsumer progress,
            Cancellation cancellation)
            throws WorkbenchException {
        List<ExaminedChain> examined = examine(runId, plan, progress, cancellation);
        return workspace.addSynthesis(
                new SynthesisRun(
                        0,
                        runId,
                        name,
                        plan.filters().stream().map(FilterText::of).toList(),
                        plan.seed(),
                        clock.instant().truncatedTo(ChronoUnit.MILLIS)),
                examined.stream().map(ExaminedChain::decision).toList());
    }

    @Override
    public SynthesisReview review(long synthesisId) throws WorkbenchException {
        SynthesisRun synthesis = synthesis(synthesisId);
        Run run = run(synthesis.runId());
        Map<ChainKey, ChainDecision> decisions = new HashMap<>();
        for (ChainDecision decision : workspace.decisions(synthesisId)) {
            decisions.put(new ChainKey(decision.solutionId(), decision.chain()), decision);
        }
        Map<ChainKey, ChainRuling> rulings = new HashMap<>();
        for (ChainRuling ruling : workspace.rulings(synthesisId)) {
            rulings.put(new ChainKey(ruling.solutionId(), ruling.chain()), ruling);
        }
        Map<String, Solution> solutions = solutions(run.id());
        List<ReviewedChain> chains = new ArrayList<>();
        int missing = 0;
        for (SolutionResult result : workspace.resultsOf(run.id())) {
            Solution solution = solutions.get(result.solutionId());
            for (ChainResult chain : result.chains()) {
                ChainKey key = new ChainKey(chain.solutionId(), chain.chainIndex());
                ChainDecision decision = decisions.get(key);
                if (decision == null || solution == null) {
                    missing++;
                    continue;
                }
                checkSteps(run.id(), solution, chain.chainIndex(), chain.verdicts().size());
                ChainFacts facts =
                        ChainFacts.of(
                                new SampledChain(solution, run.configuration(), light(chain)));
                chains.add(new ReviewedChain(facts, decision.rejections(), rulings.get(key)));
            }
        }
        return new SynthesisReview(synthesis, run, chains, missing);
    }

    /// A chain without its tokens, for its facts alone.
    private static VerificationChain light(ChainResult chain) {
        return new VerificationChain(
                chain.solutionId(),
                chain.chainIndex(),
                0,
                TokenTrace.EMPTY,
                List.of(),
                List.of(),
                chain.verdicts(),
                chain.rounds(),
                chain.solutionConfidence(),
                chain.events(),
                chain.end(),
                chain.usage(),
                chain.wallMs());
    }

    private SynthesisRun synthesis(long id) throws WorkbenchException {
        for (SynthesisRun run : workspace.syntheses()) {
            if (run.id() == id) {
                return run;
            }
        }
        throw missing(
                "There is no such synthesis run",
                "synthesis run " + id,
                "Choose one of those listed, or apply filters to a run.");
    }

    @Override
    public List<ChainRuling> rulings(long synthesisId) throws WorkbenchException {
        return workspace.rulings(synthesis(synthesisId).id());
    }

    @Override
    public ChainRuling rule(
            long synthesisId,
            String solutionId,
            int chain,
            ChainRuling.Ruling ruling,
            String who,
            String note)
            throws WorkbenchException {
        if (who.isBlank() || note.length() > LONGEST_NOTE || who.length() > LONGEST_NOTE) {
            throw new IllegalArgumentException(
                    "a ruling needs a name, and a note of at most %d characters"
                            .formatted(LONGEST_NOTE));
        }
        boolean known =
                workspace.decisions(synthesis(synthesisId).id()).stream()
                        .anyMatch(
                                one -> one.solutionId().equals(solutionId) && one.chain() == chain);
        if (!known) {
            throw missing(
                    "The synthesis run has no such chain",
                    "solution %s, chain %d".formatted(solutionId, chain + 1),
                    "Chains are listed by prmscope synth chains.");
        }
        ChainRuling made =
                new ChainRuling(
                        solutionId,
                        chain,
                        ruling,
                        who.strip(),
                        clock.instant().truncatedTo(ChronoUnit.MILLIS),
                        note.strip());
        workspace.addRuling(synthesisId, made);
        return made;
    }

    @Override
    public ObjectNode export(
            long synthesisId,
            TrainingExport.Target target,
            IntConsumer progress,
            Cancellation cancellation)
            throws WorkbenchException {
        SynthesisReview review = review(synthesisId);
        Run run = review.run();
        Map<String, Solution> solutions = solutions(run.id());
        SetSummary set = null;
        for (SetSummary one : workspace.sets()) {
            set = one.id() == run.setId() ? one : set;
        }
        ExportOrigin origin =
                new ExportOrigin(
                        version,
                        set == null ? "" : set.name(),
                        workspace.setSha256(run.setId()),
                        run,
                        RunSpec.text(run.configuration()),
                        review.synthesis(),
                        review.summary());
        return new TrainingExport()
                .write(
                        target,
                        origin,
                        review.chains(),
                        (id, chain) -> load(run, solutions, id, chain),
                        progress,
                        cancellation);
    }
}
