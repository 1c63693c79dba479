package org.prmscope.ui.synthesis;

import javafx.geometry.HPos;
import javafx.geometry.Pos;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Slider;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;

import org.jspecify.annotations.Nullable;
import org.prmscope.synthesis.rollout.EpsilonTable;
import org.prmscope.ui.figures.Figures;
import org.prmscope.ui.fx.Debouncer;
import org.prmscope.ui.fx.PaneParts;
import org.prmscope.ui.fx.PlotPane;

import java.util.List;
import java.util.Locale;

/// Labels from Monte-Carlo scores: how they change with the threshold, as a table and a plot.
final class LabelsPane {
    private static final double HEIGHT = 240;
    private static final double DRAG_DELAY_MS = 120;

    private final LabelsViewModel model;
    private final ComboBox<LabelsViewModel.Kind> kind = new ComboBox<>();
    private final Slider slider = new Slider();
    private final Debouncer dragging = new Debouncer(DRAG_DELAY_MS);
    private final Label value = PaneParts.figure("");
    private final VBox says = new VBox();
    private final PlotPane plot = new PlotPane();
    private final GridPane table = new GridPane();
    private final VBox content;
    private final Label none = PaneParts.quiet("");
    private final ScrollPane root;

    LabelsPane(LabelsViewModel model) {
        this.model = model;
        says.getStyleClass().add("pane-part");
        plot.setPrefHeight(HEIGHT);
        plot.setMinHeight(HEIGHT);
        buildTable();
        content = new VBox(controls(), says, plot, table);
        content.getStyleClass().add("data-labels");
        root = PaneParts.page(new VBox(none, content));
        model.contentProperty().subscribe(this::show);
    }

    ScrollPane root() {
        return root;
    }

    private VBox controls() {
        kind.getItems().setAll(LabelsViewModel.Kind.values());
        kind.setConverter(
                new StringConverter<>() {
                    @Override
                    public String toString(LabelsViewModel.@Nullable Kind of) {
                        return of == null ? "" : of.title();
                    }

                    @Override
                    public LabelsViewModel.@Nullable Kind fromString(String text) {
                        return null;
                    }
                });
        kind.setValue(model.kindProperty().get());
        kind.setAccessibleText("How progress is estimated");
        kind.valueProperty()
                .subscribe(now -> {
                    range(now);
                    model.kindProperty().set(now);
                });
        range(model.kindProperty().get());
        slider.setValue(model.epsilonProperty().get());
        slider.setAccessibleText("Threshold epsilon");
        slider.valueProperty()
                .subscribe(now -> {
                    double rounded = Math.round(now.doubleValue() * 100) / 100.0;
                    value.setText(String.format(Locale.ROOT, "%.2f", rounded));
                    // A drag passes over a hundred thresholds; the table is made where it rests.
                    dragging.request(() -> model.epsilonProperty().set(rounded));
                });
        model.epsilonProperty()
                .subscribe(now -> {
                    if (Math.abs(slider.getValue() - now.doubleValue()) > 0.006) {
                        slider.setValue(now.doubleValue());
                    }
                });
        HBox.setHgrow(slider, Priority.ALWAYS);
        Label epsilon = PaneParts.quiet("ε");
        epsilon.setMinWidth(Region.USE_PREF_SIZE);
        epsilon.setLabelFor(slider);
        HBox line = new HBox(8, epsilon, slider, value);
        line.setAlignment(Pos.CENTER_LEFT);
        VBox box = new VBox(kind, line);
        box.getStyleClass().add("pane-part");
        return box;
    }

    private void range(LabelsViewModel.Kind of) {
        slider.setMin(of.least());
        slider.setMax(of.most());
        slider.setBlockIncrement(0.05);
        slider.setMajorTickUnit(0.5);
    }

