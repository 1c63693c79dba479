package org.prmscope.ui.synthesis;

import javafx.geometry.HPos;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import org.prmscope.synthesis.export.ExportManifest;
import org.prmscope.synthesis.filter.FilterSummary;
import org.prmscope.ui.figures.Figures;
import org.prmscope.ui.fx.PaneParts;

import java.util.List;

/// Why chains go: how many each filter drops for which reason, each count a link to its chains.
final class ReasonsTable extends VBox {
    private final ChainListViewModel chains;
    private final GridPane grid = new GridPane();
    private List<FilterSummary.ReasonCount> shown = List.of();

    ReasonsTable(ChainListViewModel chains) {
        this.chains = chains;
        getStyleClass().add("pane-part");
        grid.getStyleClass().add("pane-grid");
        ColumnConstraints first = new ColumnConstraints();
        first.setHgrow(Priority.ALWAYS);
        first.setMinWidth(0);
        ColumnConstraints right = new ColumnConstraints();
        right.setHalignment(HPos.RIGHT);
        right.setMinWidth(Region.USE_PREF_SIZE);
        grid.getColumnConstraints().addAll(first, right, right);
        getChildren().addAll(PaneParts.heading("Why chains go"), grid);
        clear();
    }

    /// Shows nothing: there are no chains.
    void clear() {
        setVisible(false);
        shown = List.of();
        grid.getChildren().clear();
    }

    /// Rows are made anew only when a count changed: while filters are applied they can be clicked.
    void show(List<FilterSummary.ReasonCount> reasons) {
        setVisible(true);
        if (reasons.equals(shown) && !grid.getChildren().isEmpty()) {
            return;
        }
        shown = List.copyOf(reasons);
        grid.getChildren().clear();
        if (reasons.isEmpty()) {
            grid.add(PaneParts.quiet("No filter has anything against a chain."), 0, 0, 3, 1);
            return;
        }
        grid.addRow(
                0,
                PaneParts.head("reason", "Filter and reason"),
                PaneParts.head("first", "Dropped chains with it as their first reason"),
                PaneParts.head("all", "Chains that have it among their reasons"));
        int row = 1;
        for (FilterSummary.ReasonCount count : reasons) {
            String group = ChainRow.name(count.filter(), ExportManifest.word(count.reason()));
            grid.addRow(
                    row++,
                    PaneParts.plain("%s: %s".formatted(count.filter(), count.reason().title())),
                    link(
                            count.first(),
                            "dropped first for " + group,
                            ChainListViewModel.Among.DROPPED,
                            ChainFacet.FIRST_REASON,
                            group),
                    link(
                            count.all(),
                            "with " + group,
                            ChainListViewModel.Among.ALL,
                            ChainFacet.REASON,
                            group));
        }
    }

    private Region link(
            int count,
            String meaning,
            ChainListViewModel.Among among,
            ChainFacet facet,
            String group) {
        return count == 0
                ? PaneParts.figure("0")
                : DataParts.link(
                        Figures.count(count),
                        "Show these chains: " + meaning,
                        () -> chains.pick(among, facet, group));
    }
}
