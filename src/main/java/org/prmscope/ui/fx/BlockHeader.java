package org.prmscope.ui.fx;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;

import java.util.Locale;

/// The head of a block in a step card: `CRITIQUE`, chips beside it, quiet actions at the right.
public final class BlockHeader extends HBox {
    private final HBox actions = new HBox();

    /// @param title shown in small capitals
    /// @param beside chips or notes right after the title
    public BlockHeader(String title, Node... beside) {
        getStyleClass().add("block-header");
        setAlignment(Pos.CENTER_LEFT);
        Label head = new Label(title.toUpperCase(Locale.ROOT));
        head.getStyleClass().add("block-title");
        head.setMinWidth(USE_PREF_SIZE);
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        actions.getStyleClass().add("block-actions");
        actions.setAlignment(Pos.CENTER_RIGHT);
        getChildren().add(head);
        getChildren().addAll(beside);
        getChildren().addAll(space, actions);
    }

    /// Adds a quiet action such as `Copy`; returns the button for a tooltip or a binding.
    public Button action(String title, Runnable run) {
        Button button = new Button(title.toUpperCase(Locale.ROOT));
        button.getStyleClass().setAll("block-action");
        button.setMinWidth(USE_PREF_SIZE);
        button.setOnAction(_ -> run.run());
        actions.getChildren().add(button);
        return button;
    }
}
