package org.prmscope.ui.workbench;

import javafx.beans.property.BooleanProperty;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.Run;
import org.prmscope.core.TokenSpan;
import org.prmscope.core.VerificationChain;
import org.prmscope.run.ChainKey;
import org.prmscope.run.ChainResult;
import org.prmscope.run.RunSnapshot;
import org.prmscope.run.SolutionResult;
import org.prmscope.ui.fx.BackgroundTasks;
import org.prmscope.ui.inspector.InspectorViewModel;
import org.prmscope.ui.session.Session;
import org.prmscope.ui.solutions.RowState;
import org.prmscope.ui.solutions.SolutionRow;
import org.prmscope.ui.solutions.SolutionsViewModel;
import org.prmscope.ui.steps.ChainsViewModel;
import org.prmscope.ui.steps.ScratchViewModel;
import org.prmscope.ui.steps.StepDetail;
import org.prmscope.ui.steps.StepsViewModel;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// The solution in view: which of its chains is shown, live or from the workspace.
final class InViewViewModel {
    /// The regions that are kept in step.
    ///
    /// @param remember told the id of the solution in view
    record Regions(
            SolutionsViewModel solutions,
            StepsViewModel steps,
            InspectorViewModel inspector,
            ScratchViewModel scratch,
            RunViewModel run,
            Consumer<String> remember) {}

    private record ChainRecord(Optional<VerificationChain> chain, Optional<Run> run) {}

    private final Session session;
    private final Regions regions;
    private final SolutionsViewModel solutions;
    private final StepsViewModel steps;
    private final InspectorViewModel inspector;
    private final ScratchViewModel scratch;
    private final RunViewModel run;
    private final BooleanProperty follow;
    private final BackgroundTasks.Lane records;
    private final ChainsViewModel chains = new ChainsViewModel(this::showChosen);
    private @Nullable SolutionResult shown;
    private boolean following;

    /// @param follow whether the selection follows the solution being verified
    InViewViewModel(Session session, Regions regions, BooleanProperty follow) {
        this.session = session;
        this.regions = regions;
        this.follow = follow;
        solutions = regions.solutions();
        steps = regions.steps();
        inspector = regions.inspector();
        scratch = regions.scratch();
        run = regions.run();
        records = session.tasks().lane();
        solutions.selectedProperty().subscribe(this::showSelected);
        run.snapshotProperty().subscribe(this::showSnapshot);
        steps.detailProperty().subscribe(this::showDetail);
        chains.stepProperty().bind(steps.openProperty());
        follow.subscribe(on -> catchUp());
    }

    /// Which chain of the solution in view is shown.
    ChainsViewModel chains() {
        return chains;
    }

    private void showSnapshot(@Nullable RunSnapshot now) {
        if (now == null) {
            return;
        }
        if (!run.concernsShownSet()) {
            return;
        }
        SolutionRow row = solutions.selectedProperty().get();
        boolean inWork = row != null && now.workingSolutions().containsKey(row.id());
        if (follow.get() && !inWork && !now.working().isEmpty()) {
            // The one begun first: it stays in view until its chain ends.
            following = true;
            solutions.select(now.workingSolutions().keySet().iterator().next());
            following = false;
            return;
        }
        if (row == null) {
            return;
        }
        VerificationChain live = liveInView(now, row.id());
        if (live != null) {
            inspector.showRun(null);
            steps.update(live);
        }
        if (now.workingSolutions().containsKey(row.id())) {
            showChains(now, row.id(), live);
        } else if (row.state() != RowState.QUEUED && row.state() != RowState.RUNNING) {
            settle(row);
        }
    }

    /// Of the live chains in a snapshot the one to show; null where the user reads a finished one.
    private @Nullable VerificationChain liveInView(RunSnapshot now, String id) {
        Integer picked = chains.picked();
        return picked == null ? now.live(id) : now.live().get(new ChainKey(id, picked));
    }

    private void showChains(RunSnapshot now, String id, @Nullable VerificationChain live) {
        SolutionResult result = now.finished().get(id);
        Set<Integer> working = new HashSet<>();
        for (ChainKey key : now.working().keySet()) {
            if (key.solutionId().equals(id)) {
                working.add(key.chain());
            }
        }
        Integer picked = chains.picked();
        boolean pickedEnded =
                picked != null
                        && !working.contains(picked)
                        && steps.phaseProperty().get() == StepsViewModel.Phase.LIVE;
        chains.show(
                result == null ? List.of() : result.chains(),
                working,
                now.chainsPerSolution(),
                live == null ? chains.chosenProperty().get() : live.index());
        if (picked != null && pickedEnded) {
            showChosen(picked);
        }
    }

