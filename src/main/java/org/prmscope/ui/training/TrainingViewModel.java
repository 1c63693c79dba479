package org.prmscope.ui.training;

import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.WorkbenchException;
import org.prmscope.run.training.TrainingEnd;
import org.prmscope.run.training.TrainingJob;
import org.prmscope.run.training.TrainingSnapshot;
import org.prmscope.train.Resumption;
import org.prmscope.ui.figures.Figures;
import org.prmscope.ui.fx.FileKind;
import org.prmscope.ui.fx.Notice;
import org.prmscope.ui.session.Remembered;
import org.prmscope.ui.session.Session;
import org.prmscope.ui.session.Unfinished;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The training view as a whole: a form or a training in view, and the one training that goes on.
public final class TrainingViewModel {
    /// The settings that the view asks for.
    public static final List<String> KEYS = List.of(TrainingListViewModel.RECENT);

    /// Polls between two looks: with ten polls a second, two looks.
    private static final int POLLS_A_LOOK = 5;

    private static final List<FileKind> CURVES =
            List.of(new FileKind("Curves (JSONL)", List.of("*.jsonl")), FileKind.any());

    private final Session session;
    private final TrainingFormViewModel form;
    private final TrainingListViewModel list;
    private final TrainingExportViewModel export;
    private final BooleanProperty shown = new SimpleBooleanProperty(false);
    private final ReadOnlyBooleanWrapper active = new ReadOnlyBooleanWrapper(false);
    private final ReadOnlyObjectWrapper<WorkbenchException.@Nullable Report> obstacle =
            new ReadOnlyObjectWrapper<>(null);
    private final ObjectProperty<CurvePlots.Look> look =
            new SimpleObjectProperty<>(new CurvePlots.Look(Smoothing.TEN, true, false));
    private boolean started;
    private boolean starting;
    private int polls;

    public TrainingViewModel(Session session, Remembered remembered) {
        this.session = session;
        form = new TrainingFormViewModel(session);
        list = new TrainingListViewModel(session, remembered);
        export = new TrainingExportViewModel(session);
        shown.subscribe(now -> {
            if (now) {
                begin();
            }
        });
        list.currentProperty()
                .addListener((property, before, now) -> {
                    tellAnotherPlan(before, now);
                    tellEnd(before, now);
                });
    }

    /// The first time that the view is in sight.
    private void begin() {
        if (started || !session.isAttached()) {
            return;
        }
        started = true;
        list.start();
        session.call(
                "Looking for the training libraries",
                (workbench, _) -> workbench.training().obstacle(),
                found -> obstacle.set(found.orElse(null)));
    }

    private void tellAnotherPlan(
            @Nullable TrainingSnapshot before, @Nullable TrainingSnapshot now) {
        Resumption from = now == null ? null : now.resumption();
        if (from != null
                && from.anotherPlan()
                && (before == null || !from.equals(before.resumption()))) {
            session.dialogs()
                    .show(
                            new Notice(
                                    Notice.Level.WARNING,
                                    "The training goes on with another plan",
                                    List.of(new Notice.Part("found", from.difference())),
                                    List.of()));
        }
    }

    private void tellEnd(@Nullable TrainingSnapshot before, @Nullable TrainingSnapshot now) {
        active.set(now != null && !now.isOver());
        if (now == null || now.end() == null || (before != null && before.isOver())) {
            return;
        }
        Notice.Action show =
                new Notice.Action(
                        "Show training",
                        () -> list.select(now.job().folder().toAbsolutePath().normalize()));
        switch (now.end()) {
            case TrainingEnd.Finished(int step) ->
                    session.dialogs()
                            .show(Notice.done("Training finished: " + Figures.count(step, "step")));
            case TrainingEnd.Cancelled(int step) ->
                    session.dialogs()
                            .show(
                                    Notice.done(
                                            "Training stopped; the checkpoint has "
                                                    + Figures.count(step, "step")
                                                    + " and can be resumed"));
            case TrainingEnd.Failed(_, WorkbenchException.Report report) ->
                    session.dialogs().show(Notice.error(report, show));
        }
    }

    /// Starts what the form says.
    void start() {
        if (form.findingProperty().get()
                        instanceof TrainingFormViewModel.Finding.Known(TrainingJob job, _)
                && form.obstacle().isEmpty()) {
            start(job);
        }
    }

    /// Goes on with the training in view, with the plan that its folder holds.
    public void resume() {
        TrainingEntry entry = list.shown();
        TrainingJob job = entry == null ? null : entry.folder().job();
        if (entry != null && job != null && entry.canResume()) {
            start(job);
        }
    }

