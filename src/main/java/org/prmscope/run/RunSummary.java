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
public record RunSummary(
        Run run, RunState state, @Nullable Instant endedAt, int solutions, int chains) {
    /// Chains it is to have.
    public int total() {
        return solutions * run.configuration().scaling().chains();
    }

    public boolean isComplete() {
        return chains >= total();
    }
}
