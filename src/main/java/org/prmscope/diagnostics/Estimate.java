package org.prmscope.diagnostics;

import org.jspecify.annotations.Nullable;

/// A share 0..1 measured on a sample, with how far chance may have moved it.
///
/// @param value null where it is not defined, as an accuracy over no solutions
/// @param n how many solutions it was computed over
/// @param interval null where the value is
public record Estimate(@Nullable Double value, int n, @Nullable Interval interval) {
    /// Below so many solutions a figure is shown as too few to say: at n = 10 a Wilson interval
    /// around a half still runs from 0.24 to 0.76, which excludes next to nothing.
    public static final int FEW = 10;

    /// Whether it was computed over fewer than [#FEW] solutions. The figure is there all the same;
    /// who shows it says so beside it.
    public boolean isTooFew() {
        return n < FEW;
    }

    /// A 95 % interval: of a percentile bootstrap, or [Wilson]'s where that is said.
    public record Interval(double low, double high) {
        /// Whether a value lies in it, its ends included.
        public boolean contains(double value) {
            return low <= value && value <= high;
        }
    }
}
