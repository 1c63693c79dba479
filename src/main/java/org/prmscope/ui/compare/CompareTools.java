package org.prmscope.ui.compare;

import javafx.beans.binding.Bindings;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.RadioMenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;

import org.prmscope.scaling.Aggregation;
import org.prmscope.ui.fx.MenuParts;

import java.util.Map;

/// The compare view's part of the header: runs, aggregation, running a pair, export.
public final class CompareTools extends HBox {
    private final CompareViewModel model;
    private final Button runs = new Button();
    private final MenuButton aggregation = new MenuButton();
    private final Button start = new Button();

    /// @param chooseRuns opens the list of runs
    /// @param exports titles and what they do
    public CompareTools(
            CompareViewModel model, Runnable chooseRuns, Map<String, Runnable> exports) {
        this.model = model;
        getStyleClass().add("compare-tools");
        setAlignment(Pos.CENTER_LEFT);
        runs.getStyleClass().add("header-button");
        runs.setMinWidth(90);
        runs.setMnemonicParsing(false);
        runs.setTooltip(new Tooltip("Choose two to four runs, resume one, or plan a pair (l)"));
        runs.setOnAction(event -> chooseRuns.run());
        runs.textProperty()
                .bind(
                        Bindings.createStringBinding(
                                this::runsText,
                                model.runs().chosenProperty(),
                                model.runs().runs()));
        aggregation.getStyleClass().add("header-button");
        aggregation.setMinWidth(90);
        aggregation.setMnemonicParsing(false);
        aggregation.setTooltip(new Tooltip("How the chains of a run become one judgement"));
        fillAggregation();
        model.aggregationProperty()
                .subscribe(now -> aggregation.setText("aggregate: " + now.vote().title()));
        start.getStyleClass().addAll("success", "verify");
        start.setMinWidth(USE_PREF_SIZE);
        start.setOnAction(event -> startOrCancel(chooseRuns));
        // By value: who only asks to be told of changes is told of none until the text is read.
        model.runs().queue().textProperty().subscribe(_ -> showQueue());
        model.recipes().planProperty().subscribe(_ -> showQueue());
        MenuButton export = new MenuButton("Export");
        export.getStyleClass().add("header-button");
        export.setMinWidth(USE_PREF_SIZE);
        exports.forEach((title, action) -> {
            MenuItem item = new MenuItem(title);
            item.setMnemonicParsing(false);
            item.setOnAction(event -> action.run());
            export.getItems().add(item);
        });
        export.disableProperty().bind(model.figuresProperty().isNull());
        getChildren().addAll(runs, aggregation, start, export);
    }

    private String runsText() {
        int count = model.runs().chosenProperty().get().size();
        return switch (count) {
            case 0 -> "choose runs";
            case 1 -> "1 run";
            default -> count + " of " + model.runs().runs().size() + " runs";
        };
    }

    private void showQueue() {
        boolean busy = model.runs().queue().isBusy();
        int queued = model.runs().queue().queued();
        String count = queued > 0 ? queued + " queued" : model.runs().queue().count();
        start.setText(
                busy
                        ? "■ Cancel" + (count.isEmpty() ? "" : " " + count)
                        : model.recipes().startText());
        start.getStyleClass().removeAll("success", "danger");
        start.getStyleClass().add(busy ? "danger" : "success");
        start.setTooltip(
                new Tooltip(
                        busy
                                ? model.runs().queue().textProperty().get()
                                        + (queued > 0
                                                ? ". Cancelling leaves that one alone."
                                                : ". Finished chains are kept.")
                                : "One run after the other:\n"
                                        + model.recipes().planProperty().get()));
    }

    private void startOrCancel(Runnable chooseRuns) {
        if (model.runs().queue().isBusy()) {
            model.runs().queue().cancel();
        } else if (model.recipes().obstacle() != null) {
            chooseRuns.run();
        } else {
            model.recipes().start();
        }
    }

    private void fillAggregation() {
        head("Chains at a step");
        ToggleGroup votes = new ToggleGroup();
        for (Aggregation.StepVote vote : Aggregation.StepVote.values()) {
            RadioMenuItem item = item(votes, vote.title());
            item.setOnAction(event -> set(model.aggregationProperty().get().with(vote)));
            model.aggregationProperty().subscribe(now -> item.setSelected(now.vote() == vote));
        }
        aggregation.getItems().add(new SeparatorMenuItem());
        head("Invalid verdicts");
        ToggleGroup rules = new ToggleGroup();
        for (Aggregation.InvalidRule rule : Aggregation.InvalidRule.values()) {
            RadioMenuItem item = item(rules, rule.title());
            item.setOnAction(event -> set(model.aggregationProperty().get().with(rule)));
            model.aggregationProperty()
                    .subscribe(now -> item.setSelected(now.invalidRule() == rule));
        }
        aggregation.getItems().add(new SeparatorMenuItem());
        head("Steps of a solution");
        ToggleGroup reductions = new ToggleGroup();
        for (Aggregation.StepReduction reduction : Aggregation.StepReduction.values()) {
            RadioMenuItem item = item(reductions, reduction.title());
            item.setOnAction(event -> set(model.aggregationProperty().get().with(reduction)));
            model.aggregationProperty()
                    .subscribe(now -> item.setSelected(now.steps() == reduction));
        }
    }

    private void set(Aggregation next) {
        model.aggregationProperty().set(next);
    }

    private void head(String text) {
        aggregation.getItems().add(MenuParts.head(text));
    }

    private RadioMenuItem item(ToggleGroup group, String title) {
        RadioMenuItem item = MenuParts.choice(group, title);
        aggregation.getItems().add(item);
        return item;
    }

    /// Where the list of runs hangs.
    public Button runsButton() {
        return runs;
    }
}
