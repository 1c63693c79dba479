package org.prmscope.ui.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.util.List;

class ColumnWidthsTest {
    private final ColumnWidths widths = new ColumnWidths();

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
        double text =
                660
                        - strips
                        - ColumnWidths.NUMBER
                        - ColumnWidths.GOLD
                        - 3 * ColumnWidths.GAP
                        - 2 * (ColumnWidths.SCORE + 3 * ColumnWidths.GAP)
                        - ColumnWidths.DELTA;
        assertTrue(text >= 150, "text has " + text);
    }

    @Test
    void stripNeverVanishes() {
        widths.show(List.of(100, 100, 100, 100));
        widths.resize(300);
        assertTrue(widths.strip(3).get() >= 40);
    }
}
