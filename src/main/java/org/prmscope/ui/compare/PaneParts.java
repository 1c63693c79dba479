package org.prmscope.ui.compare;

import javafx.geometry.HPos;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import org.prmscope.ui.figures.Figures;
import org.prmscope.ui.fx.CountLink;

import java.util.List;

/// What the panes at the right are made of.
final class PaneParts {
    private PaneParts() {}

    static Label heading(String text) {
        Label label = new Label(text);
        label.getStyleClass().add("compare-heading");
        return label;
    }

    static Label quiet(String text) {
        Label label = new Label(text);
        label.getStyleClass().add("compare-quiet");
        label.setWrapText(true);
        label.setMinHeight(Region.USE_PREF_SIZE);
        return label;
    }

    static Label figure(String text) {
        Label label = new Label(text);
        label.getStyleClass().add("figure");
        label.setMinWidth(Region.USE_PREF_SIZE);
        return label;
    }

    static Label head(String text) {
        Label label = new Label(text);
        label.getStyleClass().add("compare-column-head");
        label.setMinWidth(Region.USE_PREF_SIZE);
        return label;
    }

    static Label head(String text, String tip) {
        Label label = head(text);
        label.setTooltip(new Tooltip(tip));
        label.setAccessibleText(tip);
        return label;
    }

    /// A count that selects the solutions behind it.
    static CountLink count(CompareViewModel model, String name, List<String> ids) {
        CountLink link = new CountLink();
        fill(link, model, name, ids);
        return link;
    }

    /// Makes a link count other solutions.
    static void fill(CountLink link, CompareViewModel model, String name, List<String> ids) {
        String count = Figures.count(ids.size());
        if (ids.isEmpty()) {
            link.showPlain(count);
            return;
        }
        link.show(
                count,
                Figures.count(ids.size(), "solution") + ", " + name,
                "Show these solutions: " + name,
                () -> model.select(name, ids));
    }

    /// A grid whose first column takes the room that is left.
    static GridPane grid() {
        GridPane grid = new GridPane();
        grid.getStyleClass().add("compare-grid");
        ColumnConstraints first = new ColumnConstraints();
        first.setHgrow(Priority.ALWAYS);
        first.setHalignment(HPos.LEFT);
        grid.getColumnConstraints().add(first);
        return grid;
    }

    static ScrollPane page(VBox page) {
        page.getStyleClass().add("compare-page");
        page.setMinWidth(0);
        ScrollPane scroll = new ScrollPane(page);
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        scroll.getStyleClass().add("inspector-scroll");
        return scroll;
    }
}
