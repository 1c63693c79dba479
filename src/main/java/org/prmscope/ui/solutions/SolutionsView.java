package org.prmscope.ui.solutions;

import javafx.beans.binding.Bindings;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.value.ObservableValue;
import javafx.collections.ListChangeListener;
import javafx.css.PseudoClass;
import javafx.event.Event;
import javafx.event.EventDispatcher;
import javafx.fxml.FXML;
import javafx.fxml.FXMLLoader;
import javafx.scene.Parent;
import javafx.scene.control.Label;
import javafx.scene.control.SelectionMode;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.FlowPane;
import javafx.util.Subscription;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.FirstError;
import org.prmscope.diagnostics.Agreement;
import org.prmscope.run.SolutionResult;
import org.prmscope.ui.figures.AgreementWords;
import org.prmscope.ui.figures.Figures;
import org.prmscope.ui.fx.ColumnScale;
import org.prmscope.ui.fx.FilterField;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/// The solutions table with its filter and facets.
public final class SolutionsView {
    private static final PseudoClass DIM = PseudoClass.getPseudoClass("dim");
    private static final double SCROLL_BAR = 14;
    private static final int ROWS_ABOVE = 3;

    private final SolutionsViewModel model;
    private final Map<Facet, ToggleButton> facetButtons = new EnumMap<>(Facet.class);
    private final Parent root;
    private boolean userActing;
    private boolean syncing;

    @FXML private TextField filter;
    @FXML private FlowPane facets;
    @FXML private TableView<SolutionRow> table;
    @FXML private TableColumn<SolutionRow, CellValue> idColumn;
    @FXML private TableColumn<SolutionRow, String> generatorColumn;
    @FXML private TableColumn<SolutionRow, SolutionRow.Standing> stepsColumn;
    @FXML private TableColumn<SolutionRow, CellValue> goldColumn;
    @FXML private TableColumn<SolutionRow, CellValue> predictedColumn;
    @FXML private TableColumn<SolutionRow, Agreement> agreementColumn;
    @FXML private TableColumn<SolutionRow, CellValue> lowestColumn;
    @FXML private TableColumn<SolutionRow, CellValue> stateColumn;
    @FXML private Label noMatch;