    /// Starts what the form says where it is in view, else goes on with the training in view.
    public void startOrResume() {
        if (list.shown() == null) {
            start();
        } else {
            resume();
        }
    }

    /// Takes the plan of the training in view into the form, to change it or to give what its
    /// folder does not say.
    void edit(TrainingEntry entry) {
        TrainingJob job = entry.folder().job();
        if (job == null) {
            form.fillFolder(entry.path());
        } else {
            form.fill(job);
        }
        list.select(null);
    }

    private void start(TrainingJob job) {
        if (active.get() || starting) {
            return;
        }
        starting = true;
        session.call(
                (workbench, _) -> {
                    workbench.training().start(job);
                    return true;
                },
                _ -> {
                    starting = false;
                    active.set(true);
                    list.open(job.folder());
                },
                failure -> {
                    starting = false;
                    session.dialogs().showFailure("Starting the training", failure);
                });
    }

    /// Asks the training to stop after its step; it writes a checkpoint.
    public void cancel() {
        if (session.isAttached() && active.get()) {
            session.workbench().training().cancel();
            list.look();
        }
    }

    /// Asks for a curve file of any training and shows it.
    public void openCurves() {
        session.dialogs().openFile("Open the curves of a training", CURVES).ifPresent(this::open);
    }

    /// Shows a training's folder or a curve file; those that PRMScope names stand for their folder.
    public void open(Path path) {
        Path parent = path.toAbsolutePath().normalize().getParent();
        boolean isOurs = path.endsWith("curves.jsonl") || path.endsWith("loss.jsonl");
        list.open(isOurs && parent != null ? parent : path);
    }

    /// Shows the form.
    public void showForm() {
        list.select(null);
    }

    /// Shows the next training of the list, from the form on.
    ///
    /// @param by 1 or -1
    public void next(int by) {
        List<TrainingEntry> entries = list.entriesProperty().get();
        TrainingEntry now = list.shown();
        int at = (now == null ? -1 : entries.indexOf(now)) + by;
        list.select(at < 0 || at >= entries.size() ? null : entries.get(at).path());
    }

    /// Points of each step, or the smooth line alone.
    public void toggleRaw() {
        CurvePlots.Look now = look.get();
        look.set(new CurvePlots.Look(now.smoothing(), !now.isRaw(), now.isLog()));
    }

    /// A logarithmic axis, or a linear one.
    public void toggleLog() {
        CurvePlots.Look now = look.get();
        look.set(new CurvePlots.Look(now.smoothing(), now.isRaw(), !now.isLog()));
    }

    void smooth(Smoothing smoothing) {
        look.set(new CurvePlots.Look(smoothing, look.get().isRaw(), look.get().isLog()));
    }

    /// Smooths over more steps, then over few again.
    public void smoothMore() {
        smooth(look.get().smoothing().next());
    }

    /// Follows the training and curves that grow; call about ten times a second.
    public void poll() {
        if (shown.get()) {
            begin();
            form.poll();
            export.poll();
        }
        if (++polls % POLLS_A_LOOK == 0 && (shown.get() || active.get())) {
            list.look();
        }
    }

    /// What is asked about before the window closes.
    public Optional<Unfinished> unfinished() {
        List<String> consequences = new ArrayList<>();
        if (active.get()) {
            consequences.add(
                    "The training stops after the step that it takes now, writes a checkpoint, and"
                            + " can be resumed from there.");
        }
        if (export.stateProperty().get() instanceof TrainingExportViewModel.State.Writing writing
                && !writing.isCancelling()) {
            consequences.add(
                    "The export to "
                            + writing.target().getFileName()
                            + " is given up and nothing is left of it; what was trained keeps its"
                            + " checkpoint and can be exported again.");
        }
        return consequences.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Unfinished(
                                active.get()
                                        ? "A training is going on"
                                        : "A training is being exported",
                                String.join(" ", consequences)));
    }

    /// Whether a training goes on in this window.
    public ReadOnlyBooleanProperty activeProperty() {
        return active.getReadOnlyProperty();
    }

    /// Whether the view is in sight.
    public BooleanProperty shownProperty() {
        return shown;
    }

    /// Why nothing can be trained here; null if it can, or while that is not known.
    ReadOnlyObjectProperty<WorkbenchException.@Nullable Report> obstacleProperty() {
        return obstacle.getReadOnlyProperty();
    }

    ReadOnlyObjectProperty<CurvePlots.Look> lookProperty() {
        return look;
    }

    TrainingFormViewModel form() {
        return form;
    }

    TrainingListViewModel list() {
        return list;
    }

    TrainingExportViewModel export() {
        return export;
    }

    Session session() {
        return session;
    }
}
