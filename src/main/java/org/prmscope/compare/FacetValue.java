package org.prmscope.compare;

/// What a [Facet] is for one solution.
public sealed interface FacetValue {
    record Numeric(double value) implements FacetValue {}

    record Text(String text) implements FacetValue {}

    /// The solution does not say.
    record Missing() implements FacetValue {}
}
