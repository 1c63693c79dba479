package org.prmscope.diagnostics;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.FirstError;

/// How a verifier's first error compares with gold's for one solution.
public enum Agreement {
    /// The same first error, or no error on both sides.
    AGREE,
    /// Another first error, or an error on one side only.
    DISAGREE,
    /// The verifier was run and its judgement cannot be read; never counted as agreement.
    INVALID,
    /// The verifier was not run.
    NOT_RUN,
    /// The verifier gave a readable judgement and gold says nothing.
    NO_GOLD;

    /// Compares one pair.
    ///
    /// @param predicted the verifier's first error, `Unknown` if invalid; null if it was not run
    public static Agreement of(FirstError gold, @Nullable FirstError predicted) {
        if (predicted == null) {
            return NOT_RUN;
        }
        if (predicted instanceof FirstError.Unknown) {
            return INVALID;
        }
        if (gold instanceof FirstError.Unknown) {
            return NO_GOLD;
        }
        return gold.equals(predicted) ? AGREE : DISAGREE;
    }
}
