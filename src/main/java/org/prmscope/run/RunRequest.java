package org.prmscope.run;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.RunConfiguration;
import org.prmscope.core.Solution;

import java.util.List;

/// What to verify and how.
///
/// @param setId the set the solutions are from
/// @param solutions in the order they are verified
/// @param verifier loaded first if it is not
/// @param resumes a run whose missing chains are made, with its own configuration; null for a new
///   run
public record RunRequest(
        long setId,
        List<Solution> solutions,
        VerifierChoice verifier,
        RunConfiguration configuration,
        @Nullable Long resumes) {
    public RunRequest {
        solutions = List.copyOf(solutions);
    }

    /// A new run.
    public RunRequest(
            long setId,
            List<Solution> solutions,
            VerifierChoice verifier,
            RunConfiguration configuration) {
        this(setId, solutions, verifier, configuration, null);
    }
}
