package org.prmscope.ui.compare;

import javafx.beans.property.ReadOnlyDoubleProperty;
import javafx.beans.property.ReadOnlyDoubleWrapper;

/// How wide the columns of the step table are: the head and every row share them.
final class ColumnWidths {
    static final double NUMBER = 30;
    static final double GOLD = 46;
    static final double SCORE = 46;
    static final double DELTA = 52;
    static final double GAP = 8;
    private static final double LEAST_TEXT = 150;
    private static final double LEAST_STRIP = 44;
    private static final double CELL = 18;

    private final ReadOnlyDoubleWrapper strip = new ReadOnlyDoubleWrapper(LEAST_STRIP);
    private double width;
    private int runs = 1;
    private int cells = 1;

    /// Takes the room there is.
    void resize(double newWidth) {
        width = newWidth;
        update();
    }

    /// Takes what is to be shown.
    ///
    /// @param newCells the most cells of a strip
    void show(int newRuns, int newCells) {
        runs = Math.max(newRuns, 1);
        cells = Math.max(newCells, 1);
        update();
    }

    private void update() {
        double fixed = NUMBER + GOLD + 4 * GAP + runs * (SCORE + DELTA + 3 * GAP) - DELTA;
        double room = (width - fixed - LEAST_TEXT) / runs;
        // Never wider than its cells need, never too narrow for the run's name above it.
        strip.set(Math.max(Math.min(room, Math.max(cells * CELL + 2, 120)), LEAST_STRIP));
    }

    /// The width of a strip of cells.
    ReadOnlyDoubleProperty stripProperty() {
        return strip.getReadOnlyProperty();
    }
}
