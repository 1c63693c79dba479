package org.prmscope.compare;

import org.jspecify.annotations.Nullable;

import java.util.function.Supplier;

/// A value that is computed when it is first asked for, once.
final class Memo<T> {
    private final Supplier<T> source;
    private @Nullable T value;

    Memo(Supplier<T> source) {
        this.source = source;
    }

    synchronized T get() {
        T known = value;
        if (known == null) {
            known = source.get();
            value = known;
        }
        return known;
    }
}
