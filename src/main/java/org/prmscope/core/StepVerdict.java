package org.prmscope.core;

import org.jspecify.annotations.Nullable;

/// A verifier's verdict on one step.
///
/// @param step from 0
/// @param confidence null where no decision token could be read
/// @param decisionToken the position of the token the verdict was read from; null if there is none
/// @param generatedTokens how many tokens the model sampled for this step; in a chain of several
///   rounds those of the round that said it, see [VerificationChain#generatedFor]
public record StepVerdict(
        int step,
        Verdict verdict,
        @Nullable Confidence confidence,
        @Nullable Integer decisionToken,
        int generatedTokens) {
    /// A step the verification did not get to.
    public static StepVerdict notReached(int step) {
        return new StepVerdict(step, new Verdict.NotReached(), null, null, 0);
    }
}
