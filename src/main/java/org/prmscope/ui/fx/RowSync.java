package org.prmscope.ui.fx;

import javafx.application.Platform;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;

import org.jspecify.annotations.Nullable;

import java.util.function.Function;

/// Makes a table select what its model does, and tells apart what a person selects.
///
/// @param <R> the rows
public final class RowSync<R> {
    private final TableView<R> table;
    private final Function<R, String> key;
    private final int above;
    private boolean syncing;
    private @Nullable String scrolledTo;

    /// Where the table was scrolled to, until a person does something there; -1 then.
    private int top = -1;

    /// @param key what stays the same when a row is made anew with other figures
    /// @param above rows that stay in sight over the selected one
    public RowSync(TableView<R> table, Function<R, String> key, int above) {
        this.table = table;
        this.key = key;
        this.above = above;
        table.addEventFilter(KeyEvent.KEY_PRESSED, _ -> top = -1);
        table.addEventFilter(MouseEvent.MOUSE_PRESSED, _ -> top = -1);
        table.addEventFilter(ScrollEvent.SCROLL, _ -> top = -1);
        // A table that comes into view has not its height yet when its row is selected.
        table.heightProperty().subscribe(_ -> settle());
    }

    /// Changes the table without the changes being a person's.
    public void quietly(Runnable change) {
        boolean before = syncing;
        syncing = true;
        try {
            change.run();
        } finally {
            syncing = before;
        }
    }

    /// Whether what the table tells now is this class's own doing.
    public boolean isSyncing() {
        return syncing;
    }

    /// Selects a row, if the table has it, and brings it into sight; the same row made anew stays
    /// where it stands. Does nothing inside [#quietly].
    public void select(@Nullable R wanted) {
        if (syncing) {
            return;
        }
        int index = wanted == null ? -1 : table.getItems().indexOf(wanted);
        quietly(() -> {
            if (wanted == null || index < 0) {
                table.getSelectionModel().clearSelection();
            } else if (table.getSelectionModel().getSelectedIndex() != index) {
                table.getSelectionModel().clearAndSelect(index);
                if (!key.apply(wanted).equals(scrolledTo)) {
                    top = Math.max(0, index - above);
                    scroll();
                    // Nor are rows that were never shown as high yet as they will be.
                    Platform.runLater(this::settle);
                }
            }
            scrolledTo = wanted == null || index < 0 ? null : key.apply(wanted);
        });
    }

    /// Scrolls to the same row by the heights that there are now.
    private void settle() {
        if (top >= 0) {
            table.applyCss();
            table.layout();
            scroll();
        }
    }

    private void scroll() {
        if (top >= 0 && top < table.getItems().size()) {
            table.scrollTo(top);
        }
    }
}
