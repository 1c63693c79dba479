package org.prmscope.ui.fx;

import javafx.scene.image.ImageView;
import javafx.scene.layout.Region;

/// A drawn formula in a line of text: sits on the line's baseline and shrinks to a given width.
final class MathNode extends Region {
    private final MathImage.Drawn drawn;
    private final ImageView view;
    private final double padding;
    private double factor = 1;

    /// @param padding room above and below, for formulas of their own line
    MathNode(MathImage.Drawn drawn, String source, double padding) {
        this.drawn = drawn;
        this.padding = padding;
        view = new ImageView(drawn.image());
        view.setSmooth(true);
        getChildren().add(view);
        setAccessibleText(source);
        getStyleClass().add("math-node");
    }

    /// Shrinks to a width, never enlarges.
    void fit(double width) {
        double newFactor = width > 0 && drawn.width() > width ? width / drawn.width() : 1;
        if (newFactor != factor) {
            factor = newFactor;
            requestLayout();
        }
    }

    @Override
    public double getBaselineOffset() {
        return padding + drawn.baseline() * factor;
    }

    @Override
    protected double computePrefWidth(double height) {
        return drawn.width() * factor;
    }

    @Override
    protected double computePrefHeight(double width) {
        return 2 * padding + drawn.height() * factor;
    }

    @Override
    protected double computeMinWidth(double height) {
        return computePrefWidth(height);
    }

    @Override
    protected double computeMaxWidth(double height) {
        return computePrefWidth(height);
    }

    @Override
    protected void layoutChildren() {
        view.setFitWidth(drawn.width() * factor);
        view.setFitHeight(drawn.height() * factor);
        view.relocate(0, padding);
    }
}
