package org.prmscope.ui.synthesis;

import javafx.scene.control.Button;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.Region;

import org.prmscope.ui.fx.CountLink;

/// Small buttons of the data view.
final class DataParts {
    private DataParts() {}

    /// A small button of a character, with words for those who cannot see it.
    static Button icon(String glyph, String meaning, Runnable action) {
        Button button = new Button(glyph);
        button.getStyleClass().add("data-icon");
        button.setMinWidth(Region.USE_PREF_SIZE);
        button.setTooltip(new Tooltip(meaning));
        button.setAccessibleText(meaning);
        button.setOnAction(_ -> action.run());
        return button;
    }

    /// A count that shows the chains it counts.
    static CountLink link(String text, String meaning, Runnable action) {
        CountLink link = new CountLink();
        link.show(text, text + ", " + meaning, meaning, action);
        return link;
    }
}
