package org.prmscope.bestofn;

/// A piece of an answer.
///
/// @param text of a number its digits as one decimal or fraction, of a command its name without the
///   backslash, of text what stands in it
record LatexToken(Kind kind, String text) {
    enum Kind {
        NUMBER,
        SYMBOL,
        COMMAND,
        TEXT,
        /// One character, such as `+` or `(`.
        MARK
    }

    boolean is(String mark) {
        return (kind == Kind.MARK || kind == Kind.COMMAND) && text.equals(mark);
    }
}
