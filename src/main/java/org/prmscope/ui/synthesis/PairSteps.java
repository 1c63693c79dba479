package org.prmscope.ui.synthesis;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.scene.text.Text;
import javafx.scene.text.TextFlow;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.GoldLabels;
import org.prmscope.core.Solution;
import org.prmscope.core.StepLabel;
import org.prmscope.core.StepVerdict;
import org.prmscope.core.Verdict;
import org.prmscope.ui.compare.ChainText;
import org.prmscope.ui.figures.Figures;
import org.prmscope.ui.fx.Chip;
import org.prmscope.ui.fx.Chips;
import org.prmscope.ui.fx.MarkedText;
import org.prmscope.ui.fx.PaneParts;

import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/// One chain's column: each step's verdict and text, the first verdict that differs from gold
/// marked.
final class PairSteps {
    private static final int LONGEST = 20_000;

    private final PairViewModel.Side side;
    private final int firstDifference;

    PairSteps(Solution solution, PairViewModel.Side side) {
        this.side = side;
        firstDifference = firstDifference(solution.gold(), side.chain().verdicts());
    }

    /// The first step whose verdict is not gold's, from 0; -1 if none is.
    static int firstDifference(@Nullable GoldLabels gold, List<StepVerdict> verdicts) {
        if (gold == null) {
            return -1;
        }
        for (StepVerdict each : verdicts) {
            StepLabel label = gold.steps().get(each.step());
            boolean differs =
                    switch (each.verdict()) {
                        case Verdict.Correct() -> label == StepLabel.INCORRECT;
                        case Verdict.Incorrect() ->
                                label == StepLabel.CORRECT || label == StepLabel.NEUTRAL;
                        case Verdict.Invalid _, Verdict.NotReached() -> false;
                    };
            if (differs) {
                return each.step();
            }
        }
        return -1;
    }

    /// Gold's label of a step.
    static Chip gold(Solution solution, int step) {
        GoldLabels gold = solution.gold();
        return Chips.gold(gold == null ? StepLabel.UNLABELLED : gold.steps().get(step));
    }

    /// What the chain says of a step.
    Node cell(int step) {
        StepVerdict verdict = side.chain().verdicts().get(step);
        FlowPane line = new FlowPane(8, 4, Chips.verdict(verdict.verdict()));
        line.setAlignment(Pos.CENTER_LEFT);
        if (verdict.confidence() != null) {
            Label confidence =
                    PaneParts.figure(Figures.probability(verdict.confidence().probability()));
            confidence.getStyleClass().add("quiet");
            line.getChildren().add(confidence);
        }
        VBox cell = new VBox(line);
        cell.getStyleClass().add("pair-cell");
        if (step == firstDifference) {
            Label mark = new Label("≠ gold, here first");
            mark.getStyleClass().add("difference-mark");
            mark.setMinWidth(Region.USE_PREF_SIZE);
            line.getChildren().add(mark);
            cell.getStyleClass().add("first-difference");
        }
        String reasons = reasons(step);
        if (!reasons.isEmpty()) {
            Label label = PaneParts.plain("✗ " + reasons);
            label.getStyleClass().add("lot-dropped");
            cell.getChildren().add(label);
        }
        cell.getChildren().add(text(ChainText.of(side.chain(), step, null)));
        return cell;
    }

    /// The names of the reasons that are about a step; the head has them in words.
    private String reasons(int step) {
        return side.row().reviewed().rejections().stream()
                .filter(rejection -> Objects.equals(rejection.step(), step))
                .map(ChainRow::name)
                .distinct()
                .collect(Collectors.joining(" · "));
    }

    /// What the chain says of the whole solution; null where nothing.
    @Nullable Node rest() {
        if (side.chain().solutionConfidence() == null) {
            return null;
        }
        double probability = side.chain().solutionConfidence().probability();
        VBox cell =
                new VBox(
                        PaneParts.plain(
                                "Whole solution correct: " + Figures.probability(probability)));
        cell.getStyleClass().add("pair-cell");
        return cell;
    }

    private static TextFlow text(MarkedText marked) {
        TextFlow flow = new TextFlow();
        flow.getStyleClass().add("pair-text");
        // The verdict is in the line above.
        List<MarkedText.Span> spans =
                marked.spans().stream()
                        .filter(span ->
                                span.styles().stream()
                                        .noneMatch(style -> style.startsWith("verdict-")))
                        .toList();
        int left = LONGEST;
        for (int at = 0; at < spans.size() && left > 0; at++) {
            MarkedText.Span span = spans.get(at);
            String words = at == spans.size() - 1 ? span.text().stripTrailing() : span.text();
            Text text = new Text(words.length() > left ? words.substring(0, left) + "…" : words);
            left -= words.length();
            text.getStyleClass().add("stretch");
            text.getStyleClass().addAll(span.styles());
            flow.getChildren().add(text);
        }
        return flow;
    }
}
