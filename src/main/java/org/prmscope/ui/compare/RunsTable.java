package org.prmscope.ui.compare;

import javafx.scene.control.Label;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.VBox;

import org.prmscope.compare.Comparison;
import org.prmscope.compare.RunFigures;
import org.prmscope.ui.figures.Figures;
import org.prmscope.ui.fx.CountLink;
import org.prmscope.ui.fx.PaneParts;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What every run comes to over all solutions. The rows are made once for each number of runs and
/// filled again.
final class RunsTable extends VBox {
    /// The parts of one run.
    private record Row(
            Label f1, Label tokens, CountLink right, CountLink wrong, CountLink invalid) {}

    private final CompareViewModel model;
    private final List<Row> rows = new ArrayList<>();

    RunsTable(CompareViewModel model) {
        this.model = model;
        getStyleClass().add("pane-part");
    }

    private void build(int runs) {
        rows.clear();
        GridPane grid = PaneParts.grid();
        grid.addRow(
                0,
                PaneParts.head(""),
                PaneParts.head("F1", "ProcessBench F1 with a 95 % bootstrap interval"),
                PaneParts.head("tokens", "generated for a solution, on average"),
                PaneParts.head("✓", "right: the same first error as gold"),
                PaneParts.head("✗", "wrong: another first error than gold"),
                PaneParts.head("!", "invalid: no readable first error"));
        for (int run = 0; run < runs; run++) {
            String letter = Comparison.letter(run);
            Label name = new Label(letter);
            name.getStyleClass().addAll("run-letter", "run-" + letter.toLowerCase(Locale.ROOT));
            Row row =
                    new Row(
                            PaneParts.figure(""),
                            PaneParts.figure(""),
                            new CountLink(),
                            new CountLink(),
                            new CountLink());
            rows.add(row);
            grid.addRow(
                    run + 1, name, row.f1(), row.tokens(), row.right(), row.wrong(), row.invalid());
        }
        getChildren().setAll(grid);
    }

    void show(List<RunFigures> runs) {
        if (rows.size() != runs.size()) {
            build(runs.size());
        }
        for (int at = 0; at < runs.size(); at++) {
            RunFigures run = runs.get(at);
            Row row = rows.get(at);
            String letter = Comparison.letter(run.run());
            row.f1().setText(CompareWords.estimate(run.evaluation().f1()));
            row.tokens().setText(Figures.count(Math.round(run.spending().perSolution())));
            CompareLinks.fill(row.right(), model, letter + " right", run.right());
            CompareLinks.fill(row.wrong(), model, letter + " wrong", run.wrong());
            CompareLinks.fill(row.invalid(), model, letter + " invalid", run.invalid());
        }
    }
}
