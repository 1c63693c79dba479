package org.prmscope.synthesis;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// One round of a chain to be written: a pass over the solution, up to the first error it sees.
///
/// @param seen the solution as this round reads it, see [CarelessReading]
/// @param trigger the phrase that opens it; null in the first round
/// @param careful whether it reads the solution as it is; only then its text is to be learnt from
public record SyntheticRound(SyntheticSolution seen, @Nullable String trigger, boolean careful) {
    /// The only round of a chain, or its first.
    public static SyntheticRound first(SyntheticSolution solution) {
        return new SyntheticRound(solution, null, true);
    }

    /// Text of the verifier's, which is only given where there is nothing to be learnt from it.
    ChainSegment said(String text) {
        return careful ? ChainSegment.verifier(text) : ChainSegment.given(text);
    }

    /// The label of a step. One that nobody should learn from is not the verifier's own; nor is a
    /// guess in a further round, which would teach that the first guess was right.
    ChainSegment label(int step, String text) {
        List<StepCheck> checks = seen.checks().get(step);
        boolean repeated = trigger != null && StepCheck.guessed(checks);
        return StepCheck.taught(checks) && !repeated ? said(text) : ChainSegment.given(text);
    }
}
