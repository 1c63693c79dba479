package org.prmscope.ui.bestofn;

import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.RadioMenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;

import org.prmscope.scaling.Aggregation.StepReduction;
import org.prmscope.ui.fx.MenuParts;

import java.util.Map;

/// The best-of-N view's part of the header: what ranks the candidates, verifying them, export.
public final class BestOfNTools extends HBox {
    private final BestOfNViewModel model;
    private final MenuButton ranking = new MenuButton();
    private final Button verify = new Button();

    /// @param exports titles and what they do
    public BestOfNTools(BestOfNViewModel model, Map<String, Runnable> exports) {
        this.model = model;
        getStyleClass().addAll("compare-tools", "bestofn-tools");
        setAlignment(Pos.CENTER_LEFT);
        ranking.getStyleClass().add("header-button");
        ranking.setMinWidth(110);
        ranking.setMnemonicParsing(false);
        ranking.setTooltip(
                new Tooltip(
                        "Whose scores rank the candidates, and how steps become one score (a)"));
        ranking.setOnShowing(_ -> fill());
        ranking.getItems().setAll(new MenuItem());
        model.scores().sourceProperty().subscribe(this::showRanking);
        model.scores().reductionProperty().subscribe(this::showRanking);
        verify.getStyleClass().addAll("success", "verify");
        verify.setMinWidth(USE_PREF_SIZE);
        verify.setMnemonicParsing(false);
        verify.setOnAction(_ -> {
            if (model.desk().activeProperty().get()) {
                model.cancelRun();
            } else {
                model.verify();
            }
        });
        model.desk().activeProperty().subscribe(this::showVerify);
        model.desk().snapshotProperty().subscribe(this::showVerify);
        MenuButton export = new MenuButton("Export");
        export.getStyleClass().add("header-button");
        export.setMinWidth(USE_PREF_SIZE);
        exports.forEach((title, action) -> {
            MenuItem item = new MenuItem(title);
            item.setMnemonicParsing(false);
            item.setOnAction(_ -> action.run());
            export.getItems().add(item);
        });
        model.stateProperty()
                .subscribe(state -> {
                    boolean ready = state instanceof BestOfNState.Ready;
                    ranking.setDisable(!ready);
                    export.setDisable(!ready);
                    verify.setDisable(!ready && !model.desk().activeProperty().get());
                });
        getChildren().addAll(ranking, verify, export);
        showRanking();
        showVerify();
    }

    private void showRanking() {
        ranking.setText(
                "rank by: %s, %s"
                        .formatted(
                                model.scores().sourceProperty().get().brief(),
                                model.scores().reductionProperty().get().title()));
    }

    private void showVerify() {
        boolean busy = model.desk().activeProperty().get();
        String progress = model.runProgress();
        verify.setText(
                busy
                        ? "■ Cancel" + (progress.isEmpty() ? "" : " " + progress)
                        : "▶ Verify candidates");
        verify.getStyleClass().removeAll("success", "danger");
        verify.getStyleClass().add(busy ? "danger" : "success");
        verify.setTooltip(
                new Tooltip(
                        busy
                                ? "Stop the run; finished chains are kept (Ctrl+Period)"
                                : "Judge every candidate with the verifier and options of the"
                                        + " inspect view, and rank by that (Ctrl+G)"));
        verify.setDisable(!busy && model.ranked() == null);
    }

    private void fill() {
        ranking.getItems().clear();
        head("Scores");
        ToggleGroup sources = new ToggleGroup();
        for (ScoreSource each : model.scores().sourcesProperty().get()) {
            RadioMenuItem item = item(sources, each.title());
            item.setSelected(each.isSame(model.scores().sourceProperty().get()));
            item.setOnAction(_ -> model.scores().rankBy(each));
        }
        ranking.getItems().add(new SeparatorMenuItem());
        head("Steps of a candidate");
        ToggleGroup ways = new ToggleGroup();
        for (StepReduction each : StepReduction.values()) {
            RadioMenuItem item = item(ways, each.title());
            item.setSelected(each == model.scores().reductionProperty().get());
            item.setOnAction(_ -> model.scores().reduceBy(each));
        }
    }

    private void head(String text) {
        ranking.getItems().add(MenuParts.head(text));
    }

    private RadioMenuItem item(ToggleGroup group, String title) {
        RadioMenuItem item = MenuParts.choice(group, title);
        ranking.getItems().add(item);
        return item;
    }
}
