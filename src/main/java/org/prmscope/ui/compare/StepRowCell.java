package org.prmscope.ui.compare;

import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;

import org.jspecify.annotations.Nullable;
import org.prmscope.compare.Comparison;
import org.prmscope.compare.StepOutcome;
import org.prmscope.compare.StepRow;
import org.prmscope.compare.VerdictCell;
import org.prmscope.core.StepLabel;
import org.prmscope.ui.figures.Figures;
import org.prmscope.ui.fx.ChainStrip;
import org.prmscope.ui.fx.Chips;
import org.prmscope.ui.fx.MathRenderer;
import org.prmscope.ui.fx.MathText;
import org.prmscope.ui.fx.PaneParts;
import org.prmscope.ui.fx.VerdictMark;

import java.util.ArrayList;
import java.util.List;

/// One step with what every run says of it. The parts of a cell are made once for each number of
/// runs and filled again for every row.
final class StepRowCell extends ListCell<StepRow> {
    private static final PseudoClass DISAGREES = PseudoClass.getPseudoClass("disagrees");

    /// The parts of one run. Tooltips are made once: making one costs more than all else in a row.
    private record Part(ChainStrip strip, Label score, Tooltip scoreTip, Label delta) {}

    private final CompareViewModel model;
    private final ColumnWidths widths;
    private final Label mark = new Label();
    private final Label number = new Label();
    private final MathText text;
    private final Label gold = new Label();
    private final Tooltip goldTip = new Tooltip();
    private final HBox box = new HBox();
    private final List<Part> parts = new ArrayList<>();
    private @Nullable StepRow shown;
    private int pinned = -1;

    StepRowCell(CompareViewModel model, ColumnWidths widths, MathRenderer renderer) {
        this.model = model;
        this.widths = widths;
        text = new MathText(renderer);
        getStyleClass().add("step-row");
        setPrefWidth(0);
        mark.getStyleClass().add("disagreement-mark");
        number.getStyleClass().add("step-number");
        HBox head = new HBox(mark, number);
        head.setAlignment(Pos.CENTER_LEFT);
        widths.keep(head, ColumnWidths.Column.NUMBER);
        HBox.setHgrow(text, Priority.ALWAYS);
        text.setMinWidth(0);
        widths.keep(gold, ColumnWidths.Column.GOLD);
        gold.getStyleClass().add("gold-cell");
        gold.setTooltip(goldTip);
        box.getStyleClass().add("step-row-box");
        box.setAlignment(Pos.CENTER_LEFT);
        box.getChildren().addAll(head, text, gold);
    }

    private void build(int runs, int pinnedRun) {
        parts.clear();
        pinned = pinnedRun;
        box.getChildren().remove(3, box.getChildren().size());
        for (int run = 0; run < runs; run++) {
            ChainStrip strip = new ChainStrip();
            strip.minWidthProperty().bind(widths.strip(run));
            strip.maxWidthProperty().bind(widths.strip(run));
            Label score = PaneParts.figure("");
            widths.keep(score, ColumnWidths.Column.SCORE);
            score.setAlignment(Pos.CENTER_RIGHT);
            Label delta = PaneParts.figure("");
            widths.keep(delta, ColumnWidths.Column.DELTA);
            delta.setAlignment(Pos.CENTER_RIGHT);
            box.getChildren().addAll(strip, score);
            if (run != pinnedRun) {
                box.getChildren().add(delta);
            }
            Tooltip scoreTip = new Tooltip();
            score.setTooltip(scoreTip);
            parts.add(new Part(strip, score, scoreTip, delta));
        }
    }

    @Override
    protected void updateItem(@Nullable StepRow row, boolean empty) {
        super.updateItem(row, empty);
        Comparison comparison = model.solution().comparisonProperty().get();
        if (empty || row == null || comparison == null) {
            setGraphic(null);
            setAccessibleText("");
            pseudoClassStateChanged(DISAGREES, false);
            shown = null;
            return;
        }
        if (parts.size() != row.outcomes().size() || pinned != comparison.pinned()) {
            build(row.outcomes().size(), comparison.pinned());
        }
        if (shown == null || !shown.text().equals(row.text())) {
            text.setText(row.text());
        }
        shown = row;
        number.setText(Figures.step(row.step()));
        mark.setText(row.isDisagreement() ? "≠" : "");
        pseudoClassStateChanged(DISAGREES, row.isDisagreement());
        showGold(row.gold());
        StringBuilder words = new StringBuilder("Step " + Figures.step(row.step()));
        for (int run = 0; run < parts.size(); run++) {
            fill(row, run);
            words.append("; ")
                    .append(Comparison.letter(run))
                    .append(": ")
                    .append(Chips.words(row.outcomes().get(run).verdict()));
        }
        setAccessibleText(words.append(row.isDisagreement() ? "; runs disagree" : "").toString());
        setGraphic(box);
    }

