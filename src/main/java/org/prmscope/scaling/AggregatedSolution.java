package org.prmscope.scaling;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.FirstError;
import org.prmscope.core.Verdict;

import java.util.List;

/// What the chains of a solution come to.
///
/// @param steps one for each step of the solution
/// @param score that the solution is correct, 0..1, reduced from those of its steps; null where the
///   steps up to the first error do not all have one, as with an invalid step
public record AggregatedSolution(List<AggregatedStep> steps, @Nullable Double score) {
    public AggregatedSolution {
        steps = List.copyOf(steps);
    }

    /// The first step judged incorrect; `Unknown` where an invalid one comes before, or one that no
    /// chain came to.
    public FirstError firstError() {
        for (AggregatedStep step : steps) {
            switch (step.verdict()) {
                case Verdict.Incorrect() -> {
                    return new FirstError.At(step.step());
                }
                case Verdict.Invalid _, Verdict.NotReached() -> {
                    return new FirstError.Unknown();
                }
                case Verdict.Correct() -> {}
            }
        }
        return new FirstError.None();
    }
}
