package org.prmscope.core;

/// Why a judgement cannot be read. Invalid judgements stay in every denominator.
public enum InvalidReason {
    /// The judgement has no box with a known label.
    NO_BOX("no box"),
    /// The chain judges fewer or more steps than the solution has.
    WRONG_COUNT("wrong count"),
    /// Two boxes of one judgement disagree.
    CONTRADICTION("contradiction"),
    /// Tokens ran out before the judgement.
    TRUNCATED("truncated"),
    /// The chain repeats itself.
    LOOP("loop");

    private final String title;

    InvalidReason(String title) {
        this.title = title;
    }

    /// Two words at most, for a person.
    public String title() {
        return title;
    }
}
