package org.prmscope.ui.model;

import javafx.collections.ListChangeListener;
import javafx.geometry.Orientation;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.Computation;
import org.prmscope.core.WorkbenchException;
import org.prmscope.run.LoadedVerifier;
import org.prmscope.run.VerifierChoice;
import org.prmscope.run.VerifierDescription;
import org.prmscope.ui.figures.Figures;
import org.prmscope.ui.fx.Chip;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The verifier chooser: what there is, what the chosen one needs before it is loaded and how it is
/// to be loaded; checkpoints are imported here.
public final class VerifierPanel extends VBox {
    private final VerifierViewModel model;
    private final VBox choices = new VBox();
    private final VBox facts = new VBox();
    private final LoadOptionsPane options;
    private final HBox buttons = new HBox();
    private final Button load = new Button("Load now");

    public VerifierPanel(VerifierViewModel model) {
        this.model = model;
        options = new LoadOptionsPane(model);
        getStyleClass().add("verifier-panel");
        Label title = new Label("Verifier");
        title.getStyleClass().add("panel-title");
        choices.getStyleClass().add("verifier-choices");
        facts.getStyleClass().add("verifier-facts");
        VBox body = new VBox(new ImportPane(model.imports()), choices, facts, options);
        body.getStyleClass().add("panel-body");
        ScrollPane scroll = new BodyScroll(body);
        VBox.setVgrow(scroll, Priority.ALWAYS);
        buttons();
        getChildren().addAll(title, scroll, buttons);
        for (Node node : List.of(choices, facts, options, buttons)) {
            node.managedProperty().bind(node.visibleProperty());
        }
        model.choices().addListener((ListChangeListener<VerifierChoice>) change -> showChoices());
        model.chosenProperty().subscribe(this::showChoices);
        model.stateProperty().subscribe(now -> showFacts());
        model.refusalProperty().subscribe(this::showFacts);
        model.imports().stateProperty().subscribe(this::makeRoom);
        sceneProperty()
                .subscribe(scene -> {
                    if (scene != null) {
                        options.opened();
                    }
                });
    }

    private void buttons() {
        Button folder = new Button("Open folder…");
        folder.setOnAction(event -> model.openFolder());
        folder.setTooltip(
                new Tooltip(
                        "A folder with an ONNX model and its tokenizer.json, or a safetensors"
                                + " checkpoint to import"));
        Button file = new Button("Open .onnx file…");
        file.setOnAction(event -> model.openFile());
        file.setTooltip(new Tooltip("The graph of a model, with its tokenizer.json beside it"));
        load.getStyleClass().add("accent");
        load.setOnAction(event -> model.load());
        load.managedProperty().bind(load.visibleProperty());
        buttons.getChildren().addAll(folder, file, load);
        buttons.getStyleClass().add("panel-buttons");
        buttons.setAlignment(Pos.CENTER_RIGHT);
        buttons.setMinHeight(USE_PREF_SIZE);
    }

    /// An offer has the panel for itself: one question at a time.
    private void makeRoom(ImportViewModel.State state) {
        boolean free = !(state instanceof ImportViewModel.State.Offered);
        for (Node node : List.of(choices, facts, options, buttons)) {
            node.setVisible(free);
        }
    }

    /// As high as its content at the width it gets, unless the window is lower.
    private static final class BodyScroll extends ScrollPane {
        BodyScroll(VBox body) {
            super(body);
            setFitToWidth(true);
            setHbarPolicy(ScrollBarPolicy.NEVER);
            getStyleClass().addAll("edge-to-edge", "panel-scroll");
        }

        @Override
        public Orientation getContentBias() {
            return Orientation.HORIZONTAL;
        }
    }

    private void showChoices() {
        choices.getChildren().clear();
        ToggleGroup group = new ToggleGroup();
        for (VerifierChoice choice : model.choices()) {
            Label name = new Label(choice.name());
            name.getStyleClass().add("choice-name");
            Label place = new Label(choice.isBuiltin() ? "ships with PRMScope" : choice.location());
            place.getStyleClass().add("muted");
            ToggleButton button = new ToggleButton();
            button.setGraphic(new VBox(name, place));
            button.getStyleClass().add("choice");
            button.setMaxWidth(Double.MAX_VALUE);
            button.setAlignment(Pos.CENTER_LEFT);
            button.setToggleGroup(group);
            button.setSelected(choice.equals(model.chosenProperty().get()));
            button.setAccessibleText(choice.name());
            button.setOnAction(event -> {
                button.setSelected(true);
                model.choose(choice);
            });
            choices.getChildren().add(button);
        }
    }

