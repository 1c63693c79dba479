package org.prmscope.report;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// One value of a [DataTable].
public sealed interface Cell {
    /// A text as it is.
    record Text(String text) implements Cell {}

    /// A measured value; written so that the same one is read back.
    record Value(double value) implements Cell {
        public Value {
            if (!Double.isFinite(value)) {
                throw new IllegalArgumentException("no number: " + value);
            }
        }
    }

    /// A count.
    record Count(long value) implements Cell {}

    /// Yes or no.
    record Truth(boolean value) implements Cell {}

    /// Several names, such as solution ids.
    record Names(List<String> names) implements Cell {
        public Names {
            names = List.copyOf(names);
        }
    }

    /// There is no value: an empty field, or `null`.
    record None() implements Cell {}

    static Cell of(String text) {
        return new Text(text);
    }

    static Cell of(long count) {
        return new Count(count);
    }

    static Cell of(boolean truth) {
        return new Truth(truth);
    }

    static Cell of(List<String> names) {
        return new Names(names);
    }

    /// A number; null is none.
    static Cell ofNumber(@Nullable Double number) {
        return number == null ? new None() : new Value(number);
    }
}
