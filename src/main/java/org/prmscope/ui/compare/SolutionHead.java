package org.prmscope.ui.compare;

import javafx.beans.binding.Bindings;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import org.jspecify.annotations.Nullable;
import org.prmscope.compare.Slice;
import org.prmscope.compare.SolutionComparison;
import org.prmscope.ui.figures.Figures;
import org.prmscope.ui.fx.PaneParts;

import java.util.List;

/// Which solution is in view, moving among them, and the filter that chooses them.
final class SolutionHead extends VBox {
    private final CompareViewModel model;
    private final Label id = new Label();
    private final FlowPane filter = new FlowPane();
    private final Button chip;
    private final ToggleButton follow = new ToggleButton("figures of these only");
    private final Label full = new Label();
    private final List<Node> filterParts;
    private final MenuButton slices = new MenuButton("slices");

    SolutionHead(CompareViewModel model) {
        this.model = model;
        getStyleClass().add("solution-head");
        SolutionViewModel solution = model.solution();
        id.getStyleClass().add("solution-id");
        id.setMinWidth(40);
        Label position = new Label();
        position.getStyleClass().add("figure");
        position.setMinWidth(Region.USE_PREF_SIZE);
        position.textProperty().bind(solution.positionProperty());
        Button disagreement =
                PaneParts.headButton(
                        "≠ next",
                        "Next step on which runs disagree (d)",
                        () -> solution.nextDisagreement(1));
        disagreement.getStyleClass().add("small");
        ToggleButton whole = new ToggleButton("whole chains");
        whole.getStyleClass().addAll("small", "toggle-small");
        whole.setMinWidth(Region.USE_PREF_SIZE);
        whole.setTooltip(new Tooltip("Read whole chains instead of the selected step (w)"));
        whole.selectedProperty().bindBidirectional(model.chains().wholeProperty());
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        slices.getStyleClass().add("small");
        slices.setTooltip(new Tooltip("Slices saved for this set"));
        slices.visibleProperty().bind(Bindings.isNotEmpty(model.slices().shown()));
        slices.managedProperty().bind(slices.visibleProperty());
        slices.setOnShowing(event -> fillSlices());
        slices.getItems().setAll(new MenuItem());
        slices.setMinWidth(Region.USE_PREF_SIZE);
        HBox line =
                new HBox(
                        id,
                        PaneParts.headButton(
                                "◀", "Previous solution (Ctrl+Page Up)", () -> solution.next(-1)),
                        position,
                        PaneParts.headButton(
                                "▶", "Next solution (Ctrl+Page Down)", () -> solution.next(1)),
                        disagreement,
                        space,
                        slices,
                        whole);
        line.getStyleClass().add("solution-line");
        line.setAlignment(Pos.CENTER_LEFT);
        chip = PaneParts.headButton("", "Show all solutions again (Esc)", model::clearFilter);
        chip.getStyleClass().setAll("filter-chip");
        Button save =
                PaneParts.headButton(
                        "Save slice", "Keep these solutions under this name", this::save);
        save.getStyleClass().add("small");
        follow.getStyleClass().addAll("small", "toggle-small");
        follow.setTooltip(new Tooltip("Compute curves, tables and tests over the slice"));
        follow.selectedProperty().bindBidirectional(model.figuresFollowProperty());
        full.getStyleClass().add("warning-note");
        full.managedProperty().bind(full.visibleProperty());
        full.visibleProperty().bind(full.textProperty().isNotEmpty());
        filterParts = List.of(chip, save, follow, full);
        filter.getStyleClass().add("filter-line");
        filter.managedProperty().bind(filter.visibleProperty());
        getChildren().addAll(line, filter);
        model.filterProperty().subscribe(this::showFilter);
        solution.shownProperty().subscribe(this::show);
        solution.positionProperty().subscribe(() -> showFilter(model.filterProperty().get()));
    }

    private void show(@Nullable SolutionComparison now) {
        id.setText(now == null ? "" : now.solution().id());
        showFilter(model.filterProperty().get());
    }

    private void showFilter(@Nullable Slice slice) {
        filter.setVisible(slice != null);
        full.setText("");
        if (slice == null) {
            filter.getChildren().clear();
        } else {
            // The same parts each time: while one is clicked it must not be replaced.
            if (filter.getChildren().isEmpty()) {
                filter.getChildren().setAll(filterParts);
            }
            chip.setText(
                    "%s: %s  ✕"
                            .formatted(slice.name(), Figures.count(model.solution().ids().size())));
        }
    }

    private void save() {
        Slice now = model.filterProperty().get();
        if (now != null && !model.slices().hasRoom(now)) {
            full.setText(
                    "Not saved: this set has %d slices, the most there can be. Forget one first."
                            .formatted(Slices.MOST));
            return;
        }
        model.saveSlice();
    }

    private void fillSlices() {
        slices.getItems().clear();
        for (Slice slice : model.slices().shown()) {
            MenuItem item = new MenuItem(slice.name());
            item.setMnemonicParsing(false);
            item.setOnAction(event -> model.select(slice));
            slices.getItems().add(item);
        }
        MenuItem forget = new MenuItem("Forget the one shown");
        forget.setDisable(model.filterProperty().get() == null);
        forget.setOnAction(event -> {
            Slice now = model.filterProperty().get();
            if (now != null) {
                model.slices().remove(now);
            }
        });
        slices.getItems().addAll(new javafx.scene.control.SeparatorMenuItem(), forget);
    }
}
