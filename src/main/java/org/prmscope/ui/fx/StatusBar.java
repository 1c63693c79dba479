package org.prmscope.ui.fx;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;

/// The strip at the window's foot: facts at the left, work and saved state at the right.
public final class StatusBar extends HBox {
    private final HBox left = new HBox();
    private final HBox right = new HBox();

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
    public void right(Node node) {
        right.getChildren().add(node);
    }

    private static Label add(HBox side, String text) {
        Label label = new Label(text);
        label.getStyleClass().add("status-segment");
        label.visibleProperty().bind(label.textProperty().isNotEmpty());
        label.managedProperty().bind(label.visibleProperty());
        side.getChildren().add(label);
        return label;
    }
}
