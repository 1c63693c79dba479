package org.prmscope.compare;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.Verdict;
import org.prmscope.scaling.AggregatedStep;

import java.util.List;

/// What one run says of one step.
///
/// @param step what its chains come to
/// @param cells one for each round of each chain, ordered by chain, then round
/// @param delta its score minus the pinned run's, -1..1; null for the pinned run, and where one of
///   them has no score
public record StepOutcome(AggregatedStep step, List<VerdictCell> cells, @Nullable Double delta) {
    public StepOutcome {
        cells = List.copyOf(cells);
    }

    public Verdict verdict() {
        return step.verdict();
    }

    public @Nullable Double score() {
        return step.score();
    }

    /// Between the lowest and the highest confidence of its chains, 0..1.
    public double spread() {
        return step.spread();
    }
}
