package org.prmscope.ui.synthesis;

import javafx.scene.control.ScrollPane;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import org.prmscope.plot.Mark;
import org.prmscope.synthesis.filter.FilterSummary;
import org.prmscope.ui.fx.PaneParts;
import org.prmscope.ui.fx.PlotPane;

import java.util.List;

/// Whether the filters prefer a kind of chain: plots whose bars show the chains they count.
final class BalancePane {
    private static final double HEIGHT = 190;
    private static final double HIGHER = 230;

    private final DataViewModel view;
    private final ToggleButton counts = new ToggleButton("Counts");
    private final ToggleButton shares = new ToggleButton("Share kept");
    private final VBox says = new VBox();
    private final PlotPane reasons = plot(HIGHER);
    private final PlotPane labels = plot(HEIGHT);
    private final PlotPane positions = plot(HEIGHT);
    private final PlotPane lengths = plot(HEIGHT);
    private final PlotPane steps = plot(HEIGHT);
    private final ScrollPane root;

    BalancePane(DataViewModel view) {
        this.view = view;
        says.getStyleClass().add("pane-part");
        ToggleGroup group = new ToggleGroup();
        counts.setToggleGroup(group);
        shares.setToggleGroup(group);
        counts.getStyleClass().addAll("left-pill", "small");
        shares.getStyleClass().addAll("right-pill", "small");
        counts.setTooltip(new Tooltip("Kept and dropped chains of each group"));
        shares.setTooltip(new Tooltip("The share of each group that is kept, beside that of all"));
        shares.setSelected(true);
        for (ToggleButton each : List.of(counts, shares)) {
            each.setMinWidth(Region.USE_PREF_SIZE);
            each.setOnAction(_ -> {
                each.setSelected(true);
                refresh();
            });
        }
        VBox page =
                new VBox(
                        new HBox(counts, shares), says, labels, positions, lengths, steps, reasons);
        root = PaneParts.page(page);
        view.reviewProperty().subscribe(this::refresh);
    }

    private PlotPane plot(double height) {
        PlotPane pane = new PlotPane();
        pane.setPrefHeight(height);
        pane.setMinHeight(height);
        pane.setOnPick(this::pick);
        return pane;
    }

    ScrollPane root() {
        return root;
    }

    private void pick(Mark mark) {
        Balance.Pick pick = Balance.Pick.of(mark.key());
        if (pick != null) {
            view.chains().pick(pick.among(), pick.facet(), pick.group());
        }
    }

    private void refresh() {
        DataReview review = view.reviewProperty().get();
        says.getChildren().clear();
        if (review == null) {
            return;
        }
        FilterSummary summary = review.summary();
        for (String sentence : Balance.sentences(review.rows())) {
            says.getChildren().add(PaneParts.plain(sentence));
        }
        says.getChildren()
                .add(PaneParts.quiet("A bar that is clicked shows its chains in the table."));
        show(labels, "Gold label", ChainFacet.LABEL, summary.labels(), summary);
        show(positions, "First error", ChainFacet.FIRST_ERROR, summary.positions(), summary);
        show(lengths, "Generated tokens", ChainFacet.TOKENS, summary.lengths(), summary);
        show(steps, "Steps of the solution", ChainFacet.STEPS, summary.steps(), summary);
        reasons.show(Balance.reasons(summary));
    }

    private void show(
            PlotPane pane,
            String title,
            ChainFacet facet,
            List<FilterSummary.Bucket> buckets,
            FilterSummary summary) {
        pane.show(
                shares.isSelected()
                        ? Balance.shares(title + ": share kept", facet, buckets, summary)
                        : Balance.counts(title, facet, buckets));
    }
}
