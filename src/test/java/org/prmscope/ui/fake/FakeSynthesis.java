package org.prmscope.ui.fake;

import com.fasterxml.jackson.databind.node.ObjectNode;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.Cancellation;
import org.prmscope.core.ChainRuling;
import org.prmscope.core.Run;
import org.prmscope.core.Solution;
import org.prmscope.core.SynthesisRun;
import org.prmscope.core.WorkbenchException;
import org.prmscope.run.ChainResult;
import org.prmscope.run.SolutionResult;
import org.prmscope.run.SynthesisDesk;
import org.prmscope.run.SynthesisReview;
import org.prmscope.synthesis.export.ExportOrigin;
import org.prmscope.synthesis.export.TrainingExport;
import org.prmscope.synthesis.filter.ExaminedChain;
import org.prmscope.synthesis.filter.FilterPlan;
import org.prmscope.synthesis.filter.FilterText;
import org.prmscope.synthesis.filter.Filtering;
import org.prmscope.synthesis.filter.ReviewedChain;
import org.prmscope.synthesis.filter.SampledChain;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.IntConsumer;

/// Synthesis runs in memory, by the program's own filters over a fake workbench's chains.
public final class FakeSynthesis implements SynthesisDesk {
    private final FakeWorkbench workbench;
    private final List<SynthesisRun> saved = new ArrayList<>();
    private final Map<Long, List<ExaminedChain>> decisions = new HashMap<>();
    private final Map<Long, List<ChainRuling>> rulings = new HashMap<>();
    private @Nullable WorkbenchException failure;
    private int examinations;

    FakeSynthesis(FakeWorkbench workbench) {
        this.workbench = workbench;
    }

    /// Makes every call fail; null lets them succeed again.
    public void fail(@Nullable WorkbenchException with) {
        failure = with;
    }

    /// How often filters were applied.
    public int examinations() {
        return examinations;
    }

    private void check() throws WorkbenchException {
        if (failure != null) {
            throw failure;
        }
    }

    @Override
    public List<SynthesisRun> all() throws WorkbenchException {
        check();
        return saved.reversed();
    }

    private SampledChain sampled(Run run, String solutionId, int chain) {
        Solution solution =
                workbench.solutionsOf(run.id()).stream()
                        .filter(one -> one.id().equals(solutionId))
                        .findFirst()
                        .orElseThrow();
        return new SampledChain(
                solution,
                run.configuration(),
                workbench.chain(run.id(), solutionId, chain).orElseThrow());
    }

    @Override
    public List<ExaminedChain> examine(
            long runId, FilterPlan plan, IntConsumer progress, Cancellation cancellation)
            throws WorkbenchException {
        check();
        examinations++;
        Run run = workbench.run(runId).orElseThrow();
        Filtering filtering = new Filtering(plan);
        int done = 0;
        for (SolutionResult result : workbench.resultsOf(runId)) {
            for (ChainResult chain : result.chains()) {
                if (cancellation.isCancelled()) {
                    throw new CancellationException();
                }
                filtering.add(sampled(run, chain.solutionId(), chain.chainIndex()));
                progress.accept(++done);
            }
        }
        return filtering.finish();
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
        SynthesisRun made =
                new SynthesisRun(
                        saved.size() + 1L,
                        runId,
                        name,
                        plan.filters().stream().map(FilterText::of).toList(),
                        plan.seed(),
                        FakeWorkbench.NOON);
        saved.add(made);
        decisions.put(made.id(), examined);
        rulings.put(made.id(), new ArrayList<>());
        return made;
    }

    @Override
    public SynthesisReview review(long synthesisId) throws WorkbenchException {
        check();
        SynthesisRun run = saved.get((int) synthesisId - 1);
        List<ReviewedChain> chains = new ArrayList<>();
        for (ExaminedChain each : decisions.getOrDefault(synthesisId, List.of())) {
            ChainRuling newest = null;
            for (ChainRuling ruling : rulings(synthesisId)) {
                if (ruling.solutionId().equals(each.facts().solutionId())
                        && ruling.chain() == each.facts().chain()) {
                    newest = ruling;
                }
            }
            chains.add(new ReviewedChain(each.facts(), each.rejections(), newest));
        }
        int made =
                workbench.resultsOf(run.runId()).stream()
                        .mapToInt(result -> result.chains().size())
                        .sum();
        return new SynthesisReview(
                run,
                workbench.run(run.runId()).orElseThrow(),
                chains,
                Math.max(0, made - chains.size()));
    }

    @Override
    public List<ChainRuling> rulings(long synthesisId) {
        return List.copyOf(rulings.getOrDefault(synthesisId, List.of()));
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
        check();
        ChainRuling made =
                new ChainRuling(solutionId, chain, ruling, who, FakeWorkbench.NOON, note);
        rulings.computeIfAbsent(synthesisId, _ -> new ArrayList<>()).add(made);
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
        return new TrainingExport()
                .write(
                        target,
                        new ExportOrigin(
                                "test",
                                "set",
                                "",
                                review.run(),
                                "parallel",
                                review.synthesis(),
                                review.summary()),
                        review.chains(),
                        (id, chain) -> sampled(review.run(), id, chain),
                        progress,
                        cancellation);
    }
}
