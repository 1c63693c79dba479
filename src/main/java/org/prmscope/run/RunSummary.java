package org.prmscope.run;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.Run;

import java.time.Instant;

/// A run of the workspace, for a list.
///
/// @param state never `LOADING_MODEL` or `CANCELLING`; `RUNNING` for the one that goes on
/// @param endedAt null while it goes on
/// @param solutions to be verified
/// @param chains it has
/// @param judged solutions that it has any chain of
/// @param generated tokens of all its chains
public record RunSummary(
        Run run,
        RunState state,
        @Nullable Instant endedAt,
        int solutions,
        int chains,
        int judged,
        long generated) {
    /// Chains it is to have.
    public int total() {
        return solutions * run.configuration().scaling().chains();
    }

    /// Generated tokens of a solution on average, rounded up; 0 for no solution.
    public int generatedPerSolution() {
        return (int) Math.min(Integer.MAX_VALUE, Math.ceilDiv(generated, Math.max(1L, judged)));
    }

    /// Whether no chain is missing, and none failed: there is nothing to resume.
    public boolean isComplete() {
        return chains >= total();
    }

    /// Whether every chain was made or failed: it was not cancelled and does not go on.
    public boolean hasEnded() {
        return state == RunState.FINISHED || isComplete();
    }
}
