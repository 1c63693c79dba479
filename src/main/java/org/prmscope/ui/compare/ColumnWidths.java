package org.prmscope.ui.compare;

import javafx.beans.binding.DoubleBinding;
import javafx.beans.property.ReadOnlyDoubleProperty;
import javafx.beans.property.ReadOnlyDoubleWrapper;
import javafx.beans.value.ObservableValue;
import javafx.scene.layout.Region;

import org.prmscope.compare.Comparison;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// How wide the columns of the step table are: the head and every row share them.
///
/// A strip is as wide as its cells, but leaves the steps' text a readable width: where there is not
/// room for all cells the strips shrink, each in proportion. The columns of text are as wide as it
/// is large; the cells of a strip always have the same size.
final class ColumnWidths {
    /// A column of text, which may take other room at another size of text.
    enum Column {
        NUMBER(34),
        GOLD(40),
        SCORE(44),
        DELTA(48);

        private final double width;

        Column(double width) {
            this.width = width;
        }
    }

    static final double GAP = 8;
    private static final double LEAST_TEXT = 170;
    private static final double LEAST_STRIP = 40;

    /// Room for the name of a run above its strip.
    private static final double NAME = 110;

    private static final double CELL = 18;
    private static final double LEAST_CELL = 12.5;

    private final List<ReadOnlyDoubleWrapper> strips = new ArrayList<>();
    private final Map<Column, ReadOnlyDoubleWrapper> columns = new EnumMap<>(Column.class);
    private final ObservableValue<? extends Number> textScale;
    private double width;
    private List<Integer> cells = List.of(1);

    /// @param textScale of all text, 1 is normal
    ColumnWidths(ObservableValue<? extends Number> textScale) {
        this.textScale = textScale;
        for (int run = 0; run < Comparison.MOST_RUNS; run++) {
            strips.add(new ReadOnlyDoubleWrapper(LEAST_STRIP));
        }
        for (Column column : Column.values()) {
            columns.put(column, new ReadOnlyDoubleWrapper());
        }
        textScale.subscribe(this::update);
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
        double scale = textScale.getValue().doubleValue();
        columns.forEach((column, now) -> now.set(column.width * scale));
        int runs = cells.size();
        double text =
                LEAST_TEXT * scale
                        + of(Column.NUMBER).get()
                        + of(Column.GOLD).get()
                        + runs * (of(Column.SCORE).get() + of(Column.DELTA).get())
                        - of(Column.DELTA).get();
        double fixed = text + 3 * GAP + runs * 3 * GAP;
        double wanted = cells.stream().mapToDouble(ColumnWidths::wanted).sum();
        double share = Math.clamp((width - fixed) / wanted, 0, 1);
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

    /// The width of a column of text.
    ReadOnlyDoubleProperty of(Column column) {
        return Objects.requireNonNull(columns.get(column)).getReadOnlyProperty();
    }

    /// Keeps a node as wide as a column of text.
    void keep(Region node, Column column) {
        node.minWidthProperty().bind(of(column));
        node.maxWidthProperty().bind(node.minWidthProperty());
    }

    /// Keeps the head of a run as wide as what stands under it.
    ///
    /// @param withDelta whether its difference from the pinned run stands there too
    void keepHead(Region head, int run, boolean withDelta) {
        DoubleBinding width = strip(run).add(of(Column.SCORE)).add(GAP);
        head.minWidthProperty().bind(withDelta ? width.add(of(Column.DELTA)).add(GAP) : width);
        head.maxWidthProperty().bind(head.minWidthProperty());
    }

    /// The width of a run's strips.
    ReadOnlyDoubleProperty strip(int run) {
        return strips.get(run).getReadOnlyProperty();
    }
}