    private void showGold(StepLabel label) {
        VerdictMark of = VerdictMark.of(label);
        gold.setText(of.glyph());
        colour(gold, of);
        goldTip.setText(
                switch (label) {
                    case CORRECT -> "gold: correct";
                    case INCORRECT -> "gold: incorrect";
                    case NEUTRAL -> "gold: neutral";
                    case UNLABELLED -> "gold does not say";
                });
    }

    /// Changes nothing where the colour is the same, as every change is styled anew.
    private static void colour(Label label, VerdictMark mark) {
        if (!label.getStyleClass().contains(mark.styleClass())) {
            label.getStyleClass().removeIf(style -> style.startsWith("verdict-"));
            label.getStyleClass().add(mark.styleClass());
        }
    }

    /// Shows which chains are in view now.
    void frame() {
        StepRow row = shown;
        for (int run = 0; row != null && run < parts.size(); run++) {
            fillStrip(row, run);
        }
    }

    private void fillStrip(StepRow row, int run) {
        StepOutcome outcome = row.outcomes().get(run);
        Part part = parts.get(run);
        int inView = model.chains().chain(run);
        List<ChainStrip.Cell> cells = new ArrayList<>();
        int framed = -1;
        for (VerdictCell cell : outcome.cells()) {
            // Of a chain of rounds the last one is framed: what stands.
            framed = cell.chain() == inView ? cells.size() : framed;
            cells.add(new ChainStrip.Cell(VerdictMark.of(cell.verdict()), tip(run, cell)));
        }
        part.strip().show(cells, framed);
        part.strip()
                .setOnChoose(index -> {
                    model.solution().stepProperty().set(row.step());
                    model.chains().choose(run, outcome.cells().get(index).chain());
                });
    }

    private void fill(StepRow row, int run) {
        fillStrip(row, run);
        StepOutcome outcome = row.outcomes().get(run);
        Part part = parts.get(run);
        Double score = outcome.score();
        part.score().setText(score == null ? Figures.DASH : Figures.probability(score));
        part.scoreTip()
                .setText(
                        "%s: %s, %d correct, %d incorrect, %d invalid, %d not reached"
                                .formatted(
                                        Comparison.letter(run),
                                        Chips.words(outcome.verdict()),
                                        outcome.step().correct(),
                                        outcome.step().incorrect(),
                                        outcome.step().invalid(),
                                        outcome.step().notReached()));
        colour(part.score(), VerdictMark.of(outcome.verdict()));
        Double delta = outcome.delta();
        part.delta().setText(delta == null ? "" : CompareWords.signed(delta));
        String trend =
                delta == null || Math.abs(delta) < 0.005
                        ? ""
                        : delta > 0 ? "delta-up" : "delta-down";
        if (!part.delta().getStyleClass().contains(trend)) {
            part.delta().getStyleClass().removeAll("delta-up", "delta-down");
            if (!trend.isEmpty()) {
                part.delta().getStyleClass().add(trend);
            }
        }
    }

    private static String tip(int run, VerdictCell cell) {
        return "%s, chain %d, round %d: %s%s%s"
                .formatted(
                        Comparison.letter(run),
                        cell.chain() + 1,
                        cell.round() + 1,
                        Chips.words(cell.verdict()),
                        cell.confidence() == null
                                ? ""
                                : " " + Figures.probability(cell.confidence().probability()),
                        cell.isFlip() ? ", a flip" : "");
    }

    @Override
    protected double computePrefHeight(double width) {
        // The text wraps: its height depends on the width that the columns leave.
        double inner = getListView() == null ? width : getListView().getWidth() - 24;
        return getGraphic() == null
                ? super.computePrefHeight(width)
                : Math.max(super.computeMinHeight(inner), box.prefHeight(inner) + insets());
    }

    private double insets() {
        Region self = this;
        return self.snappedTopInset() + self.snappedBottomInset();
    }
}
