package org.prmscope.ui.synthesis;

import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

import org.prmscope.synthesis.export.TrainingFormat;
import org.prmscope.ui.figures.Figures;
import org.prmscope.ui.fx.DialogService;
import org.prmscope.ui.fx.PaneParts;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Asks where to write training files and in which forms, follows the writing, and shows the
/// manifest.
final class ExportPanel extends VBox {
    private final ExportViewModel model;
    private final DialogService dialogs;
    private final Label what = PaneParts.plain("");
    private final Map<TrainingFormat, CheckBox> formats = new EnumMap<>(TrainingFormat.class);
    private final TextField folder = new TextField();
    private final VBox outcome = new VBox(6);
    private final Button write = new Button("Export");
    private final Button cancel = new Button("Cancel");
    private final ProgressBar bar = new ProgressBar();

    ExportPanel(ExportViewModel model, DialogService dialogs, Runnable close) {
        this.model = model;
        this.dialogs = dialogs;
        getStyleClass().addAll("data-panel", "export-panel");
        setSpacing(12);
        setPrefWidth(560);
        VBox forms = new VBox(6);
        for (TrainingFormat format : TrainingFormat.values()) {
            CheckBox box = new CheckBox("%s   %s".formatted(format.title(), format.file()));
            box.setSelected(true);
            box.setMnemonicParsing(false);
            box.setOnAction(_ -> refresh());
            formats.put(format, box);
            forms.getChildren().add(box);
        }
        folder.setPromptText("folder for the files and their manifest");
        folder.setAccessibleText("Folder for the files");
        folder.textProperty().subscribe(this::refresh);
        folder.setOnAction(_ -> {
            if (!write.isDisabled()) {
                start(false);
            }
        });
        HBox.setHgrow(folder, Priority.ALWAYS);
        Button choose = new Button("Choose…");
        choose.setMinWidth(USE_PREF_SIZE);
        choose.setOnAction(_ ->
                this.dialogs
                        .openFolder("Folder for training data")
                        .ifPresent(chosen -> folder.setText(chosen.toString())));
        HBox place = new HBox(8, folder, choose);
        place.setAlignment(Pos.CENTER_LEFT);
        write.getStyleClass().add("accent");
        write.setMinWidth(USE_PREF_SIZE);
        write.setOnAction(_ -> start(false));
        cancel.setMinWidth(USE_PREF_SIZE);
        cancel.setOnAction(_ -> {
            if (model.phaseProperty().get() instanceof ExportViewModel.Phase.Writing) {
                model.cancel();
            } else {
                close.run();
            }
        });
        bar.setMaxWidth(Double.MAX_VALUE);
        getChildren()
                .addAll(
                        PaneParts.heading("Export training data"),
                        what,
                        forms,
                        place,
                        outcome,
                        new HBox(8, write, cancel));
        model.phaseProperty().subscribe(this::show);
    }

    /// Makes ready for another export.
    void open() {
        model.reset();
        String summary = model.summary();
        what.setText(
                summary.isEmpty()
                        ? "No chain is kept: there is nothing to export."
                        : summary
                                + (model.saved() == null
                                        ? ". The filters are saved first, so that the manifest can"
                                                + " name them."
                                        : "."));
        refresh();
    }

    /// Puts the caret into the folder.
    void focus() {
        folder.requestFocus();
        folder.end();
    }

    private Set<TrainingFormat> chosen() {
        Set<TrainingFormat> chosen = EnumSet.noneOf(TrainingFormat.class);
        formats.forEach((format, box) -> {
            if (box.isSelected()) {
                chosen.add(format);
            }
        });
        return chosen;
    }

    private void refresh() {
        boolean writes = model.phaseProperty().get() instanceof ExportViewModel.Phase.Writing;
        write.setDisable(
                writes
                        || chosen().isEmpty()
                        || folder.getText().isBlank()
                        || model.summary().isEmpty());
        cancel.setText(writes ? "Stop" : "Close");
    }

    private void start(boolean overwrites) {
        Path where;
        try {
            where = Path.of(folder.getText().strip());
        } catch (IllegalArgumentException malformed) {
            outcome.getChildren().setAll(problem("This is no path: " + malformed.getMessage()));
            return;
        }
        model.start(where.toAbsolutePath(), chosen(), overwrites);
    }

    private static Label problem(String text) {
        Label label = PaneParts.plain("! " + text);
        label.getStyleClass().add("data-notice");
        return label;
    }

    private void show(ExportViewModel.Phase phase) {
        switch (phase) {
            case ExportViewModel.Phase.Ready() -> outcome.getChildren().clear();
            case ExportViewModel.Phase.Writing(int done, int total) -> {
                bar.setProgress(total == 0 ? -1 : done / (double) total);
                outcome.getChildren()
                        .setAll(
                                bar,
                                PaneParts.quiet(
                                        "%s of %s"
                                                .formatted(
                                                        Figures.count(done),
                                                        Figures.count(total, "chain"))));
            }
            case ExportViewModel.Phase.Cancelled() ->
                    outcome.getChildren().setAll(PaneParts.plain("Stopped; nothing was written."));
            case ExportViewModel.Phase.InTheWay(List<String> names) -> {
                Button replace = new Button("Replace them");
                replace.setMinWidth(USE_PREF_SIZE);
                replace.setOnAction(_ -> start(true));
                outcome.getChildren()
                        .setAll(
                                problem(
                                        "The folder has %s already."
                                                .formatted(String.join(", ", names))),
                                replace);
            }
            case ExportViewModel.Phase.Failed(var report) ->
                    outcome.getChildren().setAll(problem(report.text()));
            case ExportViewModel.Phase.Written(Path place, List<String> lines, String manifest) ->
                    showWritten(place, lines, manifest);
        }
        refresh();
    }

    private void showWritten(Path place, List<String> lines, String manifest) {
        List<Label> labels = new ArrayList<>();
        labels.add(PaneParts.heading("✓ Written to " + place));
        labels.getFirst().setMinWidth(0);
        lines.forEach(line -> labels.add(PaneParts.plain(line)));
        TextArea text = new TextArea(manifest);
        text.setEditable(false);
        text.setPrefRowCount(12);
        text.getStyleClass().add("manifest");
        text.setAccessibleText("The manifest");
        outcome.getChildren().setAll(labels);
        outcome.getChildren().add(text);
    }
}
