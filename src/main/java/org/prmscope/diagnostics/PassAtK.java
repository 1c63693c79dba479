package org.prmscope.diagnostics;

/// The chance that at least one of k samples is right, estimated without bias from n of them (Chen
/// et al., arXiv 2107.03374, section 2.1): 1 - C(n - c, k) / C(n, k), as the product that the paper
/// computes, in which nothing overflows.
public final class PassAtK {
    private PassAtK() {}

    /// The estimate 0..1.
    ///
    /// @param n samples there are, at least `k`
    /// @param right of them, 0..n
    /// @param k at least 1
    /// @throws IllegalArgumentException where n, right or k are out of their ranges
    public static double of(int n, int right, int k) {
        if (k < 1 || n < k || right < 0 || right > n) {
            throw new IllegalArgumentException(
                    "1 <= k <= n and 0 <= right <= n, were k %d, n %d, right %d"
                            .formatted(k, n, right));
        }
        double allWrong = 1;
        for (int i = n - right + 1; i <= n; i++) {
            allWrong *= Math.max(0, 1 - (double) k / i);
        }
        return 1 - allWrong;
    }
}
