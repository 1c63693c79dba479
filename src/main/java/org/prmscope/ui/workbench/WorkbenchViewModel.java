package org.prmscope.ui.workbench;

import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.Run;
import org.prmscope.core.Solution;
import org.prmscope.core.VerificationChain;
import org.prmscope.core.WorkbenchException;
import org.prmscope.run.RunRequest;
import org.prmscope.run.RunSnapshot;
import org.prmscope.run.SetSummary;
import org.prmscope.run.SolutionResult;
import org.prmscope.run.VerifierChoice;
import org.prmscope.run.Workbench;
import org.prmscope.ui.fx.BackgroundTasks;
import org.prmscope.ui.fx.DialogService;
import org.prmscope.ui.inspector.InspectorViewModel;
import org.prmscope.ui.model.VerifierViewModel;
import org.prmscope.ui.session.Remembered;
import org.prmscope.ui.session.Session;
import org.prmscope.ui.solutions.RowState;
import org.prmscope.ui.solutions.SolutionRow;
import org.prmscope.ui.solutions.SolutionsViewModel;
import org.prmscope.ui.steps.ScratchViewModel;
import org.prmscope.ui.steps.StepDetail;
import org.prmscope.ui.steps.StepsViewModel;

import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

/// The window as a whole: opens the workbench and keeps its regions in step with each other.
public final class WorkbenchViewModel {
    /// Where the window is in its life.
    public sealed interface Phase {
        /// The workbench is being opened.
        record Opening() implements Phase {}

        /// The workbench is open.
        record Ready() implements Phase {}

        /// The workbench cannot be opened.
        record Failed(WorkbenchException.Report report) implements Phase {}
    }

    private record Opened(
            Workbench workbench,
            Map<String, String> settings,
            List<SetSummary> sets,
            List<VerifierChoice> verifiers) {}

    private record ChainRecord(Optional<VerificationChain> chain, Optional<Run> run) {}

    private final Session session;
    private final Remembered remembered;
    private final SolutionsViewModel solutions = new SolutionsViewModel();
    private final StepsViewModel steps = new StepsViewModel();
    private final InspectorViewModel inspector = new InspectorViewModel();
    private final RunBarViewModel runBar = new RunBarViewModel();
    private final ScratchViewModel scratch;
    private final StatusViewModel status;
    private final SetsViewModel sets;
    private final RunViewModel run;
    private final VerifierViewModel verifier;
    private final BackgroundTasks.Lane records;
    private final ReadOnlyObjectWrapper<Phase> phase =
            new ReadOnlyObjectWrapper<>(new Phase.Opening());
    private final BooleanProperty follow = new SimpleBooleanProperty(true);
    private @Nullable SolutionResult shown;
    private boolean following;

    /// @param zone in which times of day are shown
    public WorkbenchViewModel(BackgroundTasks tasks, DialogService dialogs, ZoneId zone) {
        session = new Session(tasks, dialogs);
        remembered = new Remembered(session);
        records = tasks.lane();
        status = new StatusViewModel(zone);
        sets = new SetsViewModel(session, remembered, solutions);
        run = new RunViewModel(session, solutions, status, sets::shown);
        verifier = new VerifierViewModel(session, remembered);
        scratch = new ScratchViewModel(session);
        solutions.selectedProperty().subscribe(this::showSelected);
        run.snapshotProperty().subscribe(this::showSnapshot);
        sets.contentProperty()
                .subscribe(content -> {
                    if (content instanceof SetsViewModel.Content.Shown) {
                        run.rejoin();
                    }
                });
        steps.detailProperty().subscribe(this::showDetail);
        follow.subscribe(on -> catchUp());
    }

    /// Opens the workbench in the background, then shows files given at the start or the set shown
    /// last.
    ///
    /// @param settings the keys the window will ask for
    public void open(Callable<Workbench> opener, List<Path> files, List<String> settings) {
        phase.set(new Phase.Opening());
        session.tasks()
                .run(
                        cancellation -> {
                            Workbench workbench = opener.call();
                            return new Opened(
                                    workbench,
                                    Remembered.read(workbench, settings),
                                    workbench.sets(),
                                    workbench.verifiers());
                        },
                        opened -> opened(opened, files),
                        failure ->
                                phase.set(
                                        new Phase.Failed(
                                                DialogService.report(
                                                        "Opening the workspace", failure))));
    }

