package org.prmscope.ui.solutions;

/// How a verification compares with the gold label of its solution.
public enum Agreement {
    /// Both name the same first error, or both name none.
    AGREE("✓", "agrees with gold"),
    DISAGREE("✗", "disagrees with gold"),
    /// The verification cannot be read or failed; it counts as neither.
    INVALID("!", "invalid or failed: no first error could be read"),
    /// There is a verification but nothing to compare it with.
    NO_GOLD("", "no gold label to compare with"),
    NOT_RUN("", "not verified yet");

    private final String glyph;
    private final String meaning;

    Agreement(String glyph, String meaning) {
        this.glyph = glyph;
        this.meaning = meaning;
    }

    /// One character for a column, empty where there is nothing to say.
    public String glyph() {
        return glyph;
    }

    /// A phrase for a tooltip and a screen reader.
    public String meaning() {
        return meaning;
    }
}
