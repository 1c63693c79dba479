package org.prmscope.ui.fx;

import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.layout.VBox;
import javafx.scene.text.TextAlignment;

/// What a view shows when it has nothing to show: why, and what to do about it.
public final class EmptyState extends VBox {
    private EmptyState(String title, String text) {
        getStyleClass().add("empty-state");
        setAlignment(Pos.CENTER);
        Label head = new Label(title);
        head.getStyleClass().add("empty-title");
        Label body = new Label(text);
        body.getStyleClass().add("empty-text");
        body.setWrapText(true);
        body.setTextAlignment(TextAlignment.CENTER);
        body.setAlignment(Pos.CENTER);
        body.setMaxWidth(420);
        getChildren().addAll(head, body);
    }

    /// Nothing here yet.
    ///
    /// @param glyph one large quiet character
    public static EmptyState of(String glyph, String title, String text) {
        EmptyState state = new EmptyState(title, text);
        Label icon = new Label(glyph);
        icon.getStyleClass().add("empty-glyph");
        state.getChildren().addFirst(icon);
        return state;
    }

    /// Work is under way.
    public static EmptyState loading(String title, String text) {
        EmptyState state = new EmptyState(title, text);
        ProgressIndicator busy = new ProgressIndicator();
        busy.setPrefSize(36, 36);
        state.getChildren().addFirst(busy);
        return state;
    }

    /// Adds a button; the first one is the emphasised one.
    public EmptyState withAction(String title, Runnable action) {
        Button button = new Button(title);
        button.setMinWidth(USE_PREF_SIZE);
        button.setOnAction(_ -> action.run());
        if (getChildren().stream().noneMatch(Button.class::isInstance)) {
            button.getStyleClass().add("accent");
        }
        getChildren().add(button);
        return this;
    }
}
