package org.prmscope.ui.fx;

import javafx.beans.property.StringProperty;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;

/// The manners of a text field that filters a table: what is typed counts after a moment, Esc
/// empties it, Enter and Down go on to the table.
public final class FilterField {
    private static final double DELAY_MS = 150;

    private FilterField() {}

    /// Ties a field to the text of a model, both ways.
    ///
    /// @param leave puts the focus on the table
    public static void bind(TextField field, StringProperty text, Runnable leave) {
        Debouncer debouncer = new Debouncer(DELAY_MS);
        field.textProperty().subscribe(typed -> debouncer.request(() -> text.set(typed)));
        text.subscribe(now -> {
            if (!now.equals(field.getText())) {
                field.setText(now);
            }
        });
        field.addEventHandler(
                KeyEvent.KEY_PRESSED,
                event -> {
                    if (event.getCode() == KeyCode.ESCAPE && !field.getText().isEmpty()) {
                        field.clear();
                        event.consume();
                    } else if (event.getCode() == KeyCode.DOWN
                            || event.getCode() == KeyCode.ENTER) {
                        leave.run();
                        event.consume();
                    }
                });
    }
}
