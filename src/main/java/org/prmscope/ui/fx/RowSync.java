package org.prmscope.ui.fx;

import javafx.scene.control.TableView;

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

    /// @param key what stays the same when a row is made anew with other figures
    /// @param above rows that stay in sight over the selected one
    public RowSync(TableView<R> table, Function<R, String> key, int above) {
        this.table = table;
        this.key = key;
        this.above = above;
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
                    table.scrollTo(Math.max(0, index - above));
                }
            }
            scrolledTo = wanted == null ? null : key.apply(wanted);
        });
    }
}
