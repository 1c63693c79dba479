package org.prmscope.plot;

/// Two ends of an interval about a value.
///
/// @param low finite, not above `high`
public record Interval(double low, double high) {
    public Interval {
        if (!Double.isFinite(low) || !Double.isFinite(high) || low > high) {
            throw new IllegalArgumentException("no interval: %s to %s".formatted(low, high));
        }
    }
}
