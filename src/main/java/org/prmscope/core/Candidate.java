package org.prmscope.core;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// One of several candidate solutions of a problem, with what its file says of it.
///
/// @param solution its steps; without gold labels
/// @param finalAnswer as it stands in the solution; null if none was found
/// @param noAnswer why there is none, for a person; empty if there is one
/// @param stepScores the file's own scores, each 0..1, one for each step; null if it has none
/// @param isCorrect the file's own word on the final answer; null if it says nothing
public record Candidate(
        Solution solution,
        @Nullable String finalAnswer,
        String noAnswer,
        @Nullable List<Double> stepScores,
        @Nullable Boolean isCorrect) {
    public Candidate {
        stepScores = stepScores == null ? null : List.copyOf(stepScores);
    }
}
