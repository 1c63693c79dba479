package org.prmscope.plot;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// One axis.
///
/// @param label what its values are, with their unit, such as `generated tokens per solution`
/// @param categories the names of an axis of categories, else empty
/// @param bounds values that no tick goes beyond, such as 0 and 1 of a share; null for none
/// @param includesZero whether 0 is shown even where no value is near it
/// @param marked the values that get a tick, rising, where these are the only ones there can be,
///   such as the numbers that were tried; empty for round ones
public record Axis(
        String label,
        Scale scale,
        TickFormat format,
        List<String> categories,
        @Nullable Interval bounds,
        boolean includesZero,
        List<Double> marked) {
    public Axis {
        categories = List.copyOf(categories);
        marked = List.copyOf(marked);
        if ((scale == Scale.CATEGORIES) == categories.isEmpty()) {
            throw new IllegalArgumentException(
                    "an axis of categories has names, and no other has: " + label);
        }
        if (scale == Scale.LOG && (includesZero || (bounds != null && bounds.low() <= 0))) {
            throw new IllegalArgumentException("a log axis has no 0: " + label);
        }
    }

    public static Axis linear(String label, TickFormat format) {
        return new Axis(label, Scale.LINEAR, format, List.of(), null, false, List.of());
    }

    public static Axis log(String label, TickFormat format) {
        return new Axis(label, Scale.LOG, format, List.of(), null, false, List.of());
    }

    /// An axis with a name at 0, 1, 2 and so on; at least one.
    public static Axis categories(String label, List<String> names) {
        return new Axis(label, Scale.CATEGORIES, TickFormat.COUNT, names, null, false, List.of());
    }

    /// The same axis whose ticks keep within two values.
    public Axis within(double low, double high) {
        return new Axis(
                label, scale, format, categories, new Interval(low, high), includesZero, marked);
    }

    /// The same axis with 0 on it.
    public Axis fromZero() {
        return new Axis(label, scale, format, categories, bounds, true, marked);
    }

    /// The same axis with a tick at each of these values instead of at round ones.
    ///
    /// @param values rising; all that marks have
    public Axis markedAt(List<Double> values) {
        return new Axis(label, scale, format, categories, bounds, includesZero, values);
    }

    /// The label as it is written below the axis.
    String title() {
        return scale == Scale.LOG && !label.isEmpty() ? label + " (log)" : label;
    }

    /// A value as a person is told it.
    String full(double value) {
        if (scale == Scale.CATEGORIES) {
            int index = Math.clamp(Math.round(value), 0, categories.size() - 1);
            return categories.get(index);
        }
        return format.full(value);
    }
}
