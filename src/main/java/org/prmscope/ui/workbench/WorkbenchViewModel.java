package org.prmscope.ui.workbench;

import javafx.beans.binding.Bindings;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;

import org.jspecify.annotations.Nullable;
import org.prmscope.compare.SolutionComparison;
import org.prmscope.core.Solution;
import org.prmscope.core.WorkbenchException;
import org.prmscope.run.RunRequest;
import org.prmscope.run.RunSnapshot;
import org.prmscope.run.SetSummary;
import org.prmscope.run.VerifierChoice;
import org.prmscope.run.Workbench;
import org.prmscope.run.WorkspaceFiles;
import org.prmscope.ui.bestofn.BestOfNViewModel;
import org.prmscope.ui.bestofn.CandidateRow;
import org.prmscope.ui.compare.CompareViewModel;
import org.prmscope.ui.fx.BackgroundTasks;
import org.prmscope.ui.fx.DialogService;
import org.prmscope.ui.inspector.InspectorViewModel;
import org.prmscope.ui.model.VerifierViewModel;
import org.prmscope.ui.session.Remembered;
import org.prmscope.ui.session.Session;
import org.prmscope.ui.session.Unfinished;
import org.prmscope.ui.solutions.SolutionRow;
import org.prmscope.ui.solutions.SolutionsViewModel;
import org.prmscope.ui.steps.ChainsViewModel;
import org.prmscope.ui.steps.ScratchViewModel;
import org.prmscope.ui.steps.StepsViewModel;
import org.prmscope.ui.synthesis.ChainRow;
import org.prmscope.ui.synthesis.DataViewModel;
import org.prmscope.ui.training.TrainingViewModel;

import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/// The window as a whole: opens the workbench and keeps its regions in step with each other.
public final class WorkbenchViewModel {
    /// Where the window is in its life.
    public sealed interface Phase {
        /// The workbench is being opened.
        record Opening() implements Phase {}

        /// The workbench is open.
        record Ready() implements Phase {}

        /// The workbench is being closed, for another one or for good.
        record Closing() implements Phase {}

        /// The workbench cannot be opened.
        record Failed(WorkbenchException.Report report) implements Phase {}
    }

    /// What the window is used for.
    public enum Mode {
        /// One solution of one run, token by token.
        INSPECT,
        /// Runs side by side.
        COMPARE,
        /// Candidates of a problem, and choosing among them.
        BEST_OF_N,
        /// Sampled chains, and which of them become training data.
        DATA,
        /// Training verifiers; needs no set of solutions.
        TRAINING
    }

    private static final Logger LOG = Logger.getLogger(WorkbenchViewModel.class.getName());

    private record Opened(
            Workbench workbench,
            Map<String, String> settings,
            List<SetSummary> sets,
            List<VerifierChoice> verifiers) {}

    private final Session session;
    private final Consumer<Path> workspaces;
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
    private final InViewViewModel inView;
    private final CompareViewModel compare;
    private final BestOfNViewModel bestOfN;
    private final DataViewModel data;
    private final TrainingViewModel training;
    private final ObjectProperty<Mode> mode = new SimpleObjectProperty<>(Mode.INSPECT);
    private final ReadOnlyObjectWrapper<Phase> phase =
            new ReadOnlyObjectWrapper<>(new Phase.Opening());
    private final BooleanProperty follow = new SimpleBooleanProperty(true);

    /// @param zone in which times of day are shown
    /// @param workspaces told of a workspace that is opened as if it were solutions
    public WorkbenchViewModel(
            BackgroundTasks tasks, DialogService dialogs, ZoneId zone, Consumer<Path> workspaces) {
        session = new Session(tasks, dialogs);
        this.workspaces = workspaces;
        remembered = new Remembered(session);
        status = new StatusViewModel(zone);
        sets = new SetsViewModel(session, remembered, solutions, workspaces);
        run = new RunViewModel(session, solutions, status, sets::shown);
        verifier = new VerifierViewModel(session, remembered);
        scratch = new ScratchViewModel(session);
        inView =
                new InViewViewModel(
                        session,
                        new InViewViewModel.Regions(
                                solutions, steps, inspector, scratch, run, sets::rememberSelection),
                        follow);
        run.snapshotProperty()
                .subscribe(now -> {
                    if (now != null) {
                        verifier.refresh();
                    }
                });
        RunDesk desk = new RunDesk(run, verifier, runBar);
        compare = new CompareViewModel(session, remembered, desk);
        compare.shownProperty().bind(mode.map(now -> now == Mode.COMPARE));
        bestOfN = new BestOfNViewModel(session, desk);
        bestOfN.shownProperty().bind(mode.map(now -> now == Mode.BEST_OF_N));
        data = new DataViewModel(session, remembered, desk);
        data.shownProperty().bind(mode.map(now -> now == Mode.DATA));
        training = new TrainingViewModel(session, remembered);
        training.shownProperty()
                .bind(
                        Bindings.createBooleanBinding(
                                () ->
                                        mode.get() == Mode.TRAINING
                                                && phase.get() instanceof Phase.Ready,
                                mode,
                                phase));
        mode.addListener((property, before, now) -> carryOver(before, now));
        follow.addListener((property, before, now) -> followElsewhere(now));
        sets.contentProperty()
                .subscribe(content -> {
                    if (content instanceof SetsViewModel.Content.Shown(SetSummary set)) {
                        run.rejoin();
                        List<Solution> all =
                                solutions.all().stream().map(SolutionRow::solution).toList();
                        compare.show(set, all);
                        bestOfN.show(set, all);
                        data.show(set, all);
                    }
                });
    }

