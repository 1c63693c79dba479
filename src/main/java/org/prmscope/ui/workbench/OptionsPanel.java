package org.prmscope.ui.workbench;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.CodeMode;
import org.prmscope.core.Protocol;
import org.prmscope.ui.fx.NumberSpinner;
import org.prmscope.ui.scaling.ScalingPane;

import java.util.function.Supplier;
import java.util.regex.Pattern;

/// The options of the next run, those of the chosen protocol only.
final class OptionsPanel extends VBox {
    private static final Pattern SEED = Pattern.compile("-?\\d{1,18}");

    private final RunBarViewModel model;
    private final GridPane grid = new GridPane();

    OptionsPanel(RunBarViewModel model) {
        this.model = model;
        getStyleClass().add("options-panel");
        Label title = new Label("Options of the next run");
        title.getStyleClass().add("panel-title");
        grid.getStyleClass().add("panel-grid");
        Button reset = new Button("Reference settings");
        reset.setTooltip(new Tooltip("Back to the settings of the protocol's paper and code"));
        reset.setOnAction(event -> model.reset());
        HBox buttons = new HBox(reset);
        buttons.setAlignment(Pos.CENTER_RIGHT);
        buttons.getStyleClass().add("panel-buttons");
        Label spread = new Label("Chains and rounds");
        spread.getStyleClass().add("record-group");
        Label hint = new Label();
        hint.getStyleClass().add("warning-note");
        hint.setWrapText(true);
        hint.textProperty().bind(model.hintProperty());
        hint.visibleProperty().bind(model.hintProperty().isNotEmpty());
        hint.managedProperty().bind(hint.visibleProperty());
        VBox body = new VBox(grid, spread, new ScalingPane(model.scaling()), hint);
        body.getStyleClass().add("panel-body");
        // In a low window the options scroll, and the button below stays in reach.
        ScrollPane scroll = new ScrollPane(body);
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        scroll.getStyleClass().add("panel-scroll");
        body.heightProperty()
                .subscribe(height -> scroll.setPrefViewportHeight(height.doubleValue()));
        getChildren().addAll(title, scroll, buttons);
        model.protocolProperty().subscribe(this::build);
    }

    private void build(Protocol protocol) {
        grid.getChildren().clear();
        switch (protocol) {
            case GENPRM -> {
                add("code checks", "how far the verifier goes in a step", codeMode());
                add(
                        "code rounds",
                        "code checks a step may use before the code is dropped",
                        NumberSpinner.whole(model.maxCodeRoundsProperty(), 0, 10, 1));
            }
            case THINKPRM ->
                    add(
                            "decision temperature",
                            "divides the log-probabilities of yes and no on the whole solution",
                            NumberSpinner.decimal(
                                    model.decisionTemperatureProperty(), 0.1, 10, 0.1));
        }
        add(
                "temperature",
                "0 always takes the most probable token",
                NumberSpinner.decimal(model.temperatureProperty(), 0, 5, 0.1));
        add(
                "top-p",
                "keeps the most probable tokens up to this share",
                NumberSpinner.decimal(model.topPProperty(), 0.05, 1, 0.05));
        add(
                "top-k",
                "keeps so many of the most probable tokens; 0 keeps all",
                NumberSpinner.whole(model.topKProperty(), 0, 1_000, 5));
        add(
                protocol == Protocol.GENPRM ? "max tokens a step" : "max tokens a chain",
                "generation ends there, and the judgement says so",
                NumberSpinner.whole(model.maxTokensProperty(), 16, 65_536, 256));
        add("seed", "the same seed gives the same chains", seed());
        CheckBox stop = new CheckBox("stop at the first error");
        stop.selectedProperty().bindBidirectional(model.stopAtFirstErrorProperty());
        stop.setTooltip(new Tooltip("Later steps are then not reached"));
        grid.add(stop, 1, grid.getRowCount());
    }

    private void add(String name, String tip, Node control) {
        Label label = new Label(name);
        label.setMinWidth(USE_PREF_SIZE);
        label.setLabelFor(control);
        label.setTooltip(new Tooltip(tip));
        control.setAccessibleText(name + ": " + tip);
        grid.addRow(grid.getRowCount(), label, control);
    }

    private Node codeMode() {
        ComboBox<CodeMode> box = new ComboBox<>();
        box.getItems().setAll(CodeMode.values());
        box.setConverter(text(() -> CodeMode.WITH_EXECUTION));
        box.valueProperty().bindBidirectional(model.codeModeProperty());
        box.setMaxWidth(Double.MAX_VALUE);
        return box;
    }

    private static StringConverter<CodeMode> text(Supplier<CodeMode> otherwise) {
        return new StringConverter<>() {
            @Override
            public String toString(@Nullable CodeMode mode) {
                return mode == null ? "" : mode.title();
            }

            @Override
            public CodeMode fromString(String text) {
                return otherwise.get();
            }
        };
    }

    private TextField seed() {
        TextField field = new TextField(Long.toString(model.seedProperty().get()));
        field.setPrefColumnCount(10);
        field.textProperty()
                .subscribe(text -> {
                    if (SEED.matcher(text).matches()) {
                        model.seedProperty().set(Long.parseLong(text));
                    }
                });
        model.seedProperty()
                .subscribe(now -> {
                    String text = Long.toString(now.longValue());
                    boolean typing = field.isFocused();
                    if (!typing && !text.equals(field.getText())) {
                        field.setText(text);
                    }
                });
        field.focusedProperty()
                .subscribe(focused -> {
                    if (!focused) {
                        field.setText(Long.toString(model.seedProperty().get()));
                    }
                });
        return field;
    }
}
