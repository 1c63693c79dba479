package org.prmscope.ui.compare;

import javafx.scene.control.Label;
import javafx.scene.control.Tab;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.VBox;

import org.jspecify.annotations.Nullable;
import org.prmscope.compare.Comparison;
import org.prmscope.compare.RunColumn;
import org.prmscope.compare.SolutionComparison;
import org.prmscope.ui.figures.Figures;
import org.prmscope.ui.fx.MathRenderer;
import org.prmscope.ui.fx.MathText;
import org.prmscope.ui.fx.PaneParts;

import java.util.Locale;

/// The solution in view: its problem and what every run made of it.
final class SolutionPane {
    private final MathText problem;
    private final Label generator = PaneParts.quiet("");
    private final VBox facts = new VBox();
    private final Tab tab;

    SolutionPane(CompareViewModel model, MathRenderer renderer) {
        problem = new MathText(renderer);
        facts.getStyleClass().add("pane-part");
        tab =
                new Tab(
                        "Solution",
                        PaneParts.page(
                                new VBox(
                                        PaneParts.heading("Problem"),
                                        problem,
                                        generator,
                                        PaneParts.heading("What the runs say"),
                                        facts)));
        // Built only when it is looked at.
        model.solution().shownProperty().when(tab.selectedProperty()).subscribe(this::show);
    }

    Tab tab() {
        return tab;
    }

    private void show(@Nullable SolutionComparison now) {
        facts.getChildren().clear();
        if (now == null) {
            problem.setText("");
            return;
        }
        problem.setText(now.solution().problem());
        generator.setText(
                "%s%s · gold: %s"
                        .formatted(
                                now.solution().id(),
                                now.solution().generator().isEmpty()
                                        ? ""
                                        : " · " + now.solution().generator(),
                                gold(now)));
        GridPane grid = PaneParts.grid();
        grid.addRow(
                0,
                PaneParts.head(""),
                PaneParts.head("first error"),
                PaneParts.head("score"),
                PaneParts.head("tokens"),
                PaneParts.head("time"),
                PaneParts.head("chains"));
        for (int run = 0; run < now.columns().size(); run++) {
            RunColumn column = now.columns().get(run);
            String letter = Comparison.letter(run);
            Label name = new Label(letter);
            name.getStyleClass().addAll("run-letter", "run-" + letter.toLowerCase(Locale.ROOT));
            Double score = column.score();
            grid.addRow(
                    run + 1,
                    name,
                    PaneParts.figure(
                            CompareWords.firstError(column.firstError())
                                    + BudgetBars.glyph(column.againstGold())),
                    PaneParts.figure(score == null ? Figures.DASH : Figures.probability(score)),
                    PaneParts.figure(Figures.count(column.usage().generated())),
                    PaneParts.figure(Figures.duration(column.wallMs())),
                    PaneParts.figure(
                            column.failed() == 0
                                    ? Integer.toString(column.chains())
                                    : "%d, %d failed".formatted(column.chains(), column.failed())));
        }
        facts.getChildren()
                .setAll(
                        grid,
                        PaneParts.quiet(
                                now.disagreements().isEmpty()
                                        ? "The runs agree on every step."
                                        : "The runs disagree on "
                                                + Figures.count(now.disagreements().size(), "step")
                                                + "."));
    }

    private static String gold(SolutionComparison now) {
        return switch (now.solution().goldFirstError()) {
            case org.prmscope.core.FirstError.At(int step) ->
                    "first error at step " + Figures.step(step);
            case org.prmscope.core.FirstError.None() -> "no error";
            case org.prmscope.core.FirstError.Unknown() -> "none";
        };
    }
}
