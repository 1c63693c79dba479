package org.prmscope.ui.figures;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class FiguresTest {
    @Test
    void probabilitiesNearTheEndsAreNotRoundedToCertainty() {
        assertEquals("<0.01", Figures.probability(0.001));
        assertEquals(">0.99", Figures.probability(0.9999));
        assertEquals("0.00", Figures.probability(0));
        assertEquals("1.00", Figures.probability(1));
        assertEquals("0.08", Figures.probability(0.08));
    }

    @Test
    void sizesAndTimesHaveTheirUnits() {
        assertEquals("412 MiB", Figures.bytes(412L << 20));
        assertEquals("1.5 GiB", Figures.bytes(3L << 29));
        assertEquals("31 ms", Figures.duration(31));
        assertEquals("4.2 s", Figures.duration(4_200));
        assertEquals("1:20", Figures.duration(80_000));
        assertEquals("1:01:01", Figures.clock(3_661_000));
        assertEquals("7.6B", Figures.parameters(7_600_000_000L));
        assertEquals("1 row", Figures.count(1, "row"));
        assertEquals("2,000 rows", Figures.count(2_000, "row"));
    }

    @Test
    void stepsCountFromOne() {
        assertEquals("1", Figures.step(0));
    }
}