    /// @param textScale of all text, 1 is normal: columns are as wide as their text is large
    @SuppressWarnings("NullAway.Init") // The loader fills the fields.
    public SolutionsView(SolutionsViewModel model, ObservableValue<? extends Number> textScale) {
        this.model = model;
        FXMLLoader loader = new FXMLLoader(SolutionsView.class.getResource("Solutions.fxml"));
        loader.setController(this);
        try {
            root = loader.load();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        FilterField.bind(filter, model.filterTextProperty(), table::requestFocus);
        bindFacets();
        bindColumns();
        bindTable();
        bindWidths(textScale);
    }

    /// The node to put into the window.
    public Parent root() {
        return root;
    }

    /// Gives the list the keyboard.
    public void focusTable() {
        table.requestFocus();
    }

    /// Puts the caret into the filter.
    public void focusFilter() {
        filter.requestFocus();
        filter.selectAll();
    }

    private void bindFacets() {
        ToggleGroup group = new ToggleGroup();
        for (Facet facet : Facet.values()) {
            ToggleButton button = new ToggleButton();
            button.getStyleClass()
                    .addAll("facet", "facet-" + facet.name().toLowerCase(Locale.ROOT));
            button.setToggleGroup(group);
            button.setSelected(facet == model.facetProperty().get());
            button.setTooltip(new Tooltip(facet.meaning()));
            button.textProperty()
                    .bind(
                            model.countsProperty()
                                    .map(counts -> facet.title() + " " + model.count(facet)));
            button.setOnAction(event -> {
                button.setSelected(true);
                model.facetProperty().set(facet);
            });
            facetButtons.put(facet, button);
            facets.getChildren().add(button);
        }
        model.facetProperty()
                .subscribe(facet ->
                        facetButtons.forEach((each, button) -> button.setSelected(each == facet)));
    }

    private void bindColumns() {
        column(idColumn, row -> new CellValue(row.id(), 0));
        idColumn.setCellFactory(column -> new TextCell<>(CellValue::text, true));
        idColumn.setComparator(Comparator.comparing(CellValue::text, RowOrder.BY_ID));
        generatorColumn.setCellValueFactory(
                cell -> new ReadOnlyObjectWrapper<>(cell.getValue().solution().generator()));
        generatorColumn.setCellFactory(column -> new TextCell<>(text -> text, true));
        stepsColumn.setCellValueFactory(cell -> cell.getValue().standingProperty());
        stepsColumn.setCellFactory(column -> new StepsCell());
        stepsColumn.setComparator(Comparator.comparingInt(standing -> standing.verdicts().size()));
        column(
                goldColumn,
                row ->
                        new CellValue(
                                row.goldText(), RowOrder.rank(row.solution().goldFirstError())));
        column(
                predictedColumn,
                row -> new CellValue(row.predictedText(), RowOrder.rank(predicted(row))));
        agreementColumn.setCellValueFactory(cell ->
                cell.getValue()
                        .standingProperty()
                        .map(standing -> shownAgreement(cell.getValue())));
        agreementColumn.setCellFactory(column -> new AgreementCell());
        column(
                lowestColumn,
                row -> new CellValue(row.lowestConfidenceText(), row.lowestConfidence().orElse(2)));
        column(stateColumn, row -> new CellValue(row.stateText(), RowOrder.rank(row.state())));
    }

    /// Nothing while a new verification is being written: the old one is about to be replaced.
    private static Agreement shownAgreement(SolutionRow row) {
        return row.state() == RowState.RUNNING ? Agreement.NOT_RUN : row.agreement();
    }

    private static FirstError predicted(SolutionRow row) {
        SolutionResult result = row.standing().result();
        return result == null ? new FirstError.Unknown() : result.firstError();
    }

    private static void column(
            TableColumn<SolutionRow, CellValue> column, Function<SolutionRow, CellValue> value) {
        // Mapped values are observed only while a cell shows them.
        column.setCellValueFactory(cell ->
                cell.getValue().standingProperty().map(standing -> value.apply(cell.getValue())));
        column.setCellFactory(each -> new TextCell<>(CellValue::text, false));
        column.setComparator(Comparator.comparingDouble(CellValue::order));
    }

    private void bindTable() {
        table.setItems(model.shown());
        model.shown().comparatorProperty().bind(table.comparatorProperty());
        table.getSelectionModel().setSelectionMode(SelectionMode.MULTIPLE);
        table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_NEXT_COLUMN);
        table.setRowFactory(view -> new StandingRow());
        noMatch.visibleProperty().bind(Bindings.isEmpty(model.shown()));
        EventDispatcher dispatcher = table.getEventDispatcher();
        table.setEventDispatcher((event, tail) -> {
            userActing = isInput(event);
            try {
                return dispatcher.dispatchEvent(event, tail);
            } finally {
                userActing = false;
            }
        });
        table.getSelectionModel()
                .selectedItemProperty()
                .addListener((property, before, now) -> picked(now));
        table.getSelectionModel()
                .getSelectedItems()
                .addListener((ListChangeListener<SolutionRow>) change -> mark());
        model.selectedProperty().subscribe(row -> sync(true));
        model.shown().addListener((ListChangeListener<SolutionRow>) change -> sync(false));
        // After the change of the rows: the selected one is in sight under every filter it passes.
        model.filterTextProperty().subscribe(_ -> reveal());
        model.facetProperty().subscribe(_ -> reveal());
    }

    private void bindWidths(ObservableValue<? extends Number> textScale) {
        ColumnScale.follow(table, textScale);
        textScale.subscribe(_ -> fitColumns());
        table.widthProperty().subscribe(this::fitColumns);
        model.generatorsProperty().subscribe(this::fitColumns);
    }

    /// Leaves out columns that there is no room for, so that none of the others loses its figures.
    private void fitColumns() {
        double room = table.getWidth() - SCROLL_BAR;
        for (TableColumn<?, ?> always : List.of(idColumn, agreementColumn, lowestColumn)) {
            room -= always.getMinWidth();
        }
        for (TableColumn<?, ?> column : List.of(predictedColumn, goldColumn, stepsColumn)) {
            room -= column.getMinWidth();
            column.setVisible(room >= 0);
        }
        // Ids in full come before these.
        room -= idColumn.getPrefWidth() - idColumn.getMinWidth();
        room -= stateColumn.getMinWidth();
        stateColumn.setVisible(room >= 0);
        room -= generatorColumn.getMinWidth();
        generatorColumn.setVisible(room >= 0 && model.generatorsProperty().get());
        // The table divides its room anew by itself only when its own width changes.
        table.getColumnResizePolicy().call(new TableView.ResizeFeatures<>(table, null, 0.0));
    }

