package org.prmscope.ui.fx;

import javafx.geometry.HPos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// What panes of figures and sentences are made of, in every view alike.
public final class PaneParts {
    private PaneParts() {}

    /// The title of a part.
    public static Label heading(String text) {
        Label label = new Label(text);
        label.getStyleClass().add("pane-heading");
        label.setMinWidth(Region.USE_PREF_SIZE);
        return label;
    }

    /// A sentence that wraps.
    public static Label plain(String text) {
        Label label = new Label(text);
        label.setWrapText(true);
        label.setMinHeight(Region.USE_PREF_SIZE);
        return label;
    }

    /// A sentence that steps back behind the figures.
    public static Label quiet(String text) {
        Label label = plain(text);
        label.getStyleClass().add("quiet");
        return label;
    }

    /// A number that is never cut.
    public static Label figure(String text) {
        Label label = new Label(text);
        label.getStyleClass().add("figure");
        label.setMinWidth(Region.USE_PREF_SIZE);
        return label;
    }

    /// A small button in the head of a view.
    ///
    /// @param meaning said by its tooltip and to screen readers
    public static Button headButton(String text, String meaning, Runnable action) {
        Button button = new Button(text);
        button.setMnemonicParsing(false);
        button.getStyleClass().addAll("flat", "head-step");
        button.setMinWidth(Region.USE_PREF_SIZE);
        button.setTooltip(new Tooltip(meaning));
        button.setAccessibleText(meaning);
        button.setOnAction(_ -> action.run());
        return button;
    }

    /// The head of a column.
    public static Label head(String text) {
        Label label = new Label(text);
        label.getStyleClass().add("pane-column-head");
        label.setMinWidth(Region.USE_PREF_SIZE);
        return label;
    }

    /// The head of a column with what it means.
    public static Label head(String text, String meaning) {
        Label label = head(text);
        label.setTooltip(new Tooltip(meaning));
        label.setAccessibleText(meaning);
        return label;
    }

    /// A grid whose first column takes the room that is left.
    public static GridPane grid() {
        GridPane grid = new GridPane();
        grid.getStyleClass().add("pane-grid");
        ColumnConstraints first = new ColumnConstraints();
        first.setHgrow(Priority.ALWAYS);
        first.setHalignment(HPos.LEFT);
        grid.getColumnConstraints().add(first);
        return grid;
    }

    /// A column of parts that is scrolled up and down.
    public static ScrollPane page(VBox page) {
        page.getStyleClass().add("pane-page");
        page.setMinWidth(0);
        ScrollPane scroll = new ScrollPane(page);
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        scroll.getStyleClass().add("inspector-scroll");
        return scroll;
    }
}
