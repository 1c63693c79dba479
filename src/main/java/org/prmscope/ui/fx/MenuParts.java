package org.prmscope.ui.fx;

import javafx.scene.control.Label;
import javafx.scene.control.RadioMenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.ToggleGroup;

/// What menus of choices are made of, in every view alike.
public final class MenuParts {
    private MenuParts() {}

    /// A title over the items that follow. As a separator it cannot be chosen, and the arrow keys
    /// pass over it.
    public static SeparatorMenuItem head(String text) {
        Label label = new Label(text);
        label.getStyleClass().add("menu-head");
        SeparatorMenuItem item = new SeparatorMenuItem();
        item.setContent(label);
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
