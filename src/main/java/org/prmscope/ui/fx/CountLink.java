package org.prmscope.ui.fx;

import javafx.scene.control.Button;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.Region;

/// A count that shows what it counts when it is pressed; plain text where there is nothing to show.
///
/// Can be filled again: making a control and its tooltip costs more than all else in a table.
public final class CountLink extends Button {
    private final Tooltip tip = new Tooltip();

    /// One without a text; fill it before it is shown.
    public CountLink() {
        setMnemonicParsing(false);
        setMinWidth(Region.USE_PREF_SIZE);
    }

    /// Shows a count that can be pressed.
    ///
    /// @param text such as `12` or `12/40`
    /// @param spoken the count in words with what it counts, for screen readers
    /// @param meaning of pressing it, such as `Show these solutions: only A right`
    public void show(String text, String spoken, String meaning, Runnable action) {
        setText(text);
        style("count-link");
        setFocusTraversable(true);
        setMouseTransparent(false);
        tip.setText(meaning);
        setTooltip(tip);
        setAccessibleText(spoken);
        setOnAction(_ -> action.run());
    }

    /// Shows a count of nothing.
    public void showPlain(String text) {
        setText(text);
        style("count-plain");
        setFocusTraversable(false);
        setMouseTransparent(true);
        setTooltip(null);
        setAccessibleText(text);
        setOnAction(null);
    }

    private void style(String name) {
        if (getStyleClass().size() != 1 || !getStyleClass().getFirst().equals(name)) {
            getStyleClass().setAll(name);
        }
    }
}