    /// Shows a chain that the user chose, the opened step staying open.
    private void showChosen(int index) {
        SolutionRow row = solutions.selectedProperty().get();
        if (row == null) {
            return;
        }
        RunSnapshot now = run.snapshotProperty().get();
        boolean running = isRunning(row) && now != null;
        if (running) {
            follow.set(false);
            ChainKey key = new ChainKey(row.id(), index);
            run.watch(key);
            if (now.working().containsKey(key)) {
                records.cancel();
                VerificationChain live = run.live(row.id());
                if (live != null) {
                    steps.update(live);
                }
                return;
            }
        }
        SolutionResult result = running ? now.finished().get(row.id()) : row.standing().result();
        if (result != null) {
            for (ChainResult chain : result.chains()) {
                if (chain.chainIndex() == index) {
                    int open = steps.openProperty().get();
                    steps.show(row.solution(), chain);
                    steps.open(open);
                    loadRecord(row, result, chain);
                }
            }
        }
    }

    private void showChains(SolutionResult result, ChainResult inView) {
        chains.show(result.chains(), Set.of(), result.chains().size(), inView.chainIndex());
    }

    private void settle(SolutionRow row) {
        SolutionResult result = row.standing().result();
        StepsViewModel.Phase now = steps.phaseProperty().get();
        boolean unsettled = now == StepsViewModel.Phase.LIVE || now == StepsViewModel.Phase.QUEUED;
        if (result == null) {
            if (unsettled) {
                steps.show(row.solution(), StepsViewModel.Phase.NOT_RUN);
            }
        } else if (unsettled || !result.equals(shown)) {
            ChainResult chain = inView(result);
            showChains(result, chain);
            loadRecord(row, result, chain);
        }
    }

    /// The chain that the user chose, or the one that says what all come to.
    private ChainResult inView(SolutionResult result) {
        Integer picked = chains.picked();
        return result.chains().stream()
                .filter(chain -> picked != null && chain.chainIndex() == picked)
                .findFirst()
                .orElse(result.representative());
    }

    private void showSelected(@Nullable SolutionRow row) {
        records.cancel();
        chains.clear();
        run.watch(null);
        scratch.close();
        if (row == null) {
            steps.show(null, StepsViewModel.Phase.NOT_RUN);
            return;
        }
        if (!following) {
            follow.set(isRunning(row));
        }
        regions.remember().accept(row.id());
        SolutionResult result = row.standing().result();
        if (isRunning(row)) {
            VerificationChain live = run.live(row.id());
            steps.show(row.solution(), StepsViewModel.Phase.LIVE);
            if (live != null) {
                steps.update(live);
            }
        } else if (result != null) {
            ChainResult chain = result.representative();
            steps.show(row.solution(), chain);
            showChains(result, chain);
            loadRecord(row, result, chain);
        } else {
            steps.show(
                    row.solution(),
                    row.state() == RowState.QUEUED
                            ? StepsViewModel.Phase.QUEUED
                            : StepsViewModel.Phase.NOT_RUN);
        }
    }

    private static boolean isRunning(SolutionRow row) {
        return row.state() == RowState.RUNNING;
    }

    private void loadRecord(SolutionRow row, SolutionResult result, ChainResult chain) {
        shown = result;
        steps.setPhase(StepsViewModel.Phase.LOADING);
        session.call(
                records,
                (workbench, cancellation) ->
                        new ChainRecord(
                                workbench.chain(
                                        result.runId(), result.solutionId(), chain.chainIndex()),
                                workbench.run(result.runId())),
                found -> {
                    inspector.showRun(found.run().orElse(null));
                    found.chain()
                            .ifPresentOrElse(
                                    steps::showChain,
                                    () -> steps.setPhase(StepsViewModel.Phase.DONE));
                },
                failure -> {
                    steps.setPhase(StepsViewModel.Phase.DONE);
                    session.dialogs().showFailure("Reading the record of " + row.id(), failure);
                });
    }

    private void showDetail(@Nullable StepDetail detail) {
        if (detail == null) {
            inspector.show(null, -1, new TokenSpan(0, 0), false);
        } else {
            inspector.show(
                    steps.chainProperty().get(), detail.index(), detail.span(), detail.live());
        }
    }

    private void catchUp() {
        RunSnapshot now = run.snapshotProperty().get();
        if (follow.get() && now != null && !now.state().isOver()) {
            steps.follow();
            showSnapshot(now);
        }
    }
}