    private void opened(Opened opened, List<Path> files) {
        session.attach(opened.workbench());
        remembered.load(opened.settings());
        status.show(opened.workbench().status());
        phase.set(new Phase.Ready());
        runBar.restore(remembered);
        verifier.start(opened.verifiers());
        sets.start(opened.sets(), files);
    }

    /// Verifies what is marked in the table, or the solution in view.
    public void verifySelected() {
        verify(solutions.toVerify());
    }

    /// Verifies every solution the table shows.
    public void verifyShown() {
        verify(solutions.shownSolutions());
    }

    private void verify(List<Solution> wanted) {
        SetSummary set = sets.shown();
        VerifierChoice choice = verifier.toRun();
        if (set != null && choice != null && verifier.canRun() && !run.activeProperty().get()) {
            follow.set(true);
            runBar.remember(remembered);
            run.start(new RunRequest(set.id(), wanted, choice, runBar.configuration()));
            if (steps.phaseProperty().get() == StepsViewModel.Phase.NOT_RUN
                    && wanted.contains(steps.solutionProperty().get())) {
                steps.setPhase(StepsViewModel.Phase.QUEUED);
            }
        }
    }

    /// Brings run and import up to date; call about ten times a second.
    public void poll() {
        run.poll();
        sets.poll();
        verifier.imports().poll();
    }

    /// Brings device, memory and saved state up to date; call about once a second.
    public void pollStatus() {
        if (session.isAttached()) {
            status.show(session.workbench().status());
        }
    }

    /// Closes the workbench in the background after the last settings are written.
    ///
    /// @param then called when it is closed, or at once if it never was opened
    public void close(Runnable then) {
        if (!session.isAttached()) {
            then.run();
            return;
        }
        remembered.whenWritten(() ->
                session.call(
                        (workbench, cancellation) -> {
                            workbench.close();
                            return true;
                        },
                        done -> then.run(),
                        failure -> then.run()));
    }

    private void showSnapshot(@Nullable RunSnapshot now) {
        if (now == null) {
            return;
        }
        verifier.refresh();
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
        VerificationChain live = now.live(row.id());
        if (live != null) {
            inspector.showRun(null);
            steps.update(live);
        } else if (row.state() != RowState.QUEUED && row.state() != RowState.RUNNING) {
            settle(row);
        }
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
            loadRecord(row, result);
        }
    }

    private void showSelected(@Nullable SolutionRow row) {
        records.cancel();
        scratch.close();
        if (row == null) {
            steps.show(null, StepsViewModel.Phase.NOT_RUN);
            return;
        }
        if (!following) {
            follow.set(isRunning(row));
        }
        sets.rememberSelection(row.id());
        SolutionResult result = row.standing().result();
        if (isRunning(row)) {
            VerificationChain live = run.live(row.id());
            steps.show(row.solution(), StepsViewModel.Phase.LIVE);
            if (live != null) {
                steps.update(live);
            }
        } else if (result != null) {
            steps.show(row.solution(), result.representative());
            loadRecord(row, result);
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

    private void loadRecord(SolutionRow row, SolutionResult result) {
        shown = result;
        steps.setPhase(StepsViewModel.Phase.LOADING);
        session.call(
                records,
                (workbench, cancellation) ->
                        new ChainRecord(
                                workbench.chain(
                                        result.runId(),
                                        result.solutionId(),
                                        result.representative().chainIndex()),
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
            inspector.show(null, -1, new org.prmscope.core.TokenSpan(0, 0));
        } else {
            inspector.show(steps.chainProperty().get(), detail.index(), detail.span());
        }
    }

    private void catchUp() {
        RunSnapshot now = run.snapshotProperty().get();
        if (follow.get() && now != null && !now.state().isOver()) {
            steps.follow();
            showSnapshot(now);
        }
    }

    public SolutionsViewModel solutions() {
        return solutions;
    }

    public StepsViewModel steps() {
        return steps;
    }

    public ScratchViewModel scratch() {
        return scratch;
    }

    public InspectorViewModel inspector() {
        return inspector;
    }

    public RunBarViewModel runBar() {
        return runBar;
    }

    public StatusViewModel status() {
        return status;
    }

    public SetsViewModel sets() {
        return sets;
    }

    public RunViewModel run() {
        return run;
    }

    public VerifierViewModel verifier() {
        return verifier;
    }

    public Session session() {
        return session;
    }

    public Remembered remembered() {
        return remembered;
    }

    public ReadOnlyObjectProperty<Phase> phaseProperty() {
        return phase.getReadOnlyProperty();
    }

    /// Whether the selection follows the solution being verified.
    public BooleanProperty followProperty() {
        return follow;
    }
}
