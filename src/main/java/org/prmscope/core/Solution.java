package org.prmscope.core;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// One candidate answer to a problem, cut into ordered steps.
///
/// @param id unique in its set
/// @param problem the question, with LaTeX as it came
/// @param steps at least one
/// @param generator the policy model that wrote the solution, empty if unknown
/// @param gold a data set's labels, as many as steps, or null
/// @param finalAnswerCorrect whether the final answer matches, independent of the labels, or null
/// @param extraFields the fields of the source row that this version does not know, as the text of
///   one JSON object, so that they survive a round trip; `{}` if there are none
public record Solution(
        String id,
        String problem,
        List<String> steps,
        String generator,
        @Nullable GoldLabels gold,
        @Nullable Boolean finalAnswerCorrect,
        String extraFields) {
    public Solution {
        steps = List.copyOf(steps);
        if (steps.isEmpty()) {
            throw new IllegalArgumentException("a solution has at least one step: " + id);
        }
        if (gold != null && gold.steps().size() != steps.size()) {
            throw new IllegalArgumentException(
                    "%s: %d gold labels for %d steps"
                            .formatted(id, gold.steps().size(), steps.size()));
        }
    }

    /// A solution without gold labels and extra fields.
    public static Solution of(String id, String problem, List<String> steps) {
        return new Solution(id, problem, steps, "", null, null, "{}");
    }

    /// Gold's first error, `Unknown` without gold.
    public FirstError goldFirstError() {
        return gold == null ? new FirstError.Unknown() : gold.firstError();
    }
}