    private void showFacts() {
        VerifierViewModel.State state = model.stateProperty().get();
        load.setVisible(state instanceof VerifierViewModel.State.Available);
        List<Node> nodes = new ArrayList<>();
        VerifierViewModel.Refusal refusal = model.refusalProperty().get();
        if (refusal == null) {
            nodes.addAll(nodes(state));
        } else {
            // Facts of the chosen one beside it would be taken for its own.
            nodes.addAll(failure("✗ " + refusal.name() + " cannot be used", refusal.report()));
        }
        facts.getChildren().setAll(nodes);
    }

    private static List<Node> nodes(VerifierViewModel.State state) {
        return switch (state) {
            case VerifierViewModel.State.Nothing() ->
                    List.of(PanelGrid.muted("Choose a verifier."));
            case VerifierViewModel.State.Checking() -> List.of(busy("Checking…"));
            case VerifierViewModel.State.Available(VerifierDescription found, boolean otherwise) ->
                    otherwise
                            ? List.of(
                                    new Chip("✓ fits", Chip.Tone.SUCCESS),
                                    grid(found),
                                    PanelGrid.muted(
                                            "It is in memory, loaded another way: the next run"
                                                    + " loads it again."))
                            : List.of(new Chip("✓ fits", Chip.Tone.SUCCESS), grid(found));
            case VerifierViewModel.State.Refused(VerifierDescription found) ->
                    List.of(
                            new Chip("✗ does not fit into memory", Chip.Tone.DANGER),
                            grid(found),
                            PanelGrid.muted(found.estimate()));
            case VerifierViewModel.State.Loading(VerifierDescription found) ->
                    found == null
                            ? List.of(busy("Loading…"))
                            : List.of(busy("Loading…"), grid(found));
            case VerifierViewModel.State.Loaded(
                            LoadedVerifier verifier,
                            VerifierDescription found) ->
                    loaded(verifier, found);
            case VerifierViewModel.State.Failed(WorkbenchException.Report report) ->
                    failure("✗ cannot be used", report);
        };
    }

    private static List<Node> loaded(LoadedVerifier verifier, @Nullable VerifierDescription found) {
        Computation computation = verifier.computation();
        List<Node> nodes = new ArrayList<>();
        nodes.add(
                new Chip(
                        "✓ loaded on %s in %s"
                                .formatted(
                                        computation.device(), Figures.duration(verifier.loadMs())),
                        Chip.Tone.SUCCESS));
        if (!verifier.placement().isEmpty()) {
            nodes.add(PanelGrid.muted(verifier.placement()));
        }
        PanelGrid grid = found == null ? new PanelGrid() : grid(found);
        grid.with(
                "computes",
                "%s, %s at a time, %s"
                        .formatted(
                                computation.mode().name().toLowerCase(Locale.ROOT),
                                Figures.count(computation.rows(), "chain"),
                                Figures.count(computation.threads(), "thread")));
        grid.with("kernels", computation.kernels());
        if (verifier.kvBudgetBytes() > 0) {
            grid.with("KV memory", "at most " + Figures.bytes(verifier.kvBudgetBytes()));
        }
        nodes.add(grid);
        return nodes;
    }

    private static List<Node> failure(String chip, WorkbenchException.Report report) {
        Label what = new Label(report.what());
        what.setWrapText(true);
        return List.of(new Chip(chip, Chip.Tone.DANGER), what, PanelGrid.of(report));
    }

    private static PanelGrid grid(VerifierDescription found) {
        String thousand = Figures.bytes(found.kvBytesPerThousandTokens());
        return new PanelGrid()
                .with(
                        "model",
                        "%s, %s parameters, %s"
                                .formatted(
                                        found.architecture(),
                                        Figures.parameters(found.parameters()),
                                        found.precision()))
                .with("weights", Figures.bytes(found.weightBytes()))
                .with(
                        "KV cache",
                        found.rows() == 1
                                ? thousand + " per 1,000 tokens"
                                : "%s per 1,000 tokens of %s (%s each)"
                                        .formatted(
                                                Figures.bytes(
                                                        found.kvBytesPerThousandTokensOfAll()),
                                                Figures.count(found.rows(), "chain"),
                                                thousand))
                .with(
                        "memory",
                        "needs about %s, %s free now"
                                .formatted(
                                        Figures.bytes(found.neededBytes()),
                                        Figures.bytes(found.freeBytes())))
                .with("context", Figures.count(found.shape().contextLength(), "token"));
    }

    private static Node busy(String text) {
        ProgressIndicator indicator = new ProgressIndicator();
        indicator.setPrefSize(18, 18);
        HBox box = new HBox(8, indicator, new Label(text));
        box.setAlignment(Pos.CENTER_LEFT);
        return box;
    }
}
