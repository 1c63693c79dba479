package org.prmscope.ui.workbench;

import javafx.beans.binding.Bindings;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.value.ObservableBooleanValue;
import javafx.collections.ListChangeListener;
import javafx.scene.Node;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.SplitPane;
import javafx.scene.control.TableView;
import javafx.scene.input.DragEvent;
import javafx.scene.input.TransferMode;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.WorkbenchException;
import org.prmscope.ui.bestofn.BestOfNTools;
import org.prmscope.ui.bestofn.BestOfNView;
import org.prmscope.ui.compare.CompareTools;
import org.prmscope.ui.compare.CompareView;
import org.prmscope.ui.figures.Figures;
import org.prmscope.ui.fx.CodePane;
import org.prmscope.ui.fx.DialogService;
import org.prmscope.ui.fx.FileExport;
import org.prmscope.ui.fx.FileKind;
import org.prmscope.ui.fx.Keymap;
import org.prmscope.ui.fx.KeymapSheet;
import org.prmscope.ui.fx.MarkedTextPane;
import org.prmscope.ui.fx.MathRenderer;
import org.prmscope.ui.fx.Notice;
import org.prmscope.ui.fx.NoticeBar;
import org.prmscope.ui.fx.PlotExport;
import org.prmscope.ui.fx.PlotPane;
import org.prmscope.ui.fx.Theme;
import org.prmscope.ui.fx.TokenPane;
import org.prmscope.ui.inspector.InspectorView;
import org.prmscope.ui.model.VerifierPanel;
import org.prmscope.ui.panel.OverlayPane;
import org.prmscope.ui.problem.NewProblemPanel;
import org.prmscope.ui.problem.NewProblemViewModel;
import org.prmscope.ui.solutions.SolutionsView;
import org.prmscope.ui.steps.StepsView;
import org.prmscope.ui.synthesis.DataView;
import org.prmscope.ui.training.TrainingView;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

/// The window's content: header, regions, messages, status bar, and the panels over them.
public final class WorkbenchView {
    private static final List<FileKind> SOLUTION_FILES =
            List.of(
                    new FileKind("Solutions (JSON, JSONL)", List.of("*.json", "*.jsonl")),
                    FileKind.any());

    /// Actions on workspaces, which the window adds; [#USUAL_WORKSPACE] only in another one,
    /// [#FORMER_WORKSPACE] where one was open before that is neither.
    public static final String OPEN_WORKSPACE = "workspace.open";

    public static final String NEW_WORKSPACE = "workspace.new";
    public static final String USUAL_WORKSPACE = "workspace.usual";
    public static final String FORMER_WORKSPACE = "workspace.former";

    private final WorkbenchViewModel model;
    private final DialogService dialogs;
    private final NoticeBar notices;
    private final OverlayPane overlay;
    private final SplitPane split = new SplitPane();
    private final SolutionsView solutions;
    private final Keymap keymap = new Keymap();
    private final ReadOnlyBooleanWrapper arrowsFree = new ReadOnlyBooleanWrapper(true);
    private final VerifierPanel verifierPanel;
    private final OptionsPanel optionsPanel;
    private final NewProblemViewModel newProblem;
    private final NewProblemPanel newProblemPanel;
    private final HeaderView header;
    private final CompareView compare;
    private final CompareTools tools;
    private final BestOfNView bestOfN;
    private final DataView data;
    private final TrainingView training;
    private boolean begun;

