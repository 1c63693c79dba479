package org.prmscope.ui.model;

import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;

import org.prmscope.core.WorkbenchException;

/// Names at the left, values at the right.
final class PanelGrid extends GridPane {
    private static final double NAME_WIDTH = 82;

    PanelGrid() {
        getStyleClass().add("panel-grid");
        // Grids above each other keep one line.
        ColumnConstraints names = new ColumnConstraints();
        names.setMinWidth(NAME_WIDTH);
        getColumnConstraints().add(names);
    }

    /// The parts of a report.
    static PanelGrid of(WorkbenchException.Report report) {
        return new PanelGrid()
                .with("where", report.where())
                .with("expected", report.expected())
                .with("found", report.found())
                .with("remedy", report.remedy());
    }

    /// Adds a row; none for an empty value.
    PanelGrid with(String name, String value) {
        if (!value.isEmpty()) {
            Label label = new Label(value);
            label.setWrapText(true);
            with(name, label);
        }
        return this;
    }

    PanelGrid with(String name, Node value) {
        GridPane.setHgrow(value, Priority.ALWAYS);
        Label head = muted(name);
        head.setWrapText(false);
        head.setMinWidth(USE_PREF_SIZE);
        head.setLabelFor(value);
        addRow(getRowCount(), head, value);
        return this;
    }

    /// Text that stands back.
    static Label muted(String text) {
        Label label = new Label(text);
        label.getStyleClass().add("muted");
        label.setWrapText(true);
        label.setMinHeight(USE_PREF_SIZE);
        return label;
    }
}
