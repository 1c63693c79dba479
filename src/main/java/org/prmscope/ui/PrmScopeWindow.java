package org.prmscope.ui;

import javafx.animation.Animation;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.geometry.Rectangle2D;
import javafx.scene.Scene;
import javafx.scene.layout.Pane;
import javafx.stage.Screen;
import javafx.stage.Stage;
import javafx.util.Duration;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.WorkbenchException;
import org.prmscope.run.Workbench;
import org.prmscope.run.WorkspaceFiles;
import org.prmscope.ui.compare.CompareViewModel;
import org.prmscope.ui.fx.BackgroundTasks;
import org.prmscope.ui.fx.DialogService;
import org.prmscope.ui.fx.FileKind;
import org.prmscope.ui.fx.FxDialogService;
import org.prmscope.ui.fx.KeyAction;
import org.prmscope.ui.fx.MathRenderer;
import org.prmscope.ui.fx.NoticeBar;
import org.prmscope.ui.fx.Theme;
import org.prmscope.ui.model.VerifierViewModel;
import org.prmscope.ui.synthesis.DataViewModel;
import org.prmscope.ui.training.TrainingViewModel;
import org.prmscope.ui.workbench.RunBarViewModel;
import org.prmscope.ui.workbench.SetsViewModel;
import org.prmscope.ui.workbench.WorkbenchView;
import org.prmscope.ui.workbench.WorkbenchViewModel;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/// The program's one window.
public final class PrmScopeWindow {
    private static final List<FileKind> WORKSPACES =
            List.of(
                    new FileKind("Workspaces", List.of("*" + WorkspaceFiles.EXTENSION)),
                    FileKind.any());

    private static final double WIDTH = 1_400;
    private static final double HEIGHT = 900;
    private static final double MIN_WIDTH = 820;
    private static final double MIN_HEIGHT = 520;
    private static final double LEFT_WIDTH = 462;
    private static final double RIGHT_WIDTH = 328;

    private final Stage stage;
    private final Consumer<@Nullable UiArguments> closed;
    private final Theme theme = new Theme();
    private final MathRenderer renderer = new MathRenderer();
    private final DialogService dialogs;
    private final WorkbenchViewModel model;
    private final WorkbenchView view;
    private final WindowState state;
    private final Thread.UncaughtExceptionHandler handlerBefore;
    private final Timeline run;
    private final Timeline status;
    private double @Nullable [] dividers;
    private @Nullable Path workspace;
    private List<Path> files = List.of();
    private @Nullable Path former;
    private boolean opened;
    private boolean closing;

    /// Builds the window; call on the FX thread.
    ///
    /// @param closed told when the window and its workbench are closed: what is to be opened
    ///   instead, null for nothing
    public PrmScopeWindow(Stage stage, Consumer<@Nullable UiArguments> closed) {
        this.stage = stage;
        this.closed = closed;
        NoticeBar notices = new NoticeBar();
        dialogs = new FxDialogService(() -> stage, notices, theme);
        handlerBefore = Thread.currentThread().getUncaughtExceptionHandler();
        Thread.currentThread()
                .setUncaughtExceptionHandler(
                        (thread, bug) -> dialogs.showFailure("The last action", bug));
        model =
                new WorkbenchViewModel(
                        BackgroundTasks.onVirtualThreads(),
                        dialogs,
                        ZoneId.systemDefault(),
                        this::offerWorkspace);
        view = new WorkbenchView(model, dialogs, notices, theme, renderer);
        state = new WindowState(stage, view.regions(), theme, model.remembered());
        run = every(100, model::poll);
        status = every(1_000, model::pollStatus);
    }

    private static Timeline every(double ms, Runnable action) {
        Timeline timeline = new Timeline(new KeyFrame(Duration.millis(ms), event -> action.run()));
        timeline.setCycleCount(Animation.INDEFINITE);
        return timeline;
    }

