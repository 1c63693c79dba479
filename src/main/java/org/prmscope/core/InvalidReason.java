package org.prmscope.core;

/// Why a judgement cannot be read. Invalid judgements stay in every denominator.
public enum InvalidReason {
    /// The judgement has no box with a known label.
    NO_BOX,
    /// The chain judges fewer or more steps than the solution has.
    WRONG_COUNT,
    /// Two boxes of one judgement disagree.
    CONTRADICTION,
    /// Tokens ran out before the judgement.
    TRUNCATED,
    /// The chain repeats itself.
    LOOP
}
