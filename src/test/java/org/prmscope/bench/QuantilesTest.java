package org.prmscope.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import java.util.stream.IntStream;

class QuantilesTest {
    @Test
    void Quantiles_are_values_that_were_measured() {
        double[] values = IntStream.rangeClosed(1, 200).mapToDouble(i -> 201 - i).toArray();

        assertEquals(new Quantiles(100, 198, 200), Quantiles.of(values));
    }

    @Test
    void One_value_is_all_of_them() {
        assertEquals(new Quantiles(3, 3, 3), Quantiles.of(new double[] {3}));
    }
}
