package org.prmscope.ui.synthesis;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.RadioMenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;

import org.prmscope.ui.fx.MenuParts;

/// The data view's part of the header: whose chains are in view, sampling more, exporting.
public final class DataTools extends HBox {
    private final DataViewModel model;
    private final MenuButton sources = new MenuButton();
    private final Button sample = new Button();
    private final Button export = new Button("Export…");

    /// @param sampleAction asks how many chains to sample
    /// @param exportAction asks where to export to
    public DataTools(DataViewModel model, Runnable sampleAction, Runnable exportAction) {
        this.model = model;
        getStyleClass().addAll("compare-tools", "data-tools");
        setAlignment(Pos.CENTER_LEFT);
        sources.getStyleClass().add("header-button");
        sources.setMinWidth(90);
        sources.setMnemonicParsing(false);
        sources.setTooltip(
                new Tooltip("The run whose chains are in view, and filters saved over it (l)"));
        sources.getItems().setAll(new MenuItem());
        sources.setOnShowing(_ -> fill());
        sample.getStyleClass().addAll("success", "verify");
        sample.setMinWidth(USE_PREF_SIZE);
        sample.setMnemonicParsing(false);
        sample.setOnAction(_ -> {
            if (model.desk().activeProperty().get()) {
                model.desk().cancel();
            } else {
                sampleAction.run();
            }
        });
        export.getStyleClass().add("header-button");
        export.setMinWidth(USE_PREF_SIZE);
        export.setTooltip(new Tooltip("Write the kept chains as training files (Ctrl+E)"));
        export.setOnAction(_ -> exportAction.run());
        model.sourceProperty().subscribe(this::refresh);
        model.sourcesProperty().subscribe(this::refresh);
        model.reviewProperty().subscribe(this::refresh);
        model.stateProperty().subscribe(this::refresh);
        model.desk().activeProperty().subscribe(this::showSample);
        model.desk().snapshotProperty().subscribe(this::showSample);
        getChildren().addAll(sources, sample, export);
        refresh();
    }

    /// Where the list of formats hangs.
    public Node exportButton() {
        return export;
    }

    /// Where the number of chains hangs.
    public Node sampleButton() {
        return sample;
    }

    /// Opens the list of runs and filters.
    public void showSources() {
        if (!sources.isDisabled()) {
            sources.show();
        }
    }

    private void refresh() {
        DataSource now = model.sourceProperty().get();
        DataReview review = model.reviewProperty().get();
        boolean changed =
                now != null && now.saved() != null && review != null && review.saved() == null;
        sources.setText(now == null ? "no chains" : now.brief() + (changed ? ", changed" : ""));
        sources.setDisable(model.sourcesProperty().get().isEmpty());
        export.setDisable(review == null);
        showSample();
    }

    private void showSample() {
        boolean busy = model.desk().activeProperty().get();
        String progress = model.following().progress();
        sample.setText(
                busy
                        ? "■ Cancel" + (progress.isEmpty() ? "" : " " + progress)
                        : "▶ Sample chains…");
        sample.getStyleClass().removeAll("success", "danger");
        sample.getStyleClass().add(busy ? "danger" : "success");
        sample.setTooltip(
                new Tooltip(
                        busy
                                ? "Stop the run; finished chains are kept (Ctrl+Period)"
                                : "Sample chains of every labelled solution (Ctrl+G)"));
        sample.setDisable(!busy && model.stateProperty().get() instanceof DataState.NoSet);
    }

    private void fill() {
        sources.getItems().clear();
        ToggleGroup group = new ToggleGroup();
        DataSource now = model.sourceProperty().get();
        for (DataSource each : model.sourcesProperty().get()) {
            if (each.saved() == null) {
                if (!sources.getItems().isEmpty()) {
                    sources.getItems().add(new SeparatorMenuItem());
                }
                sources.getItems().add(MenuParts.head(each.title()));
            }
            RadioMenuItem item =
                    MenuParts.choice(
                            group, each.saved() == null ? "filters as typed last" : each.title());
            item.setSelected(now != null && each.brief().equals(now.brief()));
            item.setOnAction(_ -> model.choose(each));
            sources.getItems().add(item);
        }
    }
}
