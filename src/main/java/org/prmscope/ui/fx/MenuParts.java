package org.prmscope.ui.fx;

import javafx.scene.control.CustomMenuItem;
import javafx.scene.control.Label;
import javafx.scene.control.RadioMenuItem;
import javafx.scene.control.ToggleGroup;

/// What menus of choices are made of, in every view alike.
public final class MenuParts {
    private MenuParts() {}

    /// A title over the items that follow; it cannot be chosen.
    public static CustomMenuItem head(String text) {
        Label label = new Label(text);
        label.getStyleClass().add("menu-head");
        CustomMenuItem item = new CustomMenuItem(label, false);
        item.getStyleClass().add("menu-head-item");
        item.setDisable(true);
        return item;
    }

    /// One of several choices; an underscore in its title is one.
    public static RadioMenuItem choice(ToggleGroup group, String title) {
        RadioMenuItem item = new RadioMenuItem(title);
        item.setMnemonicParsing(false);
        item.setToggleGroup(group);
        return item;
    }
}
