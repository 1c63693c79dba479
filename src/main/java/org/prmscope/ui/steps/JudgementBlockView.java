package org.prmscope.ui.steps;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.VBox;

import org.prmscope.core.Confidence;
import org.prmscope.core.LabelScore;
import org.prmscope.core.StepVerdict;
import org.prmscope.core.Verdict;
import org.prmscope.ui.figures.Figures;
import org.prmscope.ui.fx.BlockHeader;
import org.prmscope.ui.fx.Chips;

/// The judgement: verdict, confidence with both logits, and the definition of the number.
final class JudgementBlockView extends BlockView<StepBlock.Judgement> {
    private final FlowPane line = new FlowPane();
    private final Label definition = new Label();
    private final VBox content = new VBox(line, definition);

    JudgementBlockView(StepBlock.Judgement first, BlockActions actions) {
        super(first, actions);
        line.getStyleClass().add("judgement-line");
        line.setAlignment(Pos.CENTER_LEFT);
        definition.getStyleClass().add("definition");
        definition.setWrapText(true);
        definition.managedProperty().bind(definition.visibleProperty());
        content.getStyleClass().add("judgement");
        finishHeader(new BlockHeader("Judgement"));
        render(first);
    }

    @Override
    Node content() {
        return content;
    }

    @Override
    void render(StepBlock.Judgement next) {
        line.getChildren().clear();
        definition.setVisible(false);
        StepVerdict verdict = next.verdict();
        if (verdict == null || verdict.verdict() instanceof Verdict.NotReached) {
            line.getChildren().add(Chips.pending());
            return;
        }
        line.getChildren().add(Chips.verdict(verdict.verdict()));
        if (verdict.verdict() instanceof Verdict.Invalid invalid) {
            definition.setText("No number: " + invalid.detail());
            definition.setVisible(true);
            return;
        }
        Confidence confidence = verdict.confidence();
        if (confidence == null) {
            definition.setText(
                    next.live()
                            ? "Its number comes when this part of the chain is written."
                            : "No decision token could be read, so there is no number.");
            definition.setVisible(true);
            return;
        }
        line.getChildren()
                .add(
                        figure(
                                confidence.definition().shortName()
                                        + " "
                                        + Figures.probability(confidence.probability()),
                                "%.6f".formatted(confidence.probability())));
        for (LabelScore score : confidence.labels()) {
            Double logit = score.logit();
            line.getChildren()
                    .add(
                            logit == null
                                    ? figure(
                                            "log P(%s) %s"
                                                    .formatted(
                                                            score.label(),
                                                            Figures.score(score.logProbability())),
                                            "natural logarithm of the probability")
                                    : figure(
                                            score.label() + " " + Figures.score(logit),
                                            "the model's output for this label, before any"
                                                    + " temperature"));
        }
        definition.setText(
                confidence.definition().shortName() + " = " + confidence.definition().formula());
        definition.setVisible(true);
    }

    private static Label figure(String text, String tip) {
        Label label = new Label(text);
        label.getStyleClass().add("figure");
        label.setTooltip(new Tooltip(tip));
        return label;
    }

    @Override
    String copyText(StepBlock.Judgement of) {
        return of.text();
    }
}
