package org.prmscope.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Random;

class TicksTest {
    @Test
    void ticksAreAtRoundValues() {
        assertEquals(
                List.of(0.6, 0.65, 0.7, 0.75, 0.8, 0.85),
                Ticks.linear(0.61, 0.83, 6, null).values());
        assertEquals(List.of(0.0, 0.2, 0.4, 0.6, 0.8, 1.0), Ticks.linear(0, 1, 5, null).values());
        assertEquals(List.of(-10.0, 0.0, 10.0, 20.0), Ticks.linear(-7, 13, 3, null).values());
        assertEquals(List.of(500.0, 1000.0, 2000.0, 5000.0), Ticks.log(780, 5000, 8).values());
        assertEquals(List.of(1.0, 100.0, 10_000.0), Ticks.log(2, 9_000, 3).values());
    }

    @Test
    void ticksCoverTheDataAndAreNoMoreThanAskedFor() {
        Random random = new Random(3);
        for (int round = 0; round < 20_000; round++) {
            double size = Math.pow(10, random.nextInt(13) - 6);
            double a = (random.nextDouble() - 0.5) * size;
            double b = random.nextInt(5) == 0 ? a : a + random.nextDouble() * size;
            int most = 1 + random.nextInt(9);
            Ticks linear = Ticks.linear(a, b, most, null);
            check(linear, a, b, linear.step() * 1e-6);
            assertTrue(
                    a == b || linear.values().size() <= Math.max(most, 2) + 1, () -> a + " " + b);
            double low = Math.abs(a) + size * 1e-4;
            double high = low * (1 + random.nextDouble() * random.nextInt(1_000));
            Ticks log = Ticks.log(low, high, most);
            check(log, low, high, low * 1e-6);
            assertTrue(log.values().size() <= most + 1, () -> low + " " + high);
        }
    }

    private static void check(Ticks ticks, double low, double high, double tolerance) {
        assertTrue(ticks.values().size() >= 2, ticks::toString);
        assertTrue(ticks.first() <= low + tolerance, () -> ticks + " for " + low);
        assertTrue(ticks.last() >= high - tolerance, () -> ticks + " for " + high);
        for (int i = 1; i < ticks.values().size(); i++) {
            assertTrue(ticks.values().get(i) > ticks.values().get(i - 1), ticks::toString);
        }
    }

    @Test
    void aSingleValueHasTicksAroundItWithinTheBounds() {
        assertEquals(1.0, Ticks.linear(1, 1, 5, new Interval(0, 1)).last());
        assertEquals(0.0, Ticks.linear(0, 0, 5, new Interval(0, 1)).first());
        assertTrue(Ticks.linear(7, 7, 5, null).first() < 7);
    }

    @Test
    void valuesAreWrittenWithTheDecimalsOfTheStep() {
        assertEquals("0.65", TickFormat.DECIMAL.tick(0.65, 0.05));
        assertEquals("1.0", TickFormat.DECIMAL.tick(1, 0.2));
        assertEquals("−0.5", TickFormat.DECIMAL.tick(-0.5, 0.5));
        assertEquals("0.0", TickFormat.DECIMAL.tick(-0.0, 0.5));
        assertEquals("40 %", TickFormat.PERCENT.tick(0.4, 0.1));
        assertEquals("2k", TickFormat.COUNT.tick(2_000, 2_000));
        assertEquals("1.5k", TickFormat.COUNT.tick(1_500, 500));
        assertEquals("500", TickFormat.COUNT.tick(500, 500));
        assertEquals("2,048", TickFormat.COUNT.full(2_048));
        assertEquals("0.78", TickFormat.DECIMAL.full(0.7777));
    }
}
