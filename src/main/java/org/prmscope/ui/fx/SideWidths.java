package org.prmscope.ui.fx;

import javafx.application.Platform;
import javafx.geometry.Orientation;
import javafx.scene.Node;
import javafx.scene.control.SplitPane;
import javafx.scene.input.MouseEvent;

import org.jspecify.annotations.Nullable;

/// The widths of the parts at the sides of a view, whose middle takes what they leave.
///
/// They follow the window within limits until somebody drags a divider. From then on each side
/// keeps the width it was given, and only the middle grows and shrinks with the window.
public final class SideWidths {
    /// How wide a side is before somebody says otherwise.
    ///
    /// @param share of the whole width
    /// @param least pixels; it is never made narrower by the window either
    /// @param most pixels
    public record Side(double share, double least, double most) {
        double of(double all) {
            return Math.clamp(all * share, least, most);
        }
    }

    private final SplitPane pane;
    private final @Nullable Side left;
    private final @Nullable Side right;
    private boolean isDragged;

    private SideWidths(SplitPane pane, @Nullable Side left, @Nullable Side right) {
        this.pane = pane;
        this.left = left;
        this.right = right;
    }

    /// Sets the widths of a horizontal pane that has its two or three parts.
    ///
    /// @param left null where the first part is the middle
    /// @param right null where the last part is the middle
    public static void keep(SplitPane pane, @Nullable Side left, @Nullable Side right) {
        if (pane.getOrientation() != Orientation.HORIZONTAL) {
            throw new IllegalArgumentException("sides are at the left and right");
        }
        SideWidths widths = new SideWidths(pane, left, right);
        if (left != null) {
            SplitPane.setResizableWithParent(pane.getItems().getFirst(), false);
        }
        if (right != null) {
            SplitPane.setResizableWithParent(pane.getItems().getLast(), false);
        }
        pane.addEventFilter(MouseEvent.MOUSE_DRAGGED, widths::dragged);
        pane.widthProperty().subscribe(widths::widthChanged);
    }

    private void dragged(MouseEvent event) {
        Node node = event.getTarget() instanceof Node target ? target : null;
        while (node != null && !pane.equals(node.getParent())) {
            node = node.getParent();
        }
        isDragged |= node != null && node.getStyleClass().contains("split-pane-divider");
    }

    private void widthChanged() {
        divide();
        // A pane that was laid out before moves its dividers once more, by its own rule.
        Platform.runLater(this::divide);
    }

    private void divide() {
        double all = pane.getWidth();
        if (isDragged || all <= 0) {
            return;
        }
        int last = pane.getDividers().size() - 1;
        if (left != null) {
            pane.setDividerPosition(0, left.of(all) / all);
        }
        if (right != null) {
            pane.setDividerPosition(last, 1 - right.of(all) / all);
        }
    }
}
