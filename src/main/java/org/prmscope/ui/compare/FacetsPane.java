package org.prmscope.ui.compare;

import javafx.scene.control.Label;
import javafx.scene.control.Tab;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.VBox;

import org.jspecify.annotations.Nullable;
import org.prmscope.compare.Comparison;
import org.prmscope.compare.FacetTable;
import org.prmscope.ui.fx.PaneParts;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// When the pinned run beats another one: the solutions cut by one property after the other.
final class FacetsPane {
    private final CompareViewModel model;
    private final VBox page = new VBox();
    private final Tab tab = new Tab("Facets", PaneParts.page(page));

    FacetsPane(CompareViewModel model) {
        this.model = model;
        // Built only when it is looked at.
        model.figuresProperty().when(tab.selectedProperty()).subscribe(this::show);
    }

    Tab tab() {
        return tab;
    }

    private void show(CompareViewModel.@Nullable Figures figures) {
        page.getChildren().clear();
        if (figures == null) {
            return;
        }
        if (figures.facets().isEmpty()) {
            page.getChildren().add(PaneParts.quiet("Choose a second run to compare by facet."));
            return;
        }
        GridPane grid = PaneParts.grid();
        for (Map.Entry<Integer, List<FacetTable>> each :
                new TreeMap<>(figures.facets()).entrySet()) {
            for (FacetTable table : each.getValue()) {
                add(grid, table);
            }
        }
        page.getChildren().add(grid);
    }

    /// One grid for all tables, so that their columns are in line.
    private void add(GridPane grid, FacetTable table) {
        String a = Comparison.letter(table.a());
        String b = Comparison.letter(table.b());
        Label heading = PaneParts.heading("By " + table.title());
        heading.getStyleClass().add("compare-facet");
        addWide(grid, heading);
        if (!table.buckets().isEmpty()) {
            grid.addRow(
                    grid.getRowCount(),
                    PaneParts.head(table.facet().title()),
                    PaneParts.head("n"),
                    PaneParts.head("accuracy %s−%s".formatted(a, b)));
        }
        for (FacetTable.Bucket bucket : table.buckets()) {
            Label label = new Label(bucket.label());
            label.setMinWidth(0);
            Label difference =
                    PaneParts.figure(
                            bucket.accuracy().isTooFew()
                                    ? "too few"
                                    : CompareWords.difference(bucket.accuracy()));
            difference
                    .getStyleClass()
                    .add(bucket.accuracy().isClear() ? "clear-difference" : "compare-quiet-figure");
            grid.addRow(
                    grid.getRowCount(),
                    label,
                    CompareLinks.count(model, table.title() + " " + bucket.label(), bucket.ids()),
                    difference);
        }
        if (!table.note().isEmpty()) {
            addWide(grid, PaneParts.quiet(table.note()));
        } else if (table.buckets().isEmpty()) {
            addWide(grid, PaneParts.quiet("No solution says its " + table.title() + "."));
        }
    }

    private static void addWide(GridPane grid, Label label) {
        grid.add(label, 0, grid.getRowCount(), GridPane.REMAINING, 1);
    }
}
