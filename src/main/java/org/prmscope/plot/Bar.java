package org.prmscope.plot;

import java.util.List;

/// One bar of a histogram, standing on 0.
///
/// @param from where its bin begins; finite, below `to`
/// @param to where its bin ends
/// @param height finite
/// @param detail more to say of it where it is picked; empty for nothing
/// @param key what it stands for, such as solution ids; the plot only hands it on
public record Bar(double from, double to, double height, String detail, List<String> key) {
    /// How much of a category's room its bars take.
    private static final double CATEGORY_SHARE = 0.7;

    public Bar {
        if (!Double.isFinite(from)
                || !Double.isFinite(to)
                || from >= to
                || !Double.isFinite(height)) {
            throw new IllegalArgumentException(
                    "a bar from %s to %s of height %s".formatted(from, to, height));
        }
        key = List.copyOf(key);
    }

    /// The bar of a category.
    ///
    /// @param category from 0
    public static Bar ofCategory(int category, double height, String detail, List<String> key) {
        return new Bar(
                category - CATEGORY_SHARE / 2, category + CATEGORY_SHARE / 2, height, detail, key);
    }
}
