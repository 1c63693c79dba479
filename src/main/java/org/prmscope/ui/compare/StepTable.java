package org.prmscope.ui.compare;

import javafx.beans.value.ObservableValue;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import org.jspecify.annotations.Nullable;
import org.prmscope.compare.ComparedRun;
import org.prmscope.compare.Comparison;
import org.prmscope.compare.SolutionComparison;
import org.prmscope.compare.StepRow;
import org.prmscope.ui.fx.MathRenderer;
import org.prmscope.ui.fx.PaneParts;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.WeakHashMap;

/// The solution's steps as rows: text, gold, and for each run its strip, score and difference.
final class StepTable extends VBox {
    /// What the head says, which is the same under every aggregation.
    ///
    /// @param tips of each run
    private record Head(List<String> tips, int pinned) {}

    private final CompareViewModel model;
    private final ColumnWidths widths;
    private final HBox head = new HBox();
    private final ListView<StepRow> rows = new ListView<>();

    /// Those there are, to be told what is in view: refreshing the list would make them anew.
    private final Set<StepRowCell> cells = Collections.newSetFromMap(new WeakHashMap<>());

    private @Nullable Head headOf;
    private @Nullable String solutionId;
    private boolean syncing;

    /// @param textScale of all text, 1 is normal
    StepTable(
            CompareViewModel model,
            MathRenderer renderer,
            ObservableValue<? extends Number> textScale) {
        this.model = model;
        widths = new ColumnWidths(textScale);
        getStyleClass().add("step-table");
        head.getStyleClass().add("step-table-head");
        head.setAlignment(Pos.CENTER_LEFT);
        rows.getStyleClass().add("step-rows");
        rows.setAccessibleText("Steps of the solution, runs side by side");
        rows.setCellFactory(list -> {
            StepRowCell cell = new StepRowCell(model, widths, renderer);
            cells.add(cell);
            return cell;
        });
        rows.getSelectionModel()
                .selectedIndexProperty()
                .subscribe(index -> {
                    if (!syncing && index.intValue() >= 0) {
                        model.solution().stepProperty().set(index.intValue());
                    }
                });
        VBox.setVgrow(rows, Priority.ALWAYS);
        getChildren().addAll(head, rows);
        widthProperty().subscribe(width -> widths.resize(width.doubleValue() - 26));
        model.solution().shownProperty().subscribe(this::show);
        model.solution().stepProperty().subscribe(step -> select(step.intValue()));
        model.chains().columnsProperty().subscribe(() -> cells.forEach(StepRowCell::frame));
    }

    /// Puts the focus on the rows.
    void focusRows() {
        rows.requestFocus();
    }

    private void show(@Nullable SolutionComparison now) {
        Comparison comparison = model.solution().comparisonProperty().get();
        if (now == null || comparison == null) {
            rows.getItems().clear();
            head.getChildren().clear();
            headOf = null;
            solutionId = null;
            return;
        }
        List<Integer> most = new ArrayList<>();
        for (int run = 0; run < comparison.runs().size(); run++) {
            int cellsOfRun = 1;
            for (StepRow row : now.rows()) {
                cellsOfRun = Math.max(cellsOfRun, row.outcomes().get(run).cells().size());
            }
            most.add(cellsOfRun);
        }
        widths.show(most);
        Head wanted =
                new Head(
                        comparison.runs().stream().map(StepTable::tip).toList(),
                        comparison.pinned());
        if (!wanted.equals(headOf)) {
            headOf = wanted;
            showHead(comparison);
        }
        syncing = true;
        boolean other = !now.solution().id().equals(solutionId);
        solutionId = now.solution().id();
        fill(now.rows(), other);
        syncing = false;
        int step = model.solution().stepProperty().get();
        if (other) {
            select(step);
        } else {
            mark(step);
        }
    }

    /// Under another aggregation the rows stay where they were scrolled to, and those that say the
    /// same are left alone.
    private void fill(List<StepRow> next, boolean other) {
        if (other || rows.getItems().size() != next.size()) {
            rows.getItems().setAll(next);
            return;
        }
        for (int at = 0; at < next.size(); at++) {
            if (!rows.getItems().get(at).equals(next.get(at))) {
                rows.getItems().set(at, next.get(at));
            }
        }
    }

    private void select(int step) {
        if (mark(step)) {
            rows.scrollTo(Math.max(0, step - 2));
        }
    }

    /// Selects a row where it is; returns whether there is such a row.
    private boolean mark(int step) {
        boolean exists = step >= 0 && step < rows.getItems().size();
        if (exists && rows.getSelectionModel().getSelectedIndex() != step) {
            syncing = true;
            rows.getSelectionModel().clearAndSelect(step);
            syncing = false;
        }
        return exists;
    }

    private void showHead(Comparison comparison) {
        Region number = new Region();
        widths.keep(number, ColumnWidths.Column.NUMBER);
        Label step = PaneParts.head("step");
        step.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(step, Priority.ALWAYS);
        Label gold = PaneParts.head("gold");
        widths.keep(gold, ColumnWidths.Column.GOLD);
        head.getChildren().setAll(number, step, gold);
        List<ComparedRun> runs = comparison.runs();
        for (int run = 0; run < runs.size(); run++) {
            head.getChildren().add(runHead(comparison, run));
        }
    }

    private static String tip(ComparedRun of) {
        return of.title() + "\n" + of.model() + (of.isComplete() ? "" : "\nunfinished");
    }

    private HBox runHead(Comparison comparison, int run) {
        ComparedRun of = comparison.runs().get(run);
        boolean pinned = comparison.pinned() == run;
        String letter = Comparison.letter(run);
        Button pin = new Button(letter);
        pin.getStyleClass().setAll("run-button", "run-" + letter.toLowerCase(Locale.ROOT));
        pin.setTooltip(
                new Tooltip(
                        pinned
                                ? letter + " is pinned: the others show their difference from it"
                                : "Pin " + letter + ": the others show their difference from it"));
        pin.setOnAction(event -> model.pinnedProperty().set(run));
        pin.setMinWidth(Region.USE_PREF_SIZE);
        Label title = PaneParts.head(of.scaling().title() + (pinned ? " · pinned" : ""));
        title.setMinWidth(0);
        title.setTooltip(new Tooltip(tip(of)));
        HBox.setHgrow(title, Priority.ALWAYS);
        title.setMaxWidth(Double.MAX_VALUE);
        HBox box = new HBox(6, pin, title);
        box.setAlignment(Pos.CENTER_LEFT);
        if (!pinned && comparison.runs().size() > 1) {
            Label delta =
                    PaneParts.head(
                            "%s−%s".formatted(letter, Comparison.letter(comparison.pinned())));
            widths.keep(delta, ColumnWidths.Column.DELTA);
            delta.setAlignment(Pos.CENTER_RIGHT);
            box.getChildren().add(delta);
        }
        widths.keepHead(box, run, !pinned);
        box.setPrefWidth(10);
        return box;
    }
}
