package org.prmscope.plot;

/// A line across the plot that says what to compare with, such as the pass rate of a random guess.
///
/// @param isLevel whether it is at a value of y; else at one of x
/// @param at finite
/// @param text what it says; empty for none
public record ReferenceLine(boolean isLevel, double at, String text) {
    public ReferenceLine {
        if (!Double.isFinite(at)) {
            throw new IllegalArgumentException("a reference line at " + at);
        }
    }
}