    private static boolean isInput(Event event) {
        return event instanceof MouseEvent || event instanceof KeyEvent;
    }

    private void picked(@Nullable SolutionRow row) {
        if (userActing && !syncing && row != null) {
            model.selectedProperty().set(row);
        }
    }

    private void mark() {
        if (userActing) {
            model.marked().setAll(table.getSelectionModel().getSelectedItems());
        }
    }

    /// Makes the table select what the model does.
    private void sync(boolean scroll) {
        if (syncing || userActing) {
            return;
        }
        SolutionRow wanted = model.selectedProperty().get();
        int index = wanted == null ? -1 : model.shown().indexOf(wanted);
        TableView.TableViewSelectionModel<SolutionRow> selection = table.getSelectionModel();
        syncing = true;
        try {
            if (wanted == null || index < 0) {
                selection.clearSelection();
            } else if (selection.getSelectedIndex() != index
                    || !wanted.equals(selection.getSelectedItem())
                    || (scroll && selection.getSelectedIndices().size() > 1)) {
                selection.clearAndSelect(index);
                if (scroll) {
                    model.marked().clear();
                }
            }
            if (scroll && index >= 0) {
                table.scrollTo(Math.max(0, index - ROWS_ABOVE));
            }
        } finally {
            syncing = false;
        }
    }

    private void reveal() {
        SolutionRow row = model.selectedProperty().get();
        int index = row == null ? -1 : model.shown().indexOf(row);
        if (index >= 0) {
            table.scrollTo(Math.max(0, index - ROWS_ABOVE));
        }
    }

    /// What a cell shows and where it sorts.
    private record CellValue(String text, double order) {}

    /// Text that is cut with an ellipsis and, if wanted, told in full by a tooltip.
    private static final class TextCell<T> extends TableCell<SolutionRow, T> {
        private final Function<T, String> text;
        private final boolean explain;

        TextCell(Function<T, String> text, boolean explain) {
            this.text = text;
            this.explain = explain;
        }

        @Override
        protected void updateItem(@Nullable T item, boolean empty) {
            super.updateItem(item, empty);
            String shown = empty || item == null ? "" : text.apply(item);
            setText(shown);
            setTooltip(explain && !shown.isEmpty() ? new Tooltip(shown) : null);
        }
    }

    /// The agreement's glyph in its colour, its meaning as tooltip.
    private static final class AgreementCell extends TableCell<SolutionRow, Agreement> {
        @Override
        protected void updateItem(@Nullable Agreement agreement, boolean empty) {
            super.updateItem(agreement, empty);
            getStyleClass().removeIf(style -> style.startsWith("agreement-"));
            if (empty || agreement == null) {
                setText("");
                setTooltip(null);
                return;
            }
            setText(AgreementWords.glyph(agreement));
            setTooltip(new Tooltip(AgreementWords.meaning(agreement)));
            setAccessibleText(AgreementWords.meaning(agreement));
            getStyleClass().add("agreement-" + agreement.name().toLowerCase(Locale.ROOT));
        }
    }

    /// A row that is dimmed while it waits.
    private static final class StandingRow extends TableRow<SolutionRow> {
        private Subscription standing = Subscription.EMPTY;

        @Override
        protected void updateItem(@Nullable SolutionRow row, boolean empty) {
            super.updateItem(row, empty);
            standing.unsubscribe();
            standing = Subscription.EMPTY;
            if (empty || row == null) {
                pseudoClassStateChanged(DIM, false);
                setAccessibleText("");
            } else {
                // The item stays the same while its standing changes.
                standing = row.standingProperty().subscribe(now -> show(row));
            }
        }

        private void show(SolutionRow row) {
            pseudoClassStateChanged(
                    DIM, row.state() == RowState.QUEUED || row.state() == RowState.NOT_RUN);
            setAccessibleText(
                    "%s, %s, gold %s, predicted %s, %s"
                            .formatted(
                                    row.id(),
                                    Figures.count(row.solution().steps().size(), "step"),
                                    row.goldText(),
                                    row.predictedText(),
                                    AgreementWords.meaning(row.agreement())));
        }
    }
}
