package org.prmscope.diagnostics;

import org.jspecify.annotations.Nullable;

/// By how much one run's metric is above another's on the same solutions, -1..1.
///
/// @param value A's minus B's; null where one of the two is not defined
/// @param n how many solutions both were computed over
/// @param interval a 95 % interval of a paired bootstrap; null where the value is
public record Difference(@Nullable Double value, int n, Estimate.@Nullable Interval interval) {
    /// Whether it was computed over fewer than [Estimate#FEW] solutions.
    public boolean isTooFew() {
        return n < Estimate.FEW;
    }

    /// Whether chance alone would rarely give it: there are enough solutions, and the interval
    /// leaves out 0.
    public boolean isClear() {
        return !isTooFew() && interval != null && !interval.contains(0);
    }
}
