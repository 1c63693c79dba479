package org.prmscope.ui.scaling;

import javafx.beans.property.StringProperty;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TextArea;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.GridPane;

import org.prmscope.core.Scaling;
import org.prmscope.ui.fx.NumberSpinner;

/// Edits a spread: presets, chains, rounds, budget, and the phrases once there are rounds.
public final class ScalingPane extends GridPane {
    private static final int MOST_TOKENS = 10_000_000;

    private final ScalingViewModel model;

    public ScalingPane(ScalingViewModel model) {
        this.model = model;
        getStyleClass().addAll("panel-grid", "scaling-pane");
        MenuButton presets = new MenuButton("choose…");
        presets.setMaxWidth(Double.MAX_VALUE);
        for (ScalingPreset preset : ScalingPreset.ALL) {
            MenuItem item = new MenuItem(preset.title());
            item.setMnemonicParsing(false);
            item.setOnAction(event -> model.apply(preset.scaling()));
            presets.getItems().add(item);
        }
        add("preset", "spreads at the same budget, for a fair comparison", presets);
        add(
                "chains K",
                "chains drawn independently: parallel scaling",
                NumberSpinner.whole(model.chainsProperty(), 1, Scaling.MAX_CHAINS, 1));
        add(
                "rounds R",
                "passes over the solution inside one chain: sequential scaling",
                NumberSpinner.whole(model.roundsProperty(), 1, Scaling.MAX_ROUNDS, 1));
        add(
                "budget a solution",
                "tokens generated for one solution, over all its chains and rounds; 0 for none",
                NumberSpinner.whole(model.budgetProperty(), 0, MOST_TOKENS, 1_024));
        Label split = new Label();
        split.getStyleClass().add("definition");
        split.textProperty().bind(model.splitProperty());
        add(split, 1, getRowCount());
        addTriggers();
    }

    private void addTriggers() {
        Label name = new Label("trigger phrases");
        TextArea phrases = new TextArea();
        phrases.setPrefRowCount(3);
        phrases.setPrefColumnCount(22);
        StringProperty text = phrases.textProperty();
        text.bindBidirectional(model.triggersProperty());
        name.setLabelFor(phrases);
        name.setMinWidth(USE_PREF_SIZE);
        Tooltip tip = new Tooltip("One a line: they open the second and later rounds, in turn");
        name.setTooltip(tip);
        phrases.setTooltip(tip);
        phrases.setAccessibleText("Trigger phrases, one a line");
        addRow(getRowCount(), name, phrases);
        model.roundsProperty()
                .subscribe(rounds -> {
                    boolean shown = rounds.intValue() > 1;
                    for (Node each : new Node[] {name, phrases}) {
                        each.setVisible(shown);
                        each.setManaged(shown);
                    }
                });
    }

    private void add(String name, String tip, Node control) {
        Label label = new Label(name);
        label.setMinWidth(USE_PREF_SIZE);
        label.setLabelFor(control);
        label.setTooltip(new Tooltip(tip));
        control.setAccessibleText(name + ": " + tip);
        addRow(getRowCount(), label, control);
    }
}