    /// The solution in view stays the same from one mode to the other.
    private void carryOver(Mode before, Mode now) {
        String id = inView(before);
        if (id == null) {
            return;
        }
        switch (now) {
            case COMPARE -> compare.solution().prefer(id);
            case BEST_OF_N -> bestOfN.problems().prefer(id);
            case DATA -> data.chains().prefer(id);
            case TRAINING -> {}
            case INSPECT -> {
                follow.set(false);
                solutions.select(id);
            }
        }
    }

    private @Nullable String inView(Mode of) {
        SolutionRow row = solutions.selectedProperty().get();
        SolutionComparison compared = compare.solution().shownProperty().get();
        CandidateRow candidate = bestOfN.problems().candidateProperty().get();
        ChainRow chain = data.chains().selectedProperty().get();
        return switch (of) {
            case INSPECT -> row == null ? null : row.id();
            case COMPARE -> compared == null ? null : compared.solution().id();
            case BEST_OF_N -> candidate == null ? null : candidate.id();
            case DATA -> chain == null ? null : chain.solutionId();
            case TRAINING -> null;
        };
    }

    /// Shows a solution in the inspect view.
    public void inspect(String solutionId) {
        mode.set(Mode.INSPECT);
        solutions.select(solutionId);
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
                            try {
                                return new Opened(
                                        workbench,
                                        Remembered.read(workbench, settings),
                                        workbench.sets(),
                                        workbench.verifiers());
                            } catch (WorkbenchException | RuntimeException e) {
                                workbench.close();
                                throw e;
                            }
                        },
                        opened -> opened(opened, files),
                        failure ->
                                phase.set(
                                        new Phase.Failed(
                                                DialogService.report(
                                                        "Opening the workspace", failure))));
    }

    /// Takes a file that was given while there is no workspace: another workspace, or nothing.
    public void openInstead(Path file) {
        String doing = "Opening " + file.getFileName();
        session.tasks()
                .run(
                        _ -> {
                            if (WorkspaceFiles.isWorkspace(file)) {
                                return file;
                            }
                            throw new WorkbenchException(
                                    new WorkbenchException.Report(
                                            "There is no workspace to open it in",
                                            file.toString(),
                                            "a workspace, since none is open",
                                            "a file or folder that is none",
                                            "Open or make a workspace first."));
                        },
                        workspaces,
                        failure -> session.dialogs().showFailure(doing, failure));
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

    /// What closing would end; asked about before the window closes.
    public Optional<Unfinished> unfinished() {
        return Unfinished.all(
                Stream.of(run.unfinished(), training.unfinished())
                        .flatMap(Optional::stream)
                        .toList());
    }

    /// Following a run that is over another set begins with showing that set.
    private void followElsewhere(boolean on) {
        OptionalLong elsewhere = on ? run.elsewhere() : OptionalLong.empty();
        RunSnapshot now = run.snapshotProperty().get();
        if (elsewhere.isEmpty() || now == null) {
            return;
        }
        String first = now.workingSolutions().keySet().stream().findFirst().orElse(null);
        sets.sets().stream()
                .filter(set -> set.id() == elsewhere.getAsLong())
                .findFirst()
                .ifPresent(set -> sets.show(set, first));
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
        compare.poll();
        bestOfN.poll();
        data.poll();
        training.poll();
        sets.poll();
        verifier.imports().poll();
    }

    /// Brings device, memory and saved state up to date; call about once a second.
    public void pollStatus() {
        if (session.isAttached()) {
            status.show(session.workbench().status());
        }
    }

    /// Closes the workbench in the background after the last settings are written. What else was
    /// called for is not delivered any more.
    ///
    /// @param then called when it is closed, or at once if it never was opened
    public void close(Runnable then) {
        if (!session.isAttached()) {
            then.run();
            return;
        }
        phase.set(new Phase.Closing());
        run.cancel();
        sets.stop();
        remembered.whenWritten(() ->
                session.end(
                        then,
                        failure -> {
                            LOG.log(Level.WARNING, "closing the workspace", failure);
                            then.run();
                        }));
    }

    public SolutionsViewModel solutions() {
        return solutions;
    }

    public StepsViewModel steps() {
        return steps;
    }

    /// Which chain of the solution in view is shown.
    public ChainsViewModel chains() {
        return inView.chains();
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

    public CompareViewModel compare() {
        return compare;
    }

    public BestOfNViewModel bestOfN() {
        return bestOfN;
    }

    public DataViewModel data() {
        return data;
    }

    public TrainingViewModel training() {
        return training;
    }

    /// What the window is used for now.
    public ObjectProperty<Mode> modeProperty() {
        return mode;
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