    /// @param notices the strip that `dialogs` shows messages in
    public WorkbenchView(
            WorkbenchViewModel model,
            DialogService dialogs,
            NoticeBar notices,
            Theme theme,
            MathRenderer renderer) {
        this.model = model;
        this.dialogs = dialogs;
        this.notices = notices;
        solutions = new SolutionsView(model.solutions(), theme.fontScaleProperty());
        StepsView steps =
                new StepsView(model.steps(), model.scratch(), model.chains(), dialogs, renderer);
        InspectorView inspector = new InspectorView(model.inspector(), dialogs);
        split.getItems().addAll(solutions.root(), steps.root(), inspector.root());
        split.getStyleClass().add("regions");
        SplitPane.setResizableWithParent(solutions.root(), false);
        SplitPane.setResizableWithParent(inspector.root(), false);
        BorderPane frame = new BorderPane();
        overlay = new OverlayPane(frame);
        compare =
                new CompareView(
                        model.compare(), renderer, theme, dialogs, this::chooseRuns, overlay::hide);
        bestOfN =
                new BestOfNView(
                        model.bestOfN(), renderer, theme, dialogs, model::inspect, this::openFile);
        data =
                new DataView(
                        model.data(), renderer, dialogs, overlay, model::inspect, this::openFile);
        training = new TrainingView(model.training(), this::openModel);
        WorkbenchActions.addTo(keymap, model, viewActions(steps), theme);
        header = new HeaderView(model, keymap, theme);
        tools = new CompareTools(model.compare(), this::chooseRuns, compare.exports());
        header.setTools(tools, new BestOfNTools(model.bestOfN(), bestOfN.exports()), data.tools());
        frame.setTop(new VBox(header.root(), notices));
        StackPane modes =
                new StackPane(split, compare.root(), bestOfN.root(), data.root(), training.root());
        modes.getStyleClass().add("regions");
        new PlotExport(new FileExport(model.session().tasks(), dialogs), theme).offerBelow(modes);
        model.modeProperty().subscribe(this::showMode);
        frame.setCenter(new ContentView(model, modes, keymap));
        frame.setBottom(new StatusView(model, keymap).root());
        // After the content, which makes the list visible.
        model.sets().contentProperty().subscribe(this::focusOnce);
        overlay.getStylesheets()
                .add(
                        Objects.requireNonNull(WorkbenchView.class.getResource("workbench.css"))
                                .toExternalForm());
        verifierPanel = new VerifierPanel(model.verifier());
        optionsPanel = new OptionsPanel(model.runBar());
        newProblem =
                new NewProblemViewModel(
                        model.session(),
                        (set, id) -> {
                            overlay.hide();
                            model.sets().add(set);
                            model.sets().show(set, id);
                        });
        newProblemPanel = new NewProblemPanel(newProblem, overlay::hide);
        overlay.setOnDragOver(this::dragOver);
        overlay.setOnDragDropped(this::dropped);
        model.sets()
                .rejected()
                .addListener(
                        (ListChangeListener<WorkbenchException.Report>) change -> tellRejected());
    }

    private void showMode(WorkbenchViewModel.Mode mode) {
        // A panel belongs to the view it was opened over.
        overlay.hide();
        split.setVisible(mode == WorkbenchViewModel.Mode.INSPECT);
        compare.root().setVisible(mode == WorkbenchViewModel.Mode.COMPARE);
        bestOfN.root().setVisible(mode == WorkbenchViewModel.Mode.BEST_OF_N);
        data.root().setVisible(mode == WorkbenchViewModel.Mode.DATA);
        training.root().setVisible(mode == WorkbenchViewModel.Mode.TRAINING);
        switch (mode) {
            case INSPECT -> solutions.focusTable();
            case COMPARE -> compare.focus();
            case BEST_OF_N -> bestOfN.focus();
            case DATA -> data.focus();
            case TRAINING -> training.focus();
        }
    }

    private void chooseRuns() {
        overlay.toggle(compare.runsPanel(), tools().runsButton());
    }

    private CompareTools tools() {
        return tools;
    }

    private WorkbenchActions.ViewActions viewActions(StepsView steps) {
        return new WorkbenchActions.ViewActions(
                Bindings.not(overlay.openProperty()),
                arrowsFree,
                reachOf(this::verifierPanel),
                reachOf(this::optionsPanel),
                this::openFile,
                this::newProblem,
                () -> header().showSets(),
                () -> overlay.toggle(verifierPanel(), header().verifierButton()),
                () -> overlay.toggle(optionsPanel(), header().optionsButton()),
                solutions::focusFilter,
                bestOfN::focusFilter,
                steps::rerunCode,
                steps::copyOpenStep,
                this::showKeys,
                this::escape,
                this::chooseRuns,
                compare::showTab,
                bestOfN::showTab,
                data);
    }

    /// Holds while no panel is open but, at most, the one that the key closes again.
    private ObservableBooleanValue reachOf(Supplier<? extends Region> own) {
        return Bindings.createBooleanBinding(
                () -> {
                    Region open = overlay.panel();
                    return open == null || open.equals(own.get());
                },
                overlay.panelProperty());
    }

    // The actions are made before these parts exist and run only after.

    private HeaderView header() {
        return header;
    }

    private VerifierPanel verifierPanel() {
        return verifierPanel;
    }

    private OptionsPanel optionsPanel() {
        return optionsPanel;
    }

    /// The root of the window's scene.
    public OverlayPane root() {
        return overlay;
    }

    /// Every action of the window.
    public Keymap keymap() {
        return keymap;
    }

    /// The regions' dividers.
    public SplitPane regions() {
        return split;
    }

