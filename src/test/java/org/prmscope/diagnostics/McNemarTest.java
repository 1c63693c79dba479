package org.prmscope.diagnostics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class McNemarTest {
    /// Expected: statsmodels 0.15.0, `mcnemar([[0, b], [c, 0]], exact=True).pvalue`, and the same
    /// of scipy 1.17.1, `binomtest(min(b, c), b + c, 0.5).pvalue`.
    @ParameterizedTest
    @CsvSource({
        "7, 4, 0.548828125",
        "5, 0, 0.0625",
        "1, 9, 0.021484375",
        "10, 10, 1",
        "3, 17, 0.0025768280029296875",
        "121, 59, 4.4344492637551645e-06",
        "700, 800, 0.010559255466711506"
    })
    void isTheExactTestOfOthers(int onlyA, int onlyB, double p) {
        assertEquals(p, McNemar.of(onlyA, onlyB).p(), p * 1e-9);
    }

    @Test
    void nothingDiscordantIsNoEvidence() {
        assertEquals(1, McNemar.of(0, 0).p());
        assertTrue(McNemar.of(0, 0).isTooFew());
    }

    @Test
    void isSymmetricAndFallsAsTheSplitGrows() {
        for (int n = 1; n <= 60; n++) {
            double before = 1;
            for (int less = n / 2; less >= 0; less--) {
                McNemar test = McNemar.of(less, n - less);
                assertEquals(test.p(), McNemar.of(n - less, less).p());
                assertTrue(test.p() > 0 && test.p() <= before, test + " after " + before);
                before = test.p();
            }
        }
    }

    /// Binomial(n, 1/2) by Pascal's triangle.
    @Test
    void isTwiceTheTailOfTheBinomial() {
        double[] row = {1};
        for (int n = 1; n <= 30; n++) {
            double[] next = new double[n + 1];
            for (int i = 0; i <= n; i++) {
                next[i] = (i < n ? row[i] : 0) / 2 + (i > 0 ? row[i - 1] : 0) / 2;
            }
            row = next;
            double tail = 0;
            for (int least = 0; 2 * least <= n; least++) {
                tail += row[least];
                assertEquals(Math.min(1, 2 * tail), McNemar.of(least, n - least).p(), 1e-12);
            }
        }
    }

    @Test
    void manyDiscordantPairsDoNotUnderflow() {
        assertEquals(1, McNemar.of(50_000, 50_000).p());
        double p = McNemar.of(49_500, 50_500).p();
        // 2 * (1 - Phi(1000 / sqrt(100000))) = 0.00157
        assertEquals(0.00157, p, 0.00002);
    }

    @Test
    void pairsAreTooFewWhereNoSplitCouldTellTheRunsApart() {
        assertFalse(McNemar.of(6, 0).isTooFew());
        assertTrue(McNemar.of(6, 0).p() < 0.05);
        assertTrue(McNemar.of(5, 0).isTooFew());
        assertTrue(McNemar.of(5, 0).p() > 0.05);
    }
}
