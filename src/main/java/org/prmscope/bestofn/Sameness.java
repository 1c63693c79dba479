package org.prmscope.bestofn;

/// Whether two answers are the same.
///
/// @param detail how it was found out, or why it could not be, for a person
public record Sameness(Kind kind, String detail) {
    /// What is known.
    public enum Kind {
        SAME,
        DIFFERENT,
        /// Neither could be shown; never counted as either.
        UNDECIDED
    }

    static final Sameness SAME = new Sameness(Kind.SAME, "the same when worked out");
    static final Sameness DIFFERENT = new Sameness(Kind.DIFFERENT, "another value");

    static Sameness different(String detail) {
        return new Sameness(Kind.DIFFERENT, detail);
    }

    static Sameness undecided(String reason) {
        return new Sameness(Kind.UNDECIDED, reason);
    }

    boolean is(Kind other) {
        return kind == other;
    }
}
