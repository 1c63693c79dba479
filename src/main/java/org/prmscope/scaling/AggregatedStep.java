package org.prmscope.scaling;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.Verdict;

/// What the chains of a solution come to at one step.
///
/// @param step from 0
/// @param score that the step is correct, 0..1, defined by the vote; null where no chain gives one,
///   and where the verdict is invalid
/// @param correct chains that judged it correct
/// @param incorrect chains that judged it incorrect
/// @param invalid chains whose judgement cannot be read
/// @param notReached chains that did not come to it
/// @param spread between the lowest and the highest confidence of the chains, 0..1
public record AggregatedStep(
        int step,
        Verdict verdict,
        @Nullable Double score,
        int correct,
        int incorrect,
        int invalid,
        int notReached,
        double spread) {}
