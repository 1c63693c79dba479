package org.prmscope.diagnostics;

import org.jspecify.annotations.Nullable;

/// A share 0..1 measured on a sample, with how far chance may have moved it.
///
/// @param value null where it is not defined, as an accuracy over no solutions
/// @param n how many solutions it was computed over
/// @param interval null where the value is
public record Estimate(@Nullable Double value, int n, @Nullable Interval interval) {
    /// A 95 % percentile-bootstrap interval.
    public record Interval(double low, double high) {}
}
