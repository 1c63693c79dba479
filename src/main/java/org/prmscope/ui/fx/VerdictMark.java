package org.prmscope.ui.fx;

import org.prmscope.core.StepLabel;
import org.prmscope.core.Verdict;

/// How a verdict looks: a glyph, a word and a style class, so that colour is never the only sign.
public enum VerdictMark {
    CORRECT("✓", "correct", "verdict-correct"),
    INCORRECT("✗", "incorrect", "verdict-incorrect"),
    INVALID("!", "invalid", "verdict-invalid"),
    NOT_REACHED("–", "not reached", "verdict-not-reached"),
    /// The verification has not come to this step yet.
    PENDING("…", "pending", "verdict-pending");

    private final String glyph;
    private final String word;
    private final String styleClass;

    VerdictMark(String glyph, String word, String styleClass) {
        this.glyph = glyph;
        this.word = word;
        this.styleClass = styleClass;
    }

    /// The mark of a verdict.
    public static VerdictMark of(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Correct() -> CORRECT;
            case Verdict.Incorrect() -> INCORRECT;
            case Verdict.Invalid _ -> INVALID;
            case Verdict.NotReached() -> NOT_REACHED;
        };
    }

    /// The mark of a gold label; neutral and unlabelled steps carry the dash.
    public static VerdictMark of(StepLabel label) {
        return switch (label) {
            case CORRECT -> CORRECT;
            case INCORRECT -> INCORRECT;
            case NEUTRAL, UNLABELLED -> NOT_REACHED;
        };
    }

    /// One character that stands for it without colour.
    public String glyph() {
        return glyph;
    }

    /// The word a person reads.
    public String word() {
        return word;
    }

    /// The style class that colours a [Chip], a bar or a text.
    public String styleClass() {
        return styleClass;
    }
}
