package org.prmscope.ui.fx;

import javafx.scene.layout.VBox;

/// The strip in which messages appear without interrupting, newest first.
///
/// Put it above the window's content: it takes no room while there is nothing to say. Done and hint
/// messages go after six seconds; warnings and errors stay until dismissed.
public final class NoticeBar extends VBox {
    public NoticeBar() {
        getStyleClass().add("notice-bar");
    }

    /// Adds a message; beyond four the oldest goes.
    public void show(Notice notice) {}

    /// Removes every message.
    public void clear() {
        getChildren().clear();
    }
}
