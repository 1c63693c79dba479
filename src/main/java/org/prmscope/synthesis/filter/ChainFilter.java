package org.prmscope.synthesis.filter;

import org.prmscope.core.Rejection;

import java.util.List;

/// A filter that looks at one chain at a time.
public sealed interface ChainFilter extends Filter
        permits ProcessFilter, OutcomeFilter, FormatFilter, LengthFilter, LoopFilter, SourceFilter {
    /// All its reasons against a chain; none if it is kept.
    List<Rejection> examine(SampledChain chain);

    /// Whether it reads tokens, sections or code; else verdicts, rounds, events and usage are
    /// enough.
    default boolean readsRecord() {
        return false;
    }
}
