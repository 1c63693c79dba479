package org.prmscope.ui.fx;

import javafx.geometry.Orientation;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

import java.util.List;

/// Every action with its keys, in groups, as the `?` key shows it.
public final class KeymapSheet extends FlowPane {
    /// Lists the actions as they are now; make a new sheet when they change.
    public KeymapSheet(Keymap keymap) {
        super(Orientation.VERTICAL);
        getStyleClass().add("keymap-sheet");
        keymap.groups().forEach((title, actions) -> getChildren().add(group(title, actions)));
    }

    private static Node group(String title, List<KeyAction> actions) {
        VBox group = new VBox();
        group.getStyleClass().add("keymap-group");
        Label head = new Label(title);
        head.getStyleClass().add("keymap-title");
        group.getChildren().add(head);
        for (KeyAction action : actions) {
            HBox keys = new HBox();
            keys.getStyleClass().add("keymap-keys");
            keys.setAlignment(Pos.CENTER_LEFT);
            for (KeyBinding key : action.keys()) {
                Label cap = new Label(key.display());
                cap.getStyleClass().add("key-cap");
                cap.setMinWidth(USE_PREF_SIZE);
                keys.getChildren().add(cap);
            }
            Label what = new Label(action.title());
            what.setMinWidth(USE_PREF_SIZE);
            HBox row = new HBox(keys, what);
            row.getStyleClass().add("keymap-row");
            row.setAlignment(Pos.CENTER_LEFT);
            group.getChildren().add(row);
        }
        return group;
    }
}
