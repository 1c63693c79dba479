package org.prmscope.ui.synthesis;

import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.ListChangeListener;
import javafx.scene.control.Label;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.FirstError;
import org.prmscope.ui.figures.Figures;
import org.prmscope.ui.fx.RowSync;
import org.prmscope.ui.solutions.RowOrder;

import java.util.Comparator;
import java.util.function.Function;

/// The chains as a table, with filter and facets above it.
final class ChainsPane extends VBox {
    private static final double ROOM_FOR_PROTOCOL = 820;

    private final DataViewModel view;
    private final ChainListViewModel model;
    private final Runnable open;
    private final FacetBar facets;
    private final TableView<ChainRow> table = new TableView<>();
    private final RowSync<ChainRow> rows =
            new RowSync<>(table, row -> row.solutionId() + "#" + row.chain(), 3);

    /// @param open what Enter and a double click do
    ChainsPane(DataViewModel view, Runnable open) {
        this.view = view;
        this.open = open;
        model = view.chains();
        facets = new FacetBar(view, this::focusTable);
        getStyleClass().addAll("solutions", "chains");
        setMinWidth(0);
        columns();
        bindTable();
        VBox.setVgrow(table, Priority.ALWAYS);
        getChildren().addAll(facets, table);
    }

    private void columns() {
        table.getStyleClass().add("dense");
        table.setAccessibleText("Chains");
        TableColumn<ChainRow, ChainRow> id =
                column("solution", ChainRow::solutionId, 120, 80, byId());
        id.getStyleClass().addAll("mono-column", "id-column");
        id.setMaxWidth(10_000);
        TableColumn<ChainRow, ChainRow> chain =
                column(
                        "chain",
                        row -> Integer.toString(row.chain() + 1),
                        50,
                        50,
                        Comparator.comparingInt(ChainRow::chain));
        chain.getStyleClass().add("figure-column");
        chain.setMaxWidth(60);
        TableColumn<ChainRow, ChainRow> protocol =
                column(
                        "protocol",
                        row -> row.result().protocol().title(),
                        76,
                        70,
                        Comparator.comparing(row -> row.result().protocol()));
        protocol.setMaxWidth(90);
        TableColumn<ChainRow, ChainRow> judged =
                column(
                        "judged",
                        ChainRow::judged,
                        92,
                        84,
                        Comparator.comparingInt(row -> order(row.result().firstError())));
        judged.setCellFactory(_ -> new JudgedCell());
        judged.setMaxWidth(110);
        TableColumn<ChainRow, ChainRow> gold =
                column(
                        "gold",
                        ChainRow::gold,
                        72,
                        66,
                        Comparator.comparingInt(row -> order(row.reviewed().facts().gold())));
        gold.setMaxWidth(90);
        TableColumn<ChainRow, ChainRow> lot =
                column(
                        "state",
                        row -> row.standing().title(),
                        96,
                        90,
                        Comparator.comparing(ChainRow::standing));
        lot.setCellFactory(_ -> new LotCell());
        lot.setMaxWidth(110);
        TableColumn<ChainRow, ChainRow> reason =
                column(
                        "reasons",
                        ChainRow::reasonText,
                        200,
                        90,
                        Comparator.comparing(ChainRow::reasonText));
        reason.setCellFactory(_ -> new ReasonCell());
        reason.setMaxWidth(10_000);
        TableColumn<ChainRow, ChainRow> tokens =
                column(
                        "tokens",
                        row -> Figures.count(row.tokens()),
                        60,
                        56,
                        Comparator.comparingInt(ChainRow::tokens));
        tokens.getStyleClass().add("figure-column");
        tokens.setMaxWidth(80);
        table.getColumns().add(id);
        table.getColumns().add(chain);
        table.getColumns().add(protocol);
        table.getColumns().add(judged);
        table.getColumns().add(gold);
        table.getColumns().add(lot);
        table.getColumns().add(reason);
        table.getColumns().add(tokens);
        table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
        table.widthProperty()
                .subscribe(width -> protocol.setVisible(width.doubleValue() > ROOM_FOR_PROTOCOL));
        Label none = new Label("No chain matches. Esc shows all.");
        none.getStyleClass().add("muted");
        none.setWrapText(true);
        table.setPlaceholder(none);
    }

    private static Comparator<ChainRow> byId() {
        return Comparator.comparing(ChainRow::solutionId, RowOrder.BY_ID)
                .thenComparingInt(ChainRow::chain);
    }

    private static int order(FirstError first) {
        return switch (first) {
            case FirstError.None() -> -1;
            case FirstError.At(int step) -> step;
            case FirstError.Unknown() -> Integer.MAX_VALUE;
        };
    }

