package org.prmscope.diagnostics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.List;

class HistogramTest {
    @Test
    void everyValueIsInOneBinAndMissingOnesInNone() {
        List<@Nullable Double> values = Arrays.asList(0.0, 0.25, 0.2499, 0.5, null, 0.99, 1.0);
        Histogram histogram = Histogram.of(values, 4);
        assertEquals(List.of(2, 1, 1, 2), histogram.counts());
        assertEquals(1, histogram.missing());
        assertEquals(6, histogram.n());
        assertEquals(0.25, histogram.from(1));
        assertEquals(1, histogram.from(4));
    }

    @Test
    void endsBelongToTheOuterBins() {
        assertEquals(0, Histogram.bin(0, 10));
        assertEquals(9, Histogram.bin(1, 10));
        assertEquals(9, Histogram.bin(Math.nextDown(1.0), 10));
        assertEquals(List.of(0, 0, 0), Histogram.of(List.of(), 3).counts());
    }
}