    private void buildTable() {
        table.getStyleClass().add("pane-grid");
        ColumnConstraints first = new ColumnConstraints();
        first.setHgrow(Priority.ALWAYS);
        first.setMinWidth(Region.USE_PREF_SIZE);
        table.getColumnConstraints().add(first);
        for (int column = 0; column < 5; column++) {
            ColumnConstraints right = new ColumnConstraints();
            right.setHalignment(HPos.RIGHT);
            table.getColumnConstraints().add(right);
        }
    }

    private void show(LabelsViewModel.Content now) {
        boolean isShown = now instanceof LabelsViewModel.Content.Shown;
        content.setVisible(isShown);
        content.setManaged(isShown);
        none.setVisible(!isShown);
        none.setManaged(!isShown);
        switch (now) {
            case LabelsViewModel.Content.Reading() -> none.setText("Looking for scores…");
            case LabelsViewModel.Content.NoScores() ->
                    none.setText(
                            "The solutions of this set have no Monte-Carlo scores. Open a file of"
                                    + " MATH-APS, or score the steps with a policy model, on the"
                                    + " command line: prmscope synth labels --policy MODEL --out"
                                    + " FILE, and open that file.");
            case LabelsViewModel.Content.Failed(var report) -> none.setText(report.text());
            case LabelsViewModel.Content.Shown all -> fill(all);
        }
    }

    private void fill(LabelsViewModel.Content.Shown all) {
        EpsilonTable.Row chosen = all.chosen();
        int steps = chosen.correct() + chosen.incorrect() + chosen.unlabelled();
        says.getChildren()
                .setAll(
                        PaneParts.plain(
                                "%s: %s of %s correct, %s incorrect, %s unlabelled, of %s."
                                        .formatted(
                                                chosen.rule().title(),
                                                Figures.count(chosen.correct()),
                                                Figures.count(steps, "step"),
                                                Figures.count(chosen.incorrect()),
                                                Figures.count(chosen.unlabelled()),
                                                Figures.count(all.solutions(), "solution"))));
        if (!all.usual().rule().equals(chosen.rule())) {
            says.getChildren()
                    .add(
                            PaneParts.plain(
                                    "Against the paper's %s: %s changed, first error moved in %s."
                                            .formatted(
                                                    all.usual().rule().title(),
                                                    Figures.count(chosen.changed(), "label"),
                                                    Figures.count(
                                                            chosen.movedErrors(), "solution"))));
        }
        plot.show(all.plot());
        table.getChildren().clear();
        table.addRow(
                0,
                PaneParts.head("rule", "When a step is correct"),
                PaneParts.head("✓ steps", "Correct steps"),
                PaneParts.head("✗ steps", "Incorrect steps"),
                PaneParts.head("changed", "Steps whose label is not that of MC > 0"),
                PaneParts.head("✗ sol.", "Solutions with an error"),
                PaneParts.head("moved", "Solutions whose first error is not where MC > 0 has it"));
        int row = 1;
        for (EpsilonTable.Row each : all.table().rows()) {
            List<Label> cells =
                    List.of(
                            PaneParts.plain(each.rule().title()),
                            PaneParts.figure(Figures.count(each.correct())),
                            PaneParts.figure(Figures.count(each.incorrect())),
                            PaneParts.figure(Figures.count(each.changed())),
                            PaneParts.figure(Figures.count(each.withError())),
                            PaneParts.figure(Figures.count(each.movedErrors())));
            if (each.rule().equals(chosen.rule())) {
                cells.getFirst().setText("▸ " + each.rule().title());
                cells.forEach(cell -> cell.getStyleClass().add("data-chosen"));
            }
            cells.getFirst().setWrapText(false);
            table.addRow(row++, cells.toArray(Label[]::new));
        }
        table.add(
                PaneParts.quiet(
                        "Steps after the first error by their own score, as in the paper."
                                + " Zero after a step ends the estimation; problems that nobody"
                                + " solves stay unlabelled."),
                0,
                row,
                6,
                1);
    }
}
