package org.prmscope.ui.fx;

import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The strip at the window's foot: facts at the left, work and saved state at the right.
///
/// What does not fit is left out whole, in the order given by [#expendable], rather than cut to
/// pieces.
public final class StatusBar extends HBox {
    private static final double SIDE_GAP = 16;

    private final HBox left = new HBox();
    private final HBox right = new HBox();
    private final Map<Node, BooleanProperty> room = new LinkedHashMap<>();

    /// A bar without segments.
    public StatusBar() {
        getStyleClass().add("status-bar");
        setAlignment(Pos.CENTER_LEFT);
        left.getStyleClass().add("status-side");
        right.getStyleClass().add("status-side");
        left.setAlignment(Pos.CENTER_LEFT);
        right.setAlignment(Pos.CENTER_RIGHT);
        HBox.setHgrow(left, Priority.ALWAYS);
        getChildren().addAll(left, right);
    }

    /// A text segment at the left; empty text takes no room.
    public Label left(String text) {
        return add(left, text);
    }

    /// A text segment at the right.
    public Label right(String text) {
        return add(right, text);
    }

    /// Any node at the right, such as a progress bar or a Cancel button.
    public void right(Region node) {
        node.setMinWidth(USE_PREF_SIZE);
        right.getChildren().add(node);
    }

    /// Says what may be left out where there is too little room: the first goes first. Segments
    /// that are not named always stay.
    public void expendable(Label... segments) {
        for (Label segment : segments) {
            BooleanProperty fits = new SimpleBooleanProperty(true);
            room.put(segment, fits);
            segment.visibleProperty().unbind();
            segment.visibleProperty().bind(segment.textProperty().isNotEmpty().and(fits));
        }
    }

    private Label add(HBox side, String text) {
        Label label = new Label(text);
        label.getStyleClass().add("status-segment");
        label.setMinWidth(USE_PREF_SIZE);
        label.visibleProperty().bind(label.textProperty().isNotEmpty());
        label.managedProperty().bind(label.visibleProperty());
        side.getChildren().add(label);
        return label;
    }

    @Override
    protected void layoutChildren() {
        shed();
        super.layoutChildren();
    }

    @Override
    protected double computeMinWidth(double height) {
        return 0;
    }

    private void shed() {
        double free = getWidth() - snappedLeftInset() - snappedRightInset() - SIDE_GAP;
        for (HBox side : List.of(left, right)) {
            for (Node node : side.getChildren()) {
                if (hasSomething(node)) {
                    free -= node.prefWidth(-1) + side.getSpacing();
                }
            }
        }
        for (Map.Entry<Node, BooleanProperty> each : room.entrySet()) {
            Node node = each.getKey();
            boolean leaves = free < 0 && hasSomething(node);
            if (leaves) {
                free += node.prefWidth(-1) + left.getSpacing();
            }
            each.getValue().set(!leaves);
        }
    }

    /// Whether it would be shown if there was room.
    private boolean hasSomething(Node node) {
        if (node instanceof Label label && room.containsKey(label)) {
            return !label.getText().isEmpty();
        }
        return node.isManaged();
    }
}
