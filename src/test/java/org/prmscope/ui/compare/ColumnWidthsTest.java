package org.prmscope.ui.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import javafx.beans.property.DoubleProperty;
import javafx.beans.property.SimpleDoubleProperty;

import org.junit.jupiter.api.Test;

import java.util.List;

class ColumnWidthsTest {
    private final DoubleProperty textScale = new SimpleDoubleProperty(1);
    private final ColumnWidths widths = new ColumnWidths(textScale);

    @Test
    void stripsAreAsWideAsTheirCellsWhereThereIsRoom() {
        widths.show(List.of(8, 16));
        widths.resize(1_200);
        assertEquals(8 * 18 + 2, widths.strip(0).get());
        assertEquals(16 * 18 + 2, widths.strip(1).get());
    }

    @Test
    void stripsShrinkBeforeTheTextDoes() {
        widths.show(List.of(8, 8));
        widths.resize(660);
        double strips = widths.strip(0).get() + widths.strip(1).get();
        assertTrue(strips < 2 * (8 * 18 + 2));
        double text = textWidth(660);
        assertTrue(text >= 150, "text has " + text);
    }

    @Test
    void stripNeverVanishes() {
        widths.show(List.of(100, 100, 100, 100));
        widths.resize(300);
        assertTrue(widths.strip(3).get() >= 40);
    }

    private double textWidth(double all) {
        return all
                - widths.strip(0).get()
                - widths.strip(1).get()
                - widths.of(ColumnWidths.Column.NUMBER).get()
                - widths.of(ColumnWidths.Column.GOLD).get()
                - 2 * widths.of(ColumnWidths.Column.SCORE).get()
                - widths.of(ColumnWidths.Column.DELTA).get()
                - 9 * ColumnWidths.GAP;
    }

    @Test
    void columnsOfLargerTextAreWiderAndTheStripsMakeRoomForThem() {
        widths.show(List.of(8, 8));
        widths.resize(800);
        double before = widths.strip(0).get();
        double score = widths.of(ColumnWidths.Column.SCORE).get();
        textScale.set(1.3);
        assertEquals(1.3 * score, widths.of(ColumnWidths.Column.SCORE).get(), 1e-9);
        assertTrue(widths.strip(0).get() < before);
        assertTrue(textWidth(800) >= 1.3 * 150, "text has " + textWidth(800));
    }
}
