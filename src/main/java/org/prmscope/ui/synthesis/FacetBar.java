package org.prmscope.ui.synthesis;

import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.RadioMenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import org.prmscope.synthesis.export.ExportManifest;
import org.prmscope.synthesis.filter.FilterSummary;
import org.prmscope.ui.figures.Figures;
import org.prmscope.ui.fx.FilterField;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// What narrows the table of chains: a text, kept or dropped, and a menu for each facet.
final class FacetBar extends VBox {
    private static final List<ChainFacet> MENUS =
            List.of(
                    ChainFacet.REASON,
                    ChainFacet.LABEL,
                    ChainFacet.FIRST_ERROR,
                    ChainFacet.TOKENS,
                    ChainFacet.STEPS,
                    ChainFacet.VERDICT,
                    ChainFacet.SOURCE,
                    ChainFacet.PROTOCOL);

    private final DataViewModel view;
    private final ChainListViewModel model;
    private final TextField filter = new TextField();
    private final FlowPane menus = new FlowPane(6, 6);
    private final Map<ChainFacet, MenuButton> buttons = new EnumMap<>(ChainFacet.class);
    private final Button widen = new Button("show all  ✕");
    private final Label position = new Label();

    /// @param leave puts the focus on the table
    FacetBar(DataViewModel view, Runnable leave) {
        this.view = view;
        model = view.chains();
        getStyleClass().add("solutions-head");
        bindFilter(leave);
        position.getStyleClass().addAll("figure", "quiet");
        position.setMinWidth(Region.USE_PREF_SIZE);
        HBox.setHgrow(filter, Priority.ALWAYS);
        HBox line = new HBox(8, filter, position);
        line.setAlignment(Pos.CENTER_LEFT);
        menus.getStyleClass().add("facets");
        kinds();
        for (ChainFacet facet : MENUS) {
            MenuButton button = new MenuButton();
            button.getStyleClass().addAll("facet", "facet-menu");
            button.setMnemonicParsing(false);
            button.setTooltip(new Tooltip("Show chains of one group only: " + facet.title()));
            button.getItems().setAll(new MenuItem());
            button.setOnShowing(_ -> fill(facet, button));
            buttons.put(facet, button);
            menus.getChildren().add(button);
        }
        widen.getStyleClass().setAll("filter-chip");
        widen.setTooltip(new Tooltip("Show all chains again (Esc)"));
        widen.setOnAction(_ -> model.widen());
        widen.managedProperty().bind(widen.visibleProperty());
        menus.getChildren().add(widen);
        getChildren().addAll(line, menus);
        model.facetsProperty().subscribe(this::refresh);
        model.countsProperty().subscribe(this::refresh);
        model.selectedProperty().subscribe(_ -> position.setText(model.position()));
        view.reviewProperty().subscribe(this::refresh);
        refresh();
    }

    private void bindFilter(Runnable leave) {
        filter.setPromptText("filter solution, reason, note…   Ctrl+F");
        filter.setAccessibleText("Filter chains by solution, reason, note or name");
        FilterField.bind(filter, model.filterTextProperty(), leave);
    }

    private void kinds() {
        ToggleGroup group = new ToggleGroup();
        for (ChainListViewModel.Among each : ChainListViewModel.Among.values()) {
            ToggleButton button = new ToggleButton();
            button.getStyleClass().add("facet");
            button.setToggleGroup(group);
            button.setMinWidth(Region.USE_PREF_SIZE);
            button.textProperty()
                    .bind(
                            model.countsProperty()
                                    .map(_ ->
                                            each.title() + " " + Figures.count(model.count(each))));
            button.setOnAction(_ -> {
                button.setSelected(true);
                model.amongProperty().set(each);
            });
            model.amongProperty().subscribe(now -> button.setSelected(now == each));
            menus.getChildren().add(button);
        }
    }

    private void refresh() {
        Map<ChainFacet, String> chosen = model.facetsProperty().get();
        buttons.forEach((facet, button) -> {
            String group = chosen.get(facet);
            if (group == null && facet == ChainFacet.REASON) {
                String first = chosen.get(ChainFacet.FIRST_REASON);
                group = first == null ? null : "first " + first;
            }
            button.setText(group == null ? facet.title() : facet.title() + ": " + group);
            button.getStyleClass().remove("chosen");
            if (group != null) {
                button.getStyleClass().add("chosen");
            }
            boolean useful =
                    (facet != ChainFacet.SOURCE && facet != ChainFacet.PROTOCOL)
                            || group != null
                            || model.counts(facet, List.of()).size() > 1;
            button.setVisible(useful);
            button.setManaged(useful);
        });
        widen.setVisible(model.isNarrowed());
        position.setText(model.position());
    }

    private void fill(ChainFacet facet, MenuButton button) {
        button.getItems().clear();
        ToggleGroup group = new ToggleGroup();
        String chosen = model.facetsProperty().get().get(facet);
        RadioMenuItem all = new RadioMenuItem("all");
        all.setToggleGroup(group);
        all.setSelected(chosen == null);
        all.setOnAction(_ -> {
            model.narrow(facet, null);
            if (facet == ChainFacet.REASON) {
                model.narrow(ChainFacet.FIRST_REASON, null);
            }
        });
        button.getItems().addAll(all, new SeparatorMenuItem());
        for (ChainListViewModel.Count count : model.counts(facet, order(facet))) {
            RadioMenuItem item =
                    new RadioMenuItem(
                            "%s   %s".formatted(count.group(), Figures.count(count.chains())));
            item.setMnemonicParsing(false);
            item.setToggleGroup(group);
            item.setSelected(count.group().equals(chosen));
            item.setOnAction(_ -> model.narrow(facet, count.group()));
            button.getItems().add(item);
        }
    }

    private List<String> order(ChainFacet facet) {
        DataReview review = view.reviewProperty().get();
        if (review == null) {
            return List.of();
        }
        FilterSummary summary = review.summary();
        List<FilterSummary.Bucket> buckets =
                switch (facet) {
                    case LABEL -> summary.labels();
                    case FIRST_ERROR -> summary.positions();
                    case TOKENS -> summary.lengths();
                    case STEPS -> summary.steps();
                    case SOURCE -> summary.sources();
                    case REASON, FIRST_REASON, VERDICT, PROTOCOL -> List.of();
                };
        return facet == ChainFacet.REASON
                ? summary.reasons().stream()
                        .map(count ->
                                ChainRow.name(count.filter(), ExportManifest.word(count.reason())))
                        .toList()
                : buckets.stream().map(FilterSummary.Bucket::name).toList();
    }

    void focusFilter() {
        filter.requestFocus();
        filter.selectAll();
    }
}
