package org.prmscope.diagnostics;

/// McNemar's exact test of two runs on the same solutions (McNemar, Psychometrika 12, 1947; exact
/// as in Fagerland, Lydersen and Laake, BMC Medical Research Methodology 13:91, 2013, section
/// "McNemar's exact conditional test"). Only the solutions on which one run is right and the other
/// wrong count; if neither run is better each of them falls to either side like a coin.
///
/// @param onlyA solutions only the first run has right
/// @param onlyB solutions only the second run has right
/// @param p two-sided: how often chance alone gives a split at least as uneven, 0..1; 1 where there
///   is no such solution
public record McNemar(int onlyA, int onlyB, double p) {
    private static final int LEAST = 6;

    /// Tests two counts.
    public static McNemar of(int onlyA, int onlyB) {
        return new McNemar(onlyA, onlyB, exact(Math.min(onlyA, onlyB), onlyA + onlyB));
    }

    /// Solutions that count.
    public int n() {
        return onlyA + onlyB;
    }

    /// Whether there are so few of them that no split could tell the runs apart: of 5 the most
    /// uneven one has p = 0.0625. Beyond, the test is exact for any number.
    public boolean isTooFew() {
        return n() < LEAST;
    }

    /// Twice the lower tail of Binomial(n, 1/2), at most 1.
    private static double exact(int least, int n) {
        double log = -n * Math.log(2);
        for (int i = 1; i <= least; i++) {
            log += Math.log((double) (n - i + 1) / i);
        }
        double term = Math.exp(log);
        double tail = 0;
        // From the largest term down, so that no start of the sum underflows to nothing.
        for (int i = least; i >= 0; i--) {
            tail += term;
            term *= (double) i / (n - i + 1);
        }
        return Math.min(1, 2 * tail);
    }
}