    /// Takes over place, size and look of another window; what this workspace remembers of them
    /// gives way, so that nothing jumps.
    void resemble(PrmScopeWindow other) {
        if (other.stage.isMaximized()) {
            stage.setMaximized(true);
        } else {
            stage.setX(other.stage.getX());
            stage.setY(other.stage.getY());
            stage.setWidth(other.stage.getWidth());
            stage.setHeight(other.stage.getHeight());
        }
        dividers = other.view.regions().getDividerPositions();
        theme.modeProperty().set(other.theme.mode());
        theme.fontScaleProperty().set(other.theme.fontScaleProperty().get());
    }

    /// Offers to go back to a workspace that was open before.
    void leadBackTo(Path before) {
        former = before;
    }

    /// The workspace that the window was opened with; null for the user's usual one.
    @Nullable Path workspace() {
        return workspace;
    }

    /// Whether its workspace could be opened.
    boolean wasOpened() {
        return opened;
    }

    /// Shows the window, then opens the workbench in the background.
    public void open(Callable<Workbench> opener, UiArguments arguments) {
        Rectangle2D screen = Screen.getPrimary().getVisualBounds();
        double width = Math.min(WIDTH, screen.getWidth());
        double height = Math.min(HEIGHT, screen.getHeight());
        Scene scene = new Scene(view.root(), width, height);
        theme.install(scene);
        view.keymap()
                .add(
                        KeyAction.of(
                                "program.quit", "Quit", "Window", this::askAndClose, "Shortcut+Q"));
        Path elsewhere = arguments.workspace();
        workspace = elsewhere;
        files = arguments.files();
        workspaceActions(elsewhere);
        view.keymap().attach(scene);
        scene.focusOwnerProperty().subscribe(view::focusMoved);
        stage.setTitle(elsewhere == null ? "PRMScope" : elsewhere.getFileName() + " – PRMScope");
        stage.setMinWidth(MIN_WIDTH);
        stage.setMinHeight(MIN_HEIGHT);
        stage.setScene(scene);
        stage.setOnCloseRequest(event -> {
            event.consume();
            askAndClose();
        });
        double share = Math.min(1, width / WIDTH);
        double[] before = dividers;
        double[] usual = {LEFT_WIDTH * share / width, 1 - RIGHT_WIDTH * share / width};
        view.regions().setDividerPositions(before == null ? usual : before);
        stage.show();
        run.play();
        status.play();
        model.phaseProperty()
                .subscribe(phase -> {
                    if (phase instanceof WorkbenchViewModel.Phase.Ready) {
                        opened = true;
                        if (before == null) {
                            state.restore();
                        } else {
                            state.watch();
                        }
                    }
                });
        List<String> keys = new ArrayList<>(WindowState.KEYS);
        keys.addAll(SetsViewModel.KEYS);
        keys.addAll(VerifierViewModel.KEYS);
        keys.addAll(RunBarViewModel.KEYS);
        keys.addAll(CompareViewModel.KEYS);
        keys.addAll(DataViewModel.KEYS);
        keys.addAll(TrainingViewModel.KEYS);
        model.open(opener, arguments.files(), keys);
        renderer.warmUp();
    }

    private void workspaceActions(@Nullable Path elsewhere) {
        workspaceAction(
                WorkbenchView.OPEN_WORKSPACE,
                "Open workspace…",
                () -> dialogs.openFile("Open workspace", WORKSPACES).ifPresent(this::leaveFor),
                "Shortcut+Alt+O");
        workspaceAction(
                WorkbenchView.NEW_WORKSPACE,
                "New workspace…",
                () ->
                        dialogs.saveFile(
                                        "New workspace",
                                        "work" + WorkspaceFiles.EXTENSION,
                                        WORKSPACES)
                                .map(WorkspaceFiles::named)
                                .ifPresent(this::create),
                "Shortcut+Alt+N");
        Path before = former;
        if (before != null && !before.equals(elsewhere)) {
            workspaceAction(
                    WorkbenchView.FORMER_WORKSPACE,
                    "Back to " + before.getFileName(),
                    () -> leaveFor(before),
                    "Shortcut+Alt+B");
        }
        if (elsewhere != null) {
            workspaceAction(
                    WorkbenchView.USUAL_WORKSPACE,
                    "Back to the usual workspace",
                    () -> leaveFor(null),
                    "Shortcut+Alt+U");
        }
    }

