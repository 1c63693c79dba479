package org.prmscope.scaling;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.FirstError;
import org.prmscope.core.StepVerdict;

import java.util.List;

/// What the chains of a solution come to.
///
/// @param steps one for each step of the solution
/// @param score that the solution is correct, 0..1, reduced from those of its steps; null where no
///   step has one
public record AggregatedSolution(List<AggregatedStep> steps, @Nullable Double score) {
    public AggregatedSolution {
        steps = List.copyOf(steps);
    }

    /// The first step judged incorrect; `Unknown` where an invalid one comes before.
    public FirstError firstError() {
        return FirstError.ofVerdicts(
                steps.stream()
                        .map(one -> new StepVerdict(one.step(), one.verdict(), null, null, 0))
                        .toList());
    }
}
