package org.prmscope.bench;

import java.util.Arrays;

/// The median and the worst of repeated measurements, in milliseconds.
///
/// @param median the 0.5 quantile
/// @param p99 the 0.99 quantile (nearest rank)
/// @param max the largest
record Quantiles(double median, double p99, double max) {
    /// @param values milliseconds, at least one
    static Quantiles of(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return new Quantiles(at(sorted, 0.5), at(sorted, 0.99), sorted[sorted.length - 1]);
    }

    private static double at(double[] sorted, double quantile) {
        return sorted[Math.max(0, (int) Math.ceil(quantile * sorted.length) - 1)];
    }
}
