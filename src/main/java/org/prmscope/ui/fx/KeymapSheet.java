package org.prmscope.ui.fx;

import javafx.scene.layout.FlowPane;

/// Every action with its keys, as the `?` key shows it.
public final class KeymapSheet extends FlowPane {
    public KeymapSheet(Keymap keymap) {
        getStyleClass().add("keymap-sheet");
    }
}
