package org.prmscope.plot;

/// How the values of an axis become places.
///
/// @param low the value at `from`
/// @param high the value at `to`, above `low`
/// @param from in layout units
record Span(boolean isLog, double low, double high, double from, double to) {
    double place(double value) {
        return from + (to - from) * (scaled(value) - scaled(low)) / (scaled(high) - scaled(low));
    }

    private double scaled(double value) {
        return isLog ? Math.log(value) : value;
    }
}
