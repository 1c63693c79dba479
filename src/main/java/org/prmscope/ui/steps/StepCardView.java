package org.prmscope.ui.steps;

import javafx.css.PseudoClass;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.input.MouseButton;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.StepLabel;
import org.prmscope.core.Verdict;
import org.prmscope.ui.figures.Figures;
import org.prmscope.ui.fx.Chips;
import org.prmscope.ui.fx.ConfidenceBar;
import org.prmscope.ui.fx.MathRenderer;
import org.prmscope.ui.fx.MathText;
import org.prmscope.ui.fx.VerdictMark;

import java.util.ArrayList;
import java.util.List;

/// One step's card: its text and one line of facts; the opened card also holds its blocks.
final class StepCardView extends VBox {
    private static final PseudoClass OPEN = PseudoClass.getPseudoClass("open");
    private static final PseudoClass WRITING = PseudoClass.getPseudoClass("writing");

    private final MathText text;
    private final Label number = new Label();
    private final FactsPane facts = new FactsPane();
    private final ConfidenceBar bar = new ConfidenceBar();
    private @Nullable StepCard shown;

    StepCardView(MathRenderer renderer, Runnable open) {
        text = new MathText(renderer);
        getStyleClass().add("step-card");
        setMinWidth(0);
        number.getStyleClass().add("step-number");
        number.setMinWidth(Region.USE_PREF_SIZE);
        VBox right = new VBox(text, facts);
        right.getStyleClass().add("step-body");
        right.setMinWidth(0);
        HBox.setHgrow(right, Priority.ALWAYS);
        HBox head = new HBox(number, right);
        head.getStyleClass().add("step-head");
        head.setOnMouseClicked(event -> {
            if (event.getButton() == MouseButton.PRIMARY && event.isStillSincePress()) {
                open.run();
            }
        });
        getChildren().add(head);
    }

    /// Brings the card up to date; touches only what changed.
    void show(StepCard card) {
        StepCard before = shown;
        shown = card;
        number.setText(card.number());
        if (before == null || !before.text().equals(card.text())) {
            text.setText(card.text());
        }
        pseudoClassStateChanged(WRITING, card.activity() == StepCard.Activity.WRITING);
        if (before == null || !before.equals(card)) {
            facts.show(judged(card), spent(card));
        }
        setAccessibleText(
                "Step " + card.number() + (card.verdict() == null ? "" : ", " + words(card)));
    }

    /// Puts the opened step's blocks under the card, or takes them away.
    void setDetail(@Nullable Node detail) {
        pseudoClassStateChanged(OPEN, detail != null);
        if (getChildren().size() > 1) {
            getChildren().remove(1);
        }
        if (detail != null) {
            getChildren().add(detail);
        }
    }

    private List<Node> judged(StepCard card) {
        List<Node> nodes = new ArrayList<>();
        StepLabel gold = card.gold();
        if (gold != null) {
            nodes.add(Chips.gold(gold));
        }
        Verdict verdict = card.verdict();
        if (verdict != null) {
            nodes.add(Chips.verdict(verdict));
        } else if (card.activity() == StepCard.Activity.WRITING) {
            nodes.add(Chips.pending());
        } else if (card.activity() == StepCard.Activity.WAITING) {
            nodes.add(quiet("waiting", ""));
        }
        if (card.confidence() != null) {
            bar.show(
                    card.confidence(),
                    verdict == null ? VerdictMark.NOT_REACHED : VerdictMark.of(verdict));
            nodes.add(bar);
        }
        return nodes;
    }

    private static List<Node> spent(StepCard card) {
        List<Node> nodes = new ArrayList<>();
        if (card.code().kind() != CodeState.Kind.NONE) {
            nodes.add(
                    quiet(
                            card.code().text(),
                            Figures.count(card.code().rounds(), "code check")
                                    + ", the last one shown"));
        }
        if (card.tokens() > 0) {
            nodes.add(quiet(Figures.count(card.tokens()) + " tok", "generated for this step"));
        }
        return nodes;
    }

    private static String words(StepCard card) {
        Verdict verdict = card.verdict();
        return verdict == null ? "" : Chips.words(verdict);
    }

    private static Label quiet(String text, String tip) {
        Label label = new Label(text);
        label.getStyleClass().addAll("quiet-figure");
        label.setMinWidth(Region.USE_PREF_SIZE);
        if (!tip.isEmpty()) {
            label.setTooltip(new Tooltip(tip));
        }
        return label;
    }
}
