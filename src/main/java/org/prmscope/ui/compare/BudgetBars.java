package org.prmscope.ui.compare;

import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

import org.jspecify.annotations.Nullable;
import org.prmscope.compare.Comparison;
import org.prmscope.compare.RunColumn;
import org.prmscope.compare.SolutionComparison;
import org.prmscope.diagnostics.Agreement;
import org.prmscope.ui.figures.AgreementWords;
import org.prmscope.ui.figures.Figures;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Under the table, what every run spent on the solution: tokens, time and memory, each with a bar.
/// The parts are made once for each number of runs and filled again for every solution.
final class BudgetBars extends HBox {
    private final List<Box> boxes = new ArrayList<>();

    BudgetBars(CompareViewModel model) {
        getStyleClass().add("budget-bars");
        model.solution().shownProperty().subscribe(now -> show(model, now));
    }

    private void show(CompareViewModel model, @Nullable SolutionComparison now) {
        Comparison comparison = model.solution().comparisonProperty().get();
        if (now == null || comparison == null) {
            boxes.clear();
            getChildren().clear();
            return;
        }
        List<Spent> all = Spent.of(comparison, now);
        if (boxes.size() != all.size()) {
            boxes.clear();
            for (int run = 0; run < all.size(); run++) {
                boxes.add(new Box(run));
            }
            getChildren().setAll(boxes);
        }
        for (int run = 0; run < all.size(); run++) {
            boxes.get(run).show(now.columns().get(run), all.get(run));
        }
    }

    /// One run.
    private static final class Box extends VBox {
        private final String letter;
        private final Label outcome = text();
        private final HBox bars = new HBox();
        private final List<Bar> kinds = new ArrayList<>();
        private final Tooltip tip = new Tooltip();

        Box(int run) {
            letter = Comparison.letter(run);
            Label name = new Label(letter);
            name.getStyleClass().addAll("run-letter", colour());
            bars.getStyleClass().add("budget-kinds");
            getChildren().addAll(new HBox(6, name, outcome), bars);
            getStyleClass().add("budget");
            setMinWidth(0);
            setPrefWidth(100);
            HBox.setHgrow(this, Priority.ALWAYS);
            Tooltip.install(this, tip);
        }

        private String colour() {
            return "run-" + letter.toLowerCase(Locale.ROOT);
        }

        void show(RunColumn column, Spent spent) {
            outcome.setText(outcome(column));
            while (kinds.size() < spent.kinds().size()) {
                Bar bar = new Bar(colour());
                kinds.add(bar);
                bars.getChildren().add(bar);
            }
            for (int kind = 0; kind < kinds.size(); kind++) {
                kinds.get(kind).show(spent.kinds().get(kind));
            }
            tip.setText(letter + ": " + spent.details());
            setAccessibleText(tip.getText());
        }
    }

    /// One of the things a run spends.
    private static final class Bar extends VBox {
        private final Label text = text();
        private final ProgressBar bar = new ProgressBar();

        Bar(String colour) {
            bar.getStyleClass().addAll("budget-bar", colour);
            bar.setMaxWidth(Double.MAX_VALUE);
            bar.setMinWidth(0);
            bar.setPrefWidth(40);
            bar.managedProperty().bind(bar.visibleProperty());
            getChildren().addAll(text, bar);
            getStyleClass().add("budget-kind");
            setMinWidth(0);
            setPrefWidth(60);
            HBox.setHgrow(this, Priority.ALWAYS);
        }

        void show(Spent.Kind kind) {
            text.setText(kind.text());
            Double share = kind.share();
            bar.setVisible(share != null);
            bar.setProgress(share == null ? 0 : share);
        }
    }

    private static Label text() {
        Label label = new Label();
        label.getStyleClass().add("budget-text");
        label.setMinWidth(0);
        return label;
    }

    private static String outcome(RunColumn column) {
        return (column.firstError() instanceof org.prmscope.core.FirstError.At at
                        ? "first error " + Figures.step(at.step())
                        : CompareWords.firstError(column.firstError()))
                + glyph(column.againstGold());
    }

    /// The sign of an outcome against gold, with a blank before it; empty without gold.
    static String glyph(Agreement outcome) {
        String glyph = AgreementWords.glyph(outcome);
        return glyph.isEmpty() ? "" : " " + glyph;
    }
}
