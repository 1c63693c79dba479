package org.prmscope.ui.workbench;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.WorkbenchException;
import org.prmscope.ui.fx.EmptyState;
import org.prmscope.ui.fx.Keymap;

import java.util.List;

/// The regions, or in their place what there is to say while there is no set to show.
final class ContentView extends StackPane {
    private final WorkbenchViewModel model;
    private final Node regions;
    private final Keymap keymap;
    private final Label importName = new Label();
    private final Label importProgress = new Label();
    private final ProgressBar importBar = new ProgressBar();
    private final VBox importing;
    private @Nullable Node notice;

    /// @param regions table, steps and inspector
    /// @param keymap the actions that its buttons start
    ContentView(WorkbenchViewModel model, Node regions, Keymap keymap) {
        this.model = model;
        this.regions = regions;
        this.keymap = keymap;
        importName.getStyleClass().add("empty-title");
        importProgress.getStyleClass().add("empty-text");
        importBar.setPrefWidth(280);
        Button cancel = new Button("Cancel");
        cancel.setOnAction(event -> model.sets().cancelImport());
        importing = new VBox(importName, importBar, importProgress, cancel);
        importing.getStyleClass().addAll("empty-state", "importing");
        importing.setAlignment(Pos.CENTER);
        getStyleClass().add("content");
        getChildren().add(regions);
        model.phaseProperty().subscribe(this::refresh);
        model.sets().contentProperty().subscribe(this::refresh);
        model.modeProperty().subscribe(this::refresh);
    }

    private void refresh() {
        Node next =
                switch (model.phaseProperty().get()) {
                    case WorkbenchViewModel.Phase.Opening() ->
                            EmptyState.loading("Opening the workspace", "");
                    case WorkbenchViewModel.Phase.Closing() ->
                            EmptyState.loading(
                                    "Closing the workspace",
                                    "What goes on in it is ended and kept.");
                    case WorkbenchViewModel.Phase.Failed(WorkbenchException.Report report) ->
                            failure(report);
                    case WorkbenchViewModel.Phase.Ready() ->
                            model.modeProperty().get() == WorkbenchViewModel.Mode.TRAINING
                                    ? null
                                    : content();
                };
        regions.setVisible(next == null);
        if (next == null) {
            getChildren().remove(notice);
            notice = null;
        } else if (!next.equals(notice)) {
            getChildren().remove(notice);
            notice = next;
            getChildren().add(next);
        }
    }

    private @Nullable Node content() {
        return switch (model.sets().contentProperty().get()) {
            case SetsViewModel.Content.Nothing() ->
                    EmptyState.of(
                                    "⇩",
                                    "Drop a file of solutions here",
                                    "ProcessBench JSON or PRMScope JSONL. Or open one with"
                                            + " Ctrl+O, or type a problem of your own.")
                            .withAction("Open file…", () -> start("file.open"))
                            .withAction("New problem…", () -> start("problem.new"));
            case SetsViewModel.Content.Importing(String name, String text, double share) -> {
                importName.setText("Reading " + name);
                importProgress.setText(text);
                importBar.setProgress(share);
                yield importing;
            }
            case SetsViewModel.Content.Loading(String name) ->
                    EmptyState.loading("Opening " + name, "");
            case SetsViewModel.Content.Shown _ -> null;
            case SetsViewModel.Content.Failed(WorkbenchException.Report report) ->
                    EmptyState.of("!", report.what(), report.remedy())
                            .withAction("Open file…", () -> start("file.open"));
        };
    }

    private Node failure(WorkbenchException.Report report) {
        EmptyState state =
                EmptyState.of("!", report.what(), report.text())
                        .withAction("Open workspace…", () -> start(WorkbenchView.OPEN_WORKSPACE))
                        .withAction("New workspace…", () -> start(WorkbenchView.NEW_WORKSPACE));
        for (String id : List.of(WorkbenchView.FORMER_WORKSPACE, WorkbenchView.USUAL_WORKSPACE)) {
            keymap.action(id).ifPresent(back -> state.withAction(back.title(), back.run()));
        }
        return state;
    }

    private void start(String action) {
        keymap.action(action).ifPresent(found -> found.run().run());
    }
}
