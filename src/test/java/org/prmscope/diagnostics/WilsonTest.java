package org.prmscope.diagnostics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WilsonTest {
    /// Expected: statsmodels 0.15.0, `proportion_confint(part, whole, method='wilson')`.
    @ParameterizedTest
    @CsvSource({
        "0, 10, 0, 0.27753279986288926",
        "10, 10, 0.7224672001371106, 1",
        "5, 10, 0.23659309051256394, 0.7634069094874361",
        "33, 40, 0.6805000966821227, 0.9125458625396409",
        "193, 400, 0.43393056304490063, 0.5314023672567997",
        "1, 1, 0.2065493143772374, 1",
        "0, 1, 0, 0.7934506856227627"
    })
    void isTheIntervalOfOthers(int part, int whole, double low, double high) {
        Estimate.Interval interval = Wilson.interval(part, whole);
        assertEquals(low, interval.low(), 1e-12);
        assertEquals(high, interval.high(), 1e-12);
    }

    @Test
    void holdsTheShareStaysWithinItsRangeAndIsMirrored() {
        for (int whole = 1; whole <= 120; whole++) {
            for (int part = 0; part <= whole; part++) {
                Estimate.Interval interval = Wilson.interval(part, whole);
                assertTrue(interval.contains((double) part / whole), part + " of " + whole);
                assertTrue(interval.low() >= 0 && interval.high() <= 1, interval.toString());
                Estimate.Interval mirrored = Wilson.interval(whole - part, whole);
                assertEquals(interval.low(), 1 - mirrored.high(), 1e-12);
            }
        }
    }

    /// Exact, from the binomial probabilities. For one share the coverage jumps around 0.95 (Brown,
    /// Cai and DasGupta, figure 5); over all shares its mean is close to it.
    @Test
    void coversTheTrueShareAsOftenAsItSaysOnAverage() {
        int n = 40;
        double sum = 0;
        int shares = 999;
        for (int i = 1; i <= shares; i++) {
            double share = i / 1_000.0;
            double coverage = coverage(n, share);
            assertTrue(coverage > 0.83, share + " is covered " + coverage);
            sum += coverage;
        }
        assertEquals(0.95, sum / shares, 0.005);
    }

    private static double coverage(int n, double share) {
        double probability = Math.pow(1 - share, n);
        double covered = 0;
        for (int part = 0; part <= n; part++) {
            covered += Wilson.interval(part, n).contains(share) ? probability : 0;
            probability *= share / (1 - share) * (n - part) / (part + 1);
        }
        return covered;
    }

    @Test
    void nothingIsNotDefinedAndLittleIsTooFew() {
        assertNull(Wilson.estimate(0, 0).value());
        assertNull(Wilson.estimate(0, 0).interval());
        assertTrue(Wilson.estimate(9, 9).isTooFew());
        assertFalse(Wilson.estimate(9, 10).isTooFew());
    }
}
