package org.prmscope.run;

import org.prmscope.core.RunConfiguration;
import org.prmscope.core.Solution;

import java.util.List;

/// What to verify and how.
///
/// @param setId the set the solutions are from
/// @param solutions in the order they are verified
/// @param verifier loaded first if it is not
public record RunRequest(
        long setId,
        List<Solution> solutions,
        VerifierChoice verifier,
        RunConfiguration configuration) {
    public RunRequest {
        solutions = List.copyOf(solutions);
    }
}
