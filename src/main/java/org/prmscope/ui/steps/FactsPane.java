package org.prmscope.ui.steps;

import javafx.geometry.Insets;
import javafx.geometry.Orientation;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Pane;

import java.util.List;

/// Facts in one line, some at the left and some at the right edge; where the room is too narrow the
/// right ones go below.
final class FactsPane extends Pane {
    private static final double GAP = 12;

    private final HBox left = new HBox();
    private final HBox right = new HBox();

    FactsPane() {
        getStyleClass().add("facts-pane");
        for (HBox side : List.of(left, right)) {
            side.getStyleClass().add("step-facts");
            side.setAlignment(Pos.CENTER_LEFT);
        }
        getChildren().addAll(left, right);
    }

    /// Replaces the facts.
    void show(List<Node> atLeft, List<Node> atRight) {
        left.getChildren().setAll(atLeft);
        right.getChildren().setAll(atRight);
        requestLayout();
    }

    @Override
    public Orientation getContentBias() {
        return Orientation.HORIZONTAL;
    }

    @Override
    protected double computeMinWidth(double height) {
        return 0;
    }

    private boolean inOneLine(double width) {
        return right.getChildren().isEmpty()
                || width < 0
                || left.prefWidth(-1) + GAP + right.prefWidth(-1) <= width;
    }

    @Override
    protected double computePrefHeight(double width) {
        Insets insets = getInsets();
        double room = width < 0 ? -1 : width - insets.getLeft() - insets.getRight();
        double first = left.prefHeight(-1);
        double second = right.getChildren().isEmpty() ? 0 : right.prefHeight(-1);
        return insets.getTop()
                + insets.getBottom()
                + (inOneLine(room) ? Math.max(first, second) : first + second);
    }

    @Override
    protected void layoutChildren() {
        double width = getWidth();
        double first = left.prefHeight(-1);
        double rightWidth = Math.min(right.prefWidth(-1), width);
        left.resizeRelocate(0, 0, Math.min(left.prefWidth(-1), width), first);
        if (inOneLine(width)) {
            right.resizeRelocate(snapPositionX(width - rightWidth), 0, rightWidth, getHeight());
        } else {
            right.resizeRelocate(0, first, rightWidth, right.prefHeight(-1));
        }
    }
}
