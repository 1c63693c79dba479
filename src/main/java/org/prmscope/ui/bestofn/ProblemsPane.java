package org.prmscope.ui.bestofn;

import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.ListChangeListener;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

import org.jspecify.annotations.Nullable;
import org.prmscope.bestofn.BestOfN.Outcome;
import org.prmscope.bestofn.Choice;
import org.prmscope.ui.figures.Figures;
import org.prmscope.ui.fx.FilterField;
import org.prmscope.ui.fx.RowSync;
import org.prmscope.ui.solutions.RowOrder;

import java.util.Comparator;
import java.util.Objects;
import java.util.function.Function;

/// The problems with what each choice gives, their filter and facets.
final class ProblemsPane extends VBox {
    private static final double ROOM_FOR_ANSWER = 330;

    private final ProblemsViewModel model;
    private final TextField filter = new TextField();
    private final TableView<ProblemRow> table = new TableView<>();
    private final FlowPane slice = new FlowPane();
    private final RowSync<ProblemRow> rows = new RowSync<>(table, ProblemRow::id, 3);

    ProblemsPane(ProblemsViewModel model) {
        this.model = model;
        getStyleClass().addAll("solutions", "problems");
        setMinWidth(220);
        VBox head = new VBox(filter, facets(), slice);
        head.getStyleClass().add("solutions-head");
        slice.managedProperty().bind(slice.visibleProperty());
        model.sliceProperty().subscribe(this::showSlice);
        bindFilter();
        columns();
        bindTable();
        VBox.setVgrow(table, Priority.ALWAYS);
        getChildren().addAll(head, table);
    }

    private void bindFilter() {
        filter.setPromptText("filter id, problem, answer…   Ctrl+F");
        filter.setAccessibleText("Filter problems by id, text or right answer");
        FilterField.bind(filter, model.filterTextProperty(), table::requestFocus);
    }

    private FlowPane facets() {
        FlowPane facets = new FlowPane(6, 6);
        facets.getStyleClass().add("facets");
        ToggleGroup group = new ToggleGroup();
        for (ProblemFacet facet : ProblemFacet.values()) {
            ToggleButton button = new ToggleButton();
            button.getStyleClass().add("facet");
            button.setToggleGroup(group);
            button.setTooltip(new Tooltip(facet.meaning()));
            button.textProperty()
                    .bind(
                            model.countsProperty()
                                    .map(_ -> facet.title() + " " + model.count(facet)));
            button.setOnAction(_ -> {
                button.setSelected(true);
                model.facetProperty().set(facet);
            });
            model.facetProperty().subscribe(now -> button.setSelected(now == facet));
            facets.getChildren().add(button);
        }
        return facets;
    }

    private void showSlice(ProblemsViewModel.@Nullable Slice now) {
        slice.setVisible(now != null);
        slice.getChildren().clear();
        if (now != null) {
            Button chip =
                    new Button(
                            "%s: %s  ✕"
                                    .formatted(
                                            now.name(),
                                            Figures.count(now.ids().size(), "problem")));
            chip.setMnemonicParsing(false);
            chip.getStyleClass().setAll("filter-chip");
            chip.maxWidthProperty().bind(widthProperty().subtract(24));
            chip.setTooltip(new Tooltip(now.name() + ". Show all problems again (Esc)"));
            chip.setAccessibleText("Show all problems again, not only " + now.name());
            chip.setOnAction(_ -> model.clearSlice());
            slice.getChildren().add(chip);
        }
    }

    private void columns() {
        table.getStyleClass().add("dense");
        table.setAccessibleText("Problems");
        TableColumn<ProblemRow, String> id = text("problem", ProblemRow::id);
        id.getStyleClass().addAll("mono-column", "id-column");
        id.setComparator(RowOrder.BY_ID);
        id.setPrefWidth(150);
        id.setMinWidth(90);
        TableColumn<ProblemRow, String> answer =
                text("answer", row -> Objects.requireNonNullElse(row.answer(), "not known"));
        answer.getStyleClass().add("muted-column");
        answer.setPrefWidth(70);
        answer.setMinWidth(50);
        table.getColumns().add(id);
        table.getColumns().add(answer);
        table.getColumns().add(outcome("best", Choice.NAIVE));
        table.getColumns().add(outcome("maj", Choice.MAJORITY));
        table.getColumns().add(outcome("wtd", Choice.WEIGHTED));
        table.getColumns().add(outcome("pass", Choice.PASS));
        table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_NEXT_COLUMN);
        table.widthProperty()
                .subscribe(width -> answer.setVisible(width.doubleValue() > ROOM_FOR_ANSWER));
        Label none = new Label("No problem matches. Esc in the filter shows all.");
        none.getStyleClass().add("muted");
        none.setWrapText(true);
        table.setPlaceholder(none);
    }

    private static TableColumn<ProblemRow, String> text(
            String title, Function<ProblemRow, String> text) {
        TableColumn<ProblemRow, String> column = new TableColumn<>(title);
        column.setCellValueFactory(
                cell -> new ReadOnlyObjectWrapper<>(text.apply(cell.getValue())));
        column.setCellFactory(_ -> new TextCell());
        return column;
    }

    private static TableColumn<ProblemRow, ProblemRow> outcome(String title, Choice choice) {
        TableColumn<ProblemRow, ProblemRow> column = new TableColumn<>();
        Label head = new Label(title);
        head.setTooltip(new Tooltip(choice.title() + ", with all candidates of the problem"));
        head.setAccessibleText(choice.title());
        column.setGraphic(head);
        column.setCellValueFactory(cell -> new ReadOnlyObjectWrapper<>(cell.getValue()));
        column.setCellFactory(_ -> new OutcomeCell(choice));
        column.setComparator(Comparator.comparingDouble(row -> rank(row.outcome(choice))));
        column.setPrefWidth(46);
        column.setMinWidth(46);
        column.setMaxWidth(58);
        return column;
    }

    private static double rank(@Nullable Outcome outcome) {
        return outcome == null ? -1 : outcome.share();
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
        model.shown().addListener((ListChangeListener<ProblemRow>) _ -> sync());
    }

    private void sync() {
        rows.select(model.selectedProperty().get());
    }

    void focusFilter() {
        filter.requestFocus();
        filter.selectAll();
    }

    void focusTable() {
        table.requestFocus();
    }

    private static final class TextCell extends TableCell<ProblemRow, String> {
        @Override
        protected void updateItem(@Nullable String item, boolean empty) {
            super.updateItem(item, empty);
            String shown = empty || item == null ? "" : item.replace('\n', ' ');
            setText(shown);
            setTooltip(shown.isEmpty() ? null : new Tooltip(shown));
        }
    }

    private static final class OutcomeCell extends TableCell<ProblemRow, ProblemRow> {
        private final Choice choice;

        OutcomeCell(Choice choice) {
            this.choice = choice;
            getStyleClass().add("outcome");
        }

        @Override
        protected void updateItem(@Nullable ProblemRow row, boolean empty) {
            super.updateItem(row, empty);
            getStyleClass().removeIf(style -> style.startsWith("outcome-"));
            if (empty || row == null) {
                setText("");
                setTooltip(null);
                return;
            }
            Outcome outcome = row.outcome(choice);
            String words = choice.title() + ": " + BestOfNWording.words(outcome);
            setText(BestOfNWording.glyph(outcome));
            setTooltip(new Tooltip(words));
            setAccessibleText(words);
            getStyleClass().add(BestOfNWording.style(outcome));
        }
    }
}
