package org.prmscope.ui.model;

import javafx.collections.ListChangeListener;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.WorkbenchException;
import org.prmscope.run.LoadedVerifier;
import org.prmscope.run.VerifierChoice;
import org.prmscope.run.VerifierDescription;
import org.prmscope.ui.figures.Figures;
import org.prmscope.ui.fx.Chip;

import java.util.ArrayList;
import java.util.List;

/// The verifier chooser: what there is, and what the chosen one needs before it is loaded.
public final class VerifierPanel extends VBox {
    private final VerifierViewModel model;
    private final VBox choices = new VBox();
    private final VBox facts = new VBox();
    private final Button load = new Button("Load now");

    public VerifierPanel(VerifierViewModel model) {
        this.model = model;
        getStyleClass().add("verifier-panel");
        Label title = new Label("Verifier");
        title.getStyleClass().add("panel-title");
        choices.getStyleClass().add("verifier-choices");
        facts.getStyleClass().add("verifier-facts");
        Button open = new Button("Open model folder…");
        open.setOnAction(event -> model.addFolder());
        open.setTooltip(
                new Tooltip(
                        "A folder in the ONNX Runtime GenAI layout: genai_config.json, model.onnx,"
                                + " tokenizer.json"));
        load.getStyleClass().add("accent");
        load.setOnAction(event -> model.load());
        load.managedProperty().bind(load.visibleProperty());
        HBox buttons = new HBox(open, load);
        buttons.getStyleClass().add("panel-buttons");
        buttons.setAlignment(Pos.CENTER_RIGHT);
        getChildren().addAll(title, choices, facts, buttons);
        model.choices().addListener((ListChangeListener<VerifierChoice>) change -> showChoices());
        model.chosenProperty().subscribe(this::showChoices);
        model.stateProperty().subscribe(this::show);
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

    private void show(VerifierViewModel.State state) {
        load.setVisible(state instanceof VerifierViewModel.State.Available);
        facts.getChildren().setAll(nodes(state));
    }

    private static List<Node> nodes(VerifierViewModel.State state) {
        return switch (state) {
            case VerifierViewModel.State.Nothing() -> List.of(muted("Choose a verifier."));
            case VerifierViewModel.State.Checking() -> List.of(busy("Checking…"));
            case VerifierViewModel.State.Available(VerifierDescription found) ->
                    List.of(
                            new Chip("✓ fits", Chip.Tone.SUCCESS),
                            grid(found),
                            muted(found.estimate()));
            case VerifierViewModel.State.Refused(VerifierDescription found) ->
                    List.of(
                            new Chip("✗ does not fit into memory", Chip.Tone.DANGER),
                            grid(found),
                            muted(found.estimate()));
            case VerifierViewModel.State.Loading(VerifierDescription found) ->
                    found == null
                            ? List.of(busy("Loading…"))
                            : List.of(busy("Loading…"), grid(found));
            case VerifierViewModel.State.Loaded(
                            LoadedVerifier verifier,
                            VerifierDescription found) ->
                    loaded(verifier, found);
            case VerifierViewModel.State.Failed(WorkbenchException.Report report) ->
                    failure(report);
        };
    }

    private static List<Node> loaded(LoadedVerifier verifier, @Nullable VerifierDescription found) {
        Chip chip =
                new Chip(
                        "✓ loaded on %s in %s"
                                .formatted(
                                        verifier.computation().device(),
                                        Figures.duration(verifier.loadMs())),
                        Chip.Tone.SUCCESS);
        return found == null ? List.of(chip) : List.of(chip, grid(found));
    }

    private static List<Node> failure(WorkbenchException.Report report) {
        List<Node> nodes = new ArrayList<>();
        nodes.add(new Chip("✗ cannot be used", Chip.Tone.DANGER));
        Label what = new Label(report.what());
        what.setWrapText(true);
        nodes.add(what);
        GridPane grid = new GridPane();
        grid.getStyleClass().add("panel-grid");
        part(grid, "where", report.where());
        part(grid, "expected", report.expected());
        part(grid, "found", report.found());
        part(grid, "remedy", report.remedy());
        nodes.add(grid);
        return nodes;
    }

    private static GridPane grid(VerifierDescription found) {
        GridPane grid = new GridPane();
        grid.getStyleClass().add("panel-grid");
        part(
                grid,
                "model",
                "%s, %s parameters, %s"
                        .formatted(
                                found.architecture(),
                                Figures.parameters(found.parameters()),
                                found.precision()));
        part(grid, "weights", Figures.bytes(found.weightBytes()));
        part(grid, "cache", Figures.bytes(found.kvBytesPerThousandTokens()) + " per 1,000 tokens");
        part(grid, "needs", "about " + Figures.bytes(found.neededBytes()));
        part(grid, "free now", Figures.bytes(found.freeBytes()));
        part(grid, "context", Figures.count(found.shape().contextLength(), "token"));
        return grid;
    }

    private static void part(GridPane grid, String name, String value) {
        if (!value.isEmpty()) {
            Label label = new Label(value);
            label.setWrapText(true);
            GridPane.setHgrow(label, Priority.ALWAYS);
            Label head = muted(name);
            head.setMinWidth(USE_PREF_SIZE);
            grid.addRow(grid.getRowCount(), head, label);
        }
    }

    private static Node busy(String text) {
        ProgressIndicator indicator = new ProgressIndicator();
        indicator.setPrefSize(18, 18);
        HBox box = new HBox(8, indicator, new Label(text));
        box.setAlignment(Pos.CENTER_LEFT);
        return box;
    }

    private static Label muted(String text) {
        Label label = new Label(text);
        label.getStyleClass().add("muted");
        label.setWrapText(true);
        return label;
    }
}