    private static TableColumn<ChainRow, ChainRow> column(
            String title,
            Function<ChainRow, String> text,
            double width,
            double least,
            Comparator<ChainRow> order) {
        TableColumn<ChainRow, ChainRow> column = new TableColumn<>(title);
        column.setCellValueFactory(cell -> new ReadOnlyObjectWrapper<>(cell.getValue()));
        column.setCellFactory(_ -> new TextCell(text));
        column.setComparator(order);
        column.setPrefWidth(width);
        column.setMinWidth(least);
        return column;
    }

    private void bindTable() {
        table.setItems(model.shown());
        model.shown().comparatorProperty().bind(table.comparatorProperty());
        table.getSelectionModel()
                .selectedItemProperty()
                .subscribe(row -> {
                    if (!rows.isSyncing() && row != null) {
                        model.select(row);
                    }
                });
        model.selectedProperty().subscribe(_ -> sync());
        model.shown().addListener((ListChangeListener<ChainRow>) _ -> sync());
        table.addEventHandler(
                KeyEvent.KEY_PRESSED,
                event -> {
                    if (event.getCode() == KeyCode.ENTER && !event.isShortcutDown()) {
                        open.run();
                        event.consume();
                    }
                });
        table.setRowFactory(_ -> {
            TableRow<ChainRow> row = new TableRow<>();
            row.setOnMouseClicked(event -> {
                if (event.getButton() == MouseButton.PRIMARY
                        && event.getClickCount() == 2
                        && !row.isEmpty()) {
                    open.run();
                }
            });
            return row;
        });
        view.progressProperty()
                .subscribe(progress -> table.setOpacity(progress.isEmpty() ? 1 : 0.6));
    }

    private void sync() {
        rows.select(model.selectedProperty().get());
    }

    void focusFilter() {
        facets.focusFilter();
    }

    void focusTable() {
        table.requestFocus();
    }

    private static final class TextCell extends TableCell<ChainRow, ChainRow> {
        private final Function<ChainRow, String> text;

        TextCell(Function<ChainRow, String> text) {
            this.text = text;
        }

        @Override
        protected void updateItem(@Nullable ChainRow row, boolean empty) {
            super.updateItem(row, empty);
            setText(empty || row == null ? "" : text.apply(row));
        }
    }

    /// A tooltip is made only for a cell that needs one, and only once.
    private abstract static class TipCell extends TableCell<ChainRow, ChainRow> {
        private @Nullable Tooltip tip;

        void tip(String text) {
            if (text.isEmpty()) {
                setTooltip(null);
                return;
            }
            Tooltip made = tip;
            if (made == null) {
                made = new Tooltip();
                made.setWrapText(true);
                made.setMaxWidth(520);
                tip = made;
            }
            made.setText(text);
            setTooltip(made);
        }

        void style(String wanted) {
            if (!getStyleClass().contains(wanted)) {
                getStyleClass().removeIf(style -> style.startsWith("lot-"));
                getStyleClass().add(wanted);
            }
        }
    }

    private static final class JudgedCell extends TipCell {
        @Override
        protected void updateItem(@Nullable ChainRow row, boolean empty) {
            super.updateItem(row, empty);
            if (empty || row == null) {
                setText("");
                tip("");
                style("lot-plain");
                return;
            }
            boolean hasGold = row.reviewed().facts().hasGold();
            boolean differs = hasGold && !row.agrees();
            String glyph = row.isInvalid() ? "! " : differs ? "≠ " : "";
            setText(glyph + row.judged());
            style(row.isInvalid() ? "lot-invalid" : differs ? "lot-dropped" : "lot-plain");
            tip(
                    !hasGold
                            ? "Gold has no labels to compare with"
                            : differs
                                    ? row.reviewed().facts().disagreement()
                                    : "All its labels agree with gold");
        }
    }

    private static final class LotCell extends TipCell {
        @Override
        protected void updateItem(@Nullable ChainRow row, boolean empty) {
            super.updateItem(row, empty);
            if (empty || row == null) {
                setText("");
                tip("");
                return;
            }
            setText(row.standing().title());
            style(row.isKept() ? "lot-kept" : "lot-dropped");
            tip(row.handText());
        }
    }

    private static final class ReasonCell extends TipCell {
        @Override
        protected void updateItem(@Nullable ChainRow row, boolean empty) {
            super.updateItem(row, empty);
            setText(empty || row == null ? "" : row.reasonText());
            tip(empty || row == null ? "" : row.reasonSentences());
        }
    }
}
