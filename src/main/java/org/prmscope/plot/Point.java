package org.prmscope.plot;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// One point of a series.
///
/// @param x finite; on an axis of categories the index of one
/// @param y finite
/// @param interval the whiskers about `y`; null for none
/// @param n how many cases it is computed from; 0 where that means nothing
/// @param detail more to say of it where it is picked; empty for nothing
/// @param key what it stands for, such as solution ids; the plot only hands it on
public record Point(
        double x, double y, @Nullable Interval interval, int n, String detail, List<String> key) {
    public Point {
        if (!Double.isFinite(x) || !Double.isFinite(y)) {
            throw new IllegalArgumentException("a point at %s, %s".formatted(x, y));
        }
        key = List.copyOf(key);
    }

    /// A point without whiskers, detail and key.
    public static Point of(double x, double y) {
        return new Point(x, y, null, 0, "", List.of());
    }
}