    private void create(Path workspace) {
        model.session()
                .tasks()
                .run(
                        _ -> Files.exists(workspace),
                        exists -> {
                            if (exists) {
                                dialogs.showFailure("New workspace", taken(workspace));
                            } else {
                                leaveFor(workspace);
                            }
                        },
                        failure -> dialogs.showFailure("New workspace", failure));
    }

    private static WorkbenchException taken(Path workspace) {
        return new WorkbenchException(
                new WorkbenchException.Report(
                        "There is a file of this name already",
                        workspace.toString(),
                        "a new file",
                        "one that exists",
                        "Choose another name, or open it as a workspace."));
    }

    /// Not while a workspace is being opened or closed: nothing could close it then.
    private void workspaceAction(String id, String title, Runnable run, String key) {
        BooleanBinding open =
                Bindings.createBooleanBinding(
                        () ->
                                switch (model.phaseProperty().get()) {
                                    case WorkbenchViewModel.Phase.Ready _,
                                            WorkbenchViewModel.Phase.Failed _ ->
                                            true;
                                    case WorkbenchViewModel.Phase.Opening _,
                                            WorkbenchViewModel.Phase.Closing _ ->
                                            false;
                                },
                        model.phaseProperty());
        view.keymap().add(KeyAction.when(id, title, "Window", open, run, key));
    }

    /// A workspace was given where solutions were expected.
    private void offerWorkspace(Path file) {
        boolean none = model.phaseProperty().get() instanceof WorkbenchViewModel.Phase.Failed;
        if (none
                || dialogs.confirm(
                        "Open the workspace %s?".formatted(file.getFileName()),
                        "It takes the place of the one that is open. That one keeps what is in it; what"
                                + " still runs in it is stopped.",
                        "Open workspace")) {
            leaveFor(file);
        }
    }

    private void leaveFor(@Nullable Path next) {
        if (mayClose()) {
            // What could not be opened in a workspace that could not either is opened in that one.
            close(new UiArguments(next, opened ? List.of() : files));
        }
    }

    private void askAndClose() {
        if (mayClose()) {
            close();
        }
    }

    /// Asks first while a verification, a training or its export goes on.
    private boolean mayClose() {
        return model.unfinished()
                .map(one -> dialogs.confirm(one.work(), one.consequence(), "Stop and close"))
                .orElse(true);
    }

    /// Remembers the window's state, hides it at once, and closes the workbench behind it. Before
    /// another workspace the window stays until that one's is there.
    public void close() {
        close(null);
    }

    private void close(@Nullable UiArguments next) {
        if (closing) {
            return;
        }
        closing = true;
        run.stop();
        status.stop();
        if (model.session().isAttached()) {
            state.remember();
        }
        if (next == null) {
            stage.hide();
            // What ends a run still changes the view, and a hidden scene has no styles for that.
            stage.getScene().setRoot(new Pane());
        }
        model.close(() -> closed(next));
    }

    private void closed(@Nullable UiArguments next) {
        Thread.currentThread().setUncaughtExceptionHandler(handlerBefore);
        renderer.close();
        try {
            closed.accept(next);
        } finally {
            // The next window is there already, in the same place.
            stage.hide();
        }
    }

    /// The window's state, for programs that drive it.
    public WorkbenchViewModel model() {
        return model;
    }

    /// The window's content, for programs that drive it.
    public WorkbenchView view() {
        return view;
    }

    /// The window's look.
    public Theme theme() {
        return theme;
    }
}