    /// Says which node has the focus, since arrows belong to some of them.
    public void focusMoved(@Nullable Node focused) {
        boolean free = true;
        for (Node node = focused; node != null; node = node.getParent()) {
            free &=
                    !(node instanceof TableView<?>
                            || node instanceof TokenPane
                            || node instanceof CodePane
                            || node instanceof PlotPane
                            || node instanceof MarkedTextPane
                            || node.getStyleClass().contains("tab-header-area"));
        }
        arrowsFree.set(free);
    }

    private void openFile() {
        dialogs.openFile("Open solutions", SOLUTION_FILES).ifPresent(model.sets()::open);
    }

    private void newProblem() {
        if (newProblemPanel.root().equals(overlay.panel())) {
            // The caret is in it: what is being typed goes on.
            return;
        }
        newProblem.resume(freeId());
        overlay.show(newProblemPanel.root(), null);
        newProblemPanel.focus();
    }

    private String freeId() {
        int number =
                model.sets().sets().stream()
                                .filter(set -> set.source().isEmpty())
                                .mapToInt(set -> set.solutions())
                                .sum()
                        + 1;
        return "problem-" + number;
    }

    private void showKeys() {
        KeymapSheet keys = new KeymapSheet(keymap);
        ScrollPane sheet = new ScrollPane(keys);
        sheet.setFitToWidth(true);
        sheet.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        // As tall as it is at the width that the window gives it.
        keys.heightProperty()
                .subscribe(height -> sheet.setPrefViewportHeight(height.doubleValue() + 2));
        sheet.getStyleClass().add("keys-panel");
        Region open = overlay.panel();
        if (open != null && open.getStyleClass().contains("keys-panel")) {
            overlay.hide();
        } else {
            overlay.show(sheet, null);
        }
    }

    private void escape() {
        if (overlay.hide()) {
            return;
        }
        WorkbenchViewModel.Mode mode = model.modeProperty().get();
        if (mode == WorkbenchViewModel.Mode.COMPARE
                && model.compare().filterProperty().get() != null) {
            model.compare().clearFilter();
        } else if (mode == WorkbenchViewModel.Mode.BEST_OF_N
                && model.bestOfN().problems().sliceProperty().get() != null) {
            model.bestOfN().problems().clearSlice();
        } else if (mode == WorkbenchViewModel.Mode.DATA && model.data().chains().isNarrowed()) {
            model.data().chains().widen();
        } else {
            notices.dismiss();
        }
    }

    private void tellRejected() {
        List<WorkbenchException.Report> rows = List.copyOf(model.sets().rejected());
        if (rows.isEmpty()) {
            return;
        }
        dialogs.show(
                new Notice(
                        Notice.Level.WARNING,
                        Figures.count(rows.size(), "row") + " did not load, the others did",
                        List.of(new Notice.Part("first", rows.getFirst().text())),
                        List.of(
                                new Notice.Action(
                                        "Show rows",
                                        () -> overlay.show(new RejectedRowsPanel(rows), null)))));
    }

    private void dragOver(DragEvent event) {
        if (event.getDragboard().hasFiles() && isOpen()) {
            event.acceptTransferModes(TransferMode.COPY);
            event.consume();
        }
    }

    private void dropped(DragEvent event) {
        List<File> files = event.getDragboard().getFiles();
        boolean taken = !files.isEmpty() && isOpen();
        if (taken) {
            open(files.stream().map(File::toPath).toList());
        }
        event.setDropCompleted(taken);
        event.consume();
    }

    /// Whether there is a workspace, or one that could not be opened.
    private boolean isOpen() {
        return switch (model.phaseProperty().get()) {
            case WorkbenchViewModel.Phase.Ready _, WorkbenchViewModel.Phase.Failed _ -> true;
            case WorkbenchViewModel.Phase.Opening _, WorkbenchViewModel.Phase.Closing _ -> false;
        };
    }

    /// A folder or a graph is a model; anything else is solutions.
    private void open(List<Path> dropped) {
        Path first = dropped.getFirst();
        if (model.phaseProperty().get() instanceof WorkbenchViewModel.Phase.Failed) {
            model.openInstead(first);
        } else if (Files.isDirectory(first) || first.toString().endsWith(".onnx")) {
            openModel(first);
        } else {
            model.sets().openFirst(dropped);
        }
    }

    private void openModel(Path folder) {
        overlay.show(verifierPanel(), header().verifierButton());
        model.verifier().open(folder);
    }

    /// Where the keyboard begins: in the list, so that arrows go through the solutions at once.
    private void focusOnce(SetsViewModel.Content content) {
        if (!begun && content instanceof SetsViewModel.Content.Shown) {
            begun = true;
            if (model.modeProperty().get() == WorkbenchViewModel.Mode.INSPECT
                    && overlay.panel() == null) {
                solutions.focusTable();
            }
        }
    }
}
