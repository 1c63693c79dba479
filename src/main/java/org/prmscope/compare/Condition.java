package org.prmscope.compare;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// What a solution must be to belong to a [Slice].
public sealed interface Condition {
    /// A number in a range.
    ///
    /// @param from the least there may be; null for no bound
    /// @param below what it must be less than; null for no bound
    record Between(Facet facet, @Nullable Double from, @Nullable Double below)
            implements Condition {}

    /// Exactly this text, such as a generator's name.
    record Is(Facet facet, String text) implements Condition {}

    /// A value is not known.
    record Lacks(Facet facet) implements Condition {}

    /// One of these solutions, such as those behind a mark of a plot.
    record Among(List<String> ids) implements Condition {
        public Among {
            ids = List.copyOf(ids);
        }
    }

    /// Whether a value meets a condition on its facet; true for [Among], which asks for no value.
    static boolean holds(Condition condition, FacetValue value) {
        return switch (condition) {
            case Between(Facet _, Double from, Double below) ->
                    value instanceof FacetValue.Numeric(double number)
                            && (from == null || number >= from)
                            && (below == null || number < below);
            case Is(Facet _, String text) ->
                    value instanceof FacetValue.Text(String found) && found.equals(text);
            case Lacks(Facet _) -> value instanceof FacetValue.Missing;
            case Among(List<String> _) -> true;
        };
    }
}
