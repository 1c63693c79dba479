package org.prmscope.bestofn;

import org.jspecify.annotations.Nullable;
import org.prmscope.scaling.Aggregation.StepReduction;

import java.util.List;

/// Scores of steps as one score of the solution.
public final class StepScores {
    private StepScores() {}

    /// The score of a solution.
    ///
    /// @param scores 0..1, of each step; null where there are none
    /// @return null where there are none
    public static @Nullable Double reduced(@Nullable List<Double> scores, StepReduction reduction) {
        if (scores == null || scores.isEmpty()) {
            return null;
        }
        return switch (reduction) {
            case MIN -> scores.stream().mapToDouble(score -> score).min().orElse(0);
            case PRODUCT -> scores.stream().mapToDouble(score -> score).reduce(1, (a, b) -> a * b);
            case LAST -> scores.getLast();
        };
    }
}
