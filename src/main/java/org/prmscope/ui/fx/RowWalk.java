package org.prmscope.ui.fx;

import org.jspecify.annotations.Nullable;
import org.prmscope.ui.figures.Figures;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Going through the rows of a table by key.
public final class RowWalk {
    private RowWalk() {}

    /// The next row that is wanted, from the one that is selected on.
    ///
    /// @param selected null, or a row that may not be in the table; forwards it is before the first
    ///   row then, backwards behind the last one
    /// @param direction 1 or -1
    public static <T> Optional<T> next(
            List<T> rows, @Nullable T selected, int direction, Predicate<? super T> wanted) {
        int at = selected == null ? -1 : rows.indexOf(selected);
        if (at < 0 && direction < 0) {
            at = rows.size();
        }
        for (int i = at + direction; i >= 0 && i < rows.size(); i += direction) {
            if (wanted.test(rows.get(i))) {
                return Optional.of(rows.get(i));
            }
        }
        return Optional.empty();
    }

    /// Such as `3 of 10`; empty where none is selected or a filter hides it.
    public static <T> String position(List<T> rows, @Nullable T selected) {
        int at = selected == null ? -1 : rows.indexOf(selected);
        return at < 0
                ? ""
                : "%s of %s".formatted(Figures.count(at + 1), Figures.count(rows.size()));
    }
}
