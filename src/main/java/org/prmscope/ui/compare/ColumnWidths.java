package org.prmscope.ui.compare;

import javafx.beans.property.ReadOnlyDoubleProperty;
import javafx.beans.property.ReadOnlyDoubleWrapper;

import org.prmscope.compare.Comparison;

import java.util.ArrayList;
import java.util.List;

/// How wide the columns of the step table are: the head and every row share them.
///
/// A strip is as wide as its cells, but leaves the steps' text a readable width: where there is not
/// room for all cells the strips shrink, each in proportion.
final class ColumnWidths {
    static final double NUMBER = 34;
    static final double GOLD = 40;
    static final double SCORE = 44;
    static final double DELTA = 48;
    static final double GAP = 8;
    private static final double LEAST_TEXT = 170;
    private static final double LEAST_STRIP = 40;

    /// Room for the name of a run above its strip.
    private static final double NAME = 110;

    private static final double CELL = 18;
    private static final double LEAST_CELL = 12.5;

    private final List<ReadOnlyDoubleWrapper> strips = new ArrayList<>();
    private double width;
    private List<Integer> cells = List.of(1);

    ColumnWidths() {
        for (int run = 0; run < Comparison.MOST_RUNS; run++) {
            strips.add(new ReadOnlyDoubleWrapper(LEAST_STRIP));
        }
    }

    /// Takes the room there is.
    void resize(double newWidth) {
        width = newWidth;
        update();
    }

    /// Takes what is to be shown.
    ///
    /// @param newCells of each run, the most cells of a strip
    void show(List<Integer> newCells) {
        cells = List.copyOf(newCells);
        update();
    }

    private void update() {
        int runs = cells.size();
        double fixed = NUMBER + GOLD + 3 * GAP + runs * (SCORE + DELTA + 3 * GAP) - DELTA;
        double wanted = cells.stream().mapToDouble(ColumnWidths::wanted).sum();
        double share = Math.clamp((width - fixed - LEAST_TEXT) / wanted, 0, 1);
        for (int run = 0; run < runs; run++) {
            strips.get(run).set(Math.max(Math.floor(wanted(cells.get(run)) * share), least(run)));
        }
    }

    /// Eight cells keep their glyphs, however little room there is.
    private double least(int run) {
        return Math.max(LEAST_STRIP, Math.min(cells.get(run), 8) * LEAST_CELL + 2);
    }

    private static double wanted(int cells) {
        return Math.max(cells * CELL + 2, NAME);
    }

    /// The width of a run's strips.
    ReadOnlyDoubleProperty strip(int run) {
        return strips.get(run).getReadOnlyProperty();
    }
}
