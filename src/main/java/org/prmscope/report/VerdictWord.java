package org.prmscope.report;

import org.prmscope.core.StepLabel;
import org.prmscope.core.Verdict;

/// How a page shows a verdict: a glyph and a word, so that colour is never the only sign.
enum VerdictWord {
    CORRECT("✓", "correct"),
    INCORRECT("✗", "incorrect"),
    INVALID("!", "invalid"),
    NOT_REACHED("–", "not reached"),
    NEUTRAL("○", "neutral"),
    UNLABELLED("–", "no label");

    private final String glyph;
    private final String word;

    VerdictWord(String glyph, String word) {
        this.glyph = glyph;
        this.word = word;
    }

    static VerdictWord of(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Correct() -> CORRECT;
            case Verdict.Incorrect() -> INCORRECT;
            case Verdict.Invalid _ -> INVALID;
            case Verdict.NotReached() -> NOT_REACHED;
        };
    }

    static VerdictWord of(StepLabel label) {
        return switch (label) {
            case CORRECT -> CORRECT;
            case INCORRECT -> INCORRECT;
            case NEUTRAL -> NEUTRAL;
            case UNLABELLED -> UNLABELLED;
        };
    }

    String glyph() {
        return glyph;
    }

    String word() {
        return word;
    }

    String cssClass() {
        return switch (this) {
            case CORRECT, INCORRECT, INVALID -> word;
            case NOT_REACHED, NEUTRAL, UNLABELLED -> "not-reached";
        };
    }
}
