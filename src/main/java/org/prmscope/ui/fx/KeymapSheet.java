package org.prmscope.ui.fx;

import javafx.geometry.Insets;
import javafx.geometry.Orientation;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Pane;
import javafx.scene.layout.VBox;

import java.util.ArrayList;
import java.util.List;

/// Every action with its keys, in groups, as the `?` key shows it: in as many columns as the width
/// has room for, none much longer than the others.
public final class KeymapSheet extends Pane {
    private static final double MOST_COLUMNS = 4;

    /// Lists the actions as they are now; make a new sheet when they change.
    public KeymapSheet(Keymap keymap) {
        getStyleClass().add("keymap-sheet");
        keymap.groups().forEach((title, actions) -> getChildren().add(group(title, actions)));
    }

    private static Node group(String title, List<KeyAction> actions) {
        VBox group = new VBox();
        group.getStyleClass().add("keymap-group");
        Label head = new Label(title);
        head.getStyleClass().add("keymap-title");
        group.getChildren().add(head);
        for (KeyAction action : actions) {
            HBox keys = new HBox();
            keys.getStyleClass().add("keymap-keys");
            keys.setAlignment(Pos.CENTER_LEFT);
            for (KeyBinding key : action.keys()) {
                Label cap = new Label(key.display());
                cap.getStyleClass().add("key-cap");
                cap.setMinWidth(USE_PREF_SIZE);
                keys.getChildren().add(cap);
            }
            Label what = new Label(action.title());
            what.setWrapText(true);
            what.setMinHeight(USE_PREF_SIZE);
            HBox row = new HBox(keys, what);
            row.getStyleClass().add("keymap-row");
            row.setAlignment(Pos.TOP_LEFT);
            group.getChildren().add(row);
        }
        return group;
    }

    @Override
    public Orientation getContentBias() {
        return Orientation.HORIZONTAL;
    }

    @Override
    protected double computeMinWidth(double height) {
        return 0;
    }

    @Override
    protected double computePrefWidth(double height) {
        Insets insets = getInsets();
        return insets.getLeft()
                + MOST_COLUMNS * (widest() + insets.getLeft())
                - insets.getLeft()
                + insets.getRight();
    }

    @Override
    protected double computePrefHeight(double width) {
        Insets insets = getInsets();
        double all = width < 0 ? prefWidth(-1) : width;
        return insets.getTop() + longest(columns(all), columnWidth(all)) + insets.getBottom();
    }

    @Override
    protected void layoutChildren() {
        Insets insets = getInsets();
        double width = columnWidth(getWidth());
        double x = insets.getLeft();
        for (List<Node> column : columns(getWidth())) {
            double y = insets.getTop();
            for (Node group : column) {
                double height = snapSizeY(group.prefHeight(width));
                group.resizeRelocate(snapPositionX(x), snapPositionY(y), width, height);
                y += height + insets.getTop();
            }
            x += width + insets.getLeft();
        }
    }

    /// As wide as the widest group would be without wrapping.
    private double widest() {
        return getChildren().stream().mapToDouble(each -> each.prefWidth(-1)).max().orElse(0);
    }

    private int count(double width) {
        Insets insets = getInsets();
        double room = width - insets.getRight();
        // Titles may wrap a little before a whole column is given up for them.
        return (int) Math.clamp(room / (0.72 * widest() + insets.getLeft()), 1, MOST_COLUMNS);
    }

    private double columnWidth(double width) {
        Insets insets = getInsets();
        int count = count(width);
        return Math.floor((width - count * insets.getLeft() - insets.getRight()) / count);
    }

    /// The groups in their order, in columns of which the longest is as short as can be.
    private List<List<Node>> columns(double width) {
        int count = count(width);
        double column = columnWidth(width);
        List<Node> groups = getManagedChildren();
        double least = 0;
        double most = 0;
        for (Node group : groups) {
            double height = group.prefHeight(column);
            least = Math.max(least, height);
            most += height + getInsets().getTop();
        }
        while (most - least > 1) {
            double middle = (least + most) / 2;
            if (filled(groups, column, middle).size() <= count) {
                most = middle;
            } else {
                least = middle;
            }
        }
        return filled(groups, column, most);
    }

    private List<List<Node>> filled(List<Node> groups, double width, double height) {
        List<List<Node>> columns = new ArrayList<>();
        double y = 0;
        for (Node group : groups) {
            double next = snapSizeY(group.prefHeight(width));
            if (columns.isEmpty() || y + next > height) {
                columns.add(new ArrayList<>());
                y = 0;
            }
            columns.getLast().add(group);
            y += next + getInsets().getTop();
        }
        return columns;
    }

    private double longest(List<List<Node>> columns, double width) {
        double longest = 0;
        for (List<Node> column : columns) {
            double height = -getInsets().getTop();
            for (Node group : column) {
                height += snapSizeY(group.prefHeight(width)) + getInsets().getTop();
            }
            longest = Math.max(longest, height);
        }
        return longest;
    }
}
