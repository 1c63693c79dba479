package org.prmscope.ui.fx;

import javafx.css.CssMetaData;
import javafx.css.Styleable;
import javafx.css.StyleableProperty;
import javafx.css.StyleablePropertyFactory;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// One small cell for each step, coloured by its verdict; cheap enough for a table cell.
///
/// Cells of different verdicts differ in shape too: incorrect is full height with a notch, not
/// reached is hollow. When the strip is narrower than its cells need, the cells shrink.
public final class StepStrip extends Region {
    private static final double CELL = 9;
    private static final double GAP = 2;
    private static final double HEIGHT = 14;
    private static final StyleablePropertyFactory<StepStrip> FACTORY =
            new StyleablePropertyFactory<>(Region.getClassCssMetaData());

    private final Canvas canvas = new Canvas();
    private final Map<VerdictMark, StyleableProperty<Color>> colours =
            new EnumMap<>(VerdictMark.class);
    private List<VerdictMark> steps = List.of();

    public StepStrip() {
        getStyleClass().add("step-strip");
        getChildren().add(canvas);
        for (VerdictMark mark : VerdictMark.values()) {
            colours.put(
                    mark,
                    FACTORY.createStyleableColorProperty(
                            this,
                            mark.name(),
                            "-prm-" + mark.styleClass(),
                            strip -> strip.colour(mark),
                            Color.GRAY));
        }
        setMinWidth(0);
    }

    /// Replaces the cells, one for each step in order.
    public void setSteps(List<VerdictMark> newSteps) {
        steps = List.copyOf(newSteps);
        requestLayout();
    }

    public List<VerdictMark> steps() {
        return steps;
    }

    private StyleableProperty<Color> colour(VerdictMark mark) {
        StyleableProperty<Color> colour = colours.get(mark);
        if (colour == null) {
            throw new IllegalStateException("no colour for " + mark);
        }
        return colour;
    }

    @Override
    public List<CssMetaData<? extends Styleable, ?>> getCssMetaData() {
        return FACTORY.getCssMetaData();
    }

    @Override
    protected double computePrefWidth(double height) {
        return steps.isEmpty() ? 0 : steps.size() * (CELL + GAP) - GAP;
    }

    @Override
    protected double computePrefHeight(double width) {
        return HEIGHT;
    }

    @Override
    protected void layoutChildren() {
        canvas.setWidth(getWidth());
        canvas.setHeight(getHeight());
        draw();
    }

    private void draw() {
        GraphicsContext pen = canvas.getGraphicsContext2D();
        pen.clearRect(0, 0, getWidth(), getHeight());
    }
}
