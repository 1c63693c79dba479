package org.prmscope.ui.fx;

import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.Confidence;
import org.prmscope.core.LabelScore;
import org.prmscope.ui.figures.Figures;

import java.util.Locale;

/// A confidence as a thin bar, a number and the short name of its definition; the tooltip gives the
/// definition and the raw scores. Without a confidence it shows nothing at all.
public final class ConfidenceBar extends HBox {
    private final Region fill = new Region();
    private final BarTrack track = new BarTrack(fill);
    private final Label number = new Label();
    private final Label definition = new Label();
    private final Tooltip tooltip = new Tooltip();
    private @Nullable VerdictMark mark;

    /// A bar that shows nothing yet.
    public ConfidenceBar() {
        getStyleClass().add("confidence-bar");
        setAlignment(Pos.CENTER_LEFT);
        fill.getStyleClass().add("bar-fill");
        number.getStyleClass().add("number");
        number.setMinWidth(USE_PREF_SIZE);
        definition.getStyleClass().add("definition");
        // Where room is short bar and words give way, the number never.
        definition.setMinWidth(0);
        getChildren().addAll(track, number, definition);
        Tooltip.install(this, tooltip);
        show(null, VerdictMark.NOT_REACHED);
    }

    /// Shows a confidence in the colour of the verdict it belongs to; null shows nothing.
    public void show(@Nullable Confidence confidence, VerdictMark verdict) {
        setVisible(confidence != null);
        setManaged(confidence != null);
        if (mark != null) {
            fill.getStyleClass().remove(mark.styleClass());
        }
        mark = verdict;
        fill.getStyleClass().add(verdict.styleClass());
        if (confidence == null) {
            return;
        }
        track.setShare(confidence.probability());
        number.setText(Figures.probability(confidence.probability()));
        definition.setText(confidence.definition().shortName());
        tooltip.setText(explain(confidence));
    }

    /// What the tooltip says: the definition's formula and each label's raw score.
    static String explain(Confidence confidence) {
        StringBuilder text =
                new StringBuilder(
                        String.format(
                                Locale.ROOT,
                                "%s = %.6f%n%s",
                                confidence.definition().shortName(),
                                confidence.probability(),
                                confidence.definition().formula()));
        for (LabelScore label : confidence.labels()) {
            text.append(
                    String.format(
                            Locale.ROOT,
                            "%n%s: log p %.3f",
                            label.label(),
                            label.logProbability()));
            Double logit = label.logit();
            if (logit != null) {
                text.append(String.format(Locale.ROOT, ", logit %.3f", logit));
            }
        }
        return text.toString();
    }

    /// A thin track whose fill is a share of its width.
    private static final class BarTrack extends Region {
        private final Region fill;
        private double share;

        BarTrack(Region fill) {
            this.fill = fill;
            getStyleClass().add("bar-track");
            getChildren().add(fill);
        }

        void setShare(double newShare) {
            share = newShare;
            requestLayout();
        }

        @Override
        protected void layoutChildren() {
            fill.resizeRelocate(0, 0, Math.max(share * getWidth(), 2), getHeight());
        }
    }
}
