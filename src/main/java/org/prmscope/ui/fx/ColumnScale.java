package org.prmscope.ui.fx;

import javafx.beans.value.ObservableValue;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;

import java.util.List;

/// Makes the columns of a table as wide as their text is large, since a style sheet cannot.
public final class ColumnScale {
    private record Widths(TableColumn<?, ?> column, double least, double usual, double most) {
        static Widths of(TableColumn<?, ?> column) {
            return new Widths(
                    column, column.getMinWidth(), column.getPrefWidth(), column.getMaxWidth());
        }

        void show(double scale) {
            // In this order none of them is ever beyond another.
            column.setMinWidth(0);
            column.setMaxWidth(most * scale);
            column.setPrefWidth(usual * scale);
            column.setMinWidth(least * scale);
        }
    }

    private ColumnScale() {}

    /// Takes the widths that the columns have now as those for text of normal size.
    ///
    /// @param scale of all text, 1 is normal
    public static void follow(TableView<?> table, ObservableValue<? extends Number> scale) {
        List<Widths> usual = table.getColumns().stream().map(Widths::of).toList();
        scale.subscribe(now -> usual.forEach(each -> each.show(now.doubleValue())));
    }
}
