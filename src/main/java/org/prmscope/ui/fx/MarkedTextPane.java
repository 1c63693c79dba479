package org.prmscope.ui.fx;

import javafx.beans.property.DoubleProperty;
import javafx.beans.property.SimpleDoubleProperty;
import javafx.scene.layout.Region;

import org.fxmisc.flowless.VirtualizedScrollPane;
import org.fxmisc.richtext.StyleClassedTextArea;
import org.fxmisc.richtext.model.StyleSpansBuilder;

import java.util.Collection;

/// Long prose with marked stretches, read-only, wrapped and virtualised: only the lines in view are
/// nodes.
public final class MarkedTextPane extends Region {
    private static final int LONGEST_TEXT = 400_000;

    private final StyleClassedTextArea area = new StyleClassedTextArea();
    private final VirtualizedScrollPane<StyleClassedTextArea> scroller =
            new VirtualizedScrollPane<>(area);
    private final DoubleProperty place = new SimpleDoubleProperty();
    private MarkedText shown = MarkedText.EMPTY;
    private boolean waits = true;
    private boolean moving;

    public MarkedTextPane() {
        getStyleClass().add("marked-text");
        area.setEditable(false);
        area.setWrapText(true);
        area.setAutoHeight(false);
        getChildren().add(scroller);
        area.estimatedScrollYProperty().addListener((value, before, now) -> scrolled());
        place.addListener((value, before, now) -> moveTo(now.doubleValue()));
    }

    /// Replaces the text and moves to its top; the same text is left where it is.
    public void show(MarkedText text) {
        if (text.equals(shown)) {
            return;
        }
        shown = text;
        waits = true;
        requestLayout();
    }

    /// What is shown.
    public MarkedText shown() {
        return shown;
    }

    /// How far it is scrolled, 0..1; bind panes of one comparison to each other.
    public DoubleProperty placeProperty() {
        return place;
    }

    private double room() {
        Double whole = area.getTotalHeightEstimate();
        return whole == null ? 0 : Math.max(whole - area.getHeight(), 0);
    }

    private void scrolled() {
        double room = room();
        if (!moving && room > 1) {
            moving = true;
            place.set(Math.clamp(area.getEstimatedScrollY() / room, 0, 1));
            moving = false;
        }
    }

    private void moveTo(double share) {
        if (!moving) {
            moving = true;
            area.scrollYToPixel(share * room());
            moving = false;
        }
    }

    private void fill() {
        waits = false;
        String text = shown.text();
        boolean cut = text.length() > LONGEST_TEXT;
        area.replaceText(cut ? text.substring(0, LONGEST_TEXT) : text);
        if (!text.isEmpty() && !cut) {
            StyleSpansBuilder<Collection<String>> spans = new StyleSpansBuilder<>();
            shown.spans().forEach(span -> spans.add(span.styles(), span.text().length()));
            area.setStyleSpans(0, spans.create());
        }
        area.getUndoManager().forgetHistory();
        area.moveTo(0);
        area.requestFollowCaret();
        place.set(0);
    }

    @Override
    public void requestFocus() {
        area.requestFocus();
    }

    @Override
    protected double computePrefHeight(double width) {
        return 160;
    }

    @Override
    protected double computeMinHeight(double width) {
        return 40;
    }

    @Override
    protected double computePrefWidth(double height) {
        return 300;
    }

    @Override
    protected void layoutChildren() {
        // The control styles its lines as they are made: not before the style sheet is known.
        if (waits && getScene() != null) {
            moving = true;
            fill();
            moving = false;
        }
        scroller.resizeRelocate(
                snappedLeftInset(),
                snappedTopInset(),
                getWidth() - snappedLeftInset() - snappedRightInset(),
                getHeight() - snappedTopInset() - snappedBottomInset());
    }
}
