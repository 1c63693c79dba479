package org.prmscope.ui.steps;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.Confidence;
import org.prmscope.core.StepLabel;
import org.prmscope.core.Verdict;

/// One step of the solution as its closed card shows it.
///
/// @param index the step, from 0; the number of steps for the card of the whole solution
/// @param text the step as written; for the whole solution what was decided
/// @param gold null without gold labels and for the whole solution
/// @param verdict null where there is no verification yet
/// @param confidence only with a readable verdict
/// @param tokens generated tokens of the step so far
public record StepCard(
        int index,
        Kind kind,
        String text,
        @Nullable StepLabel gold,
        @Nullable Verdict verdict,
        @Nullable Confidence confidence,
        CodeState code,
        int tokens,
        Activity activity) {
    /// What a card is about.
    public enum Kind {
        STEP,
        SOLUTION
    }

    /// What the verifier does with the step now.
    public enum Activity {
        /// Nothing goes on.
        STILL,
        /// Waits for its turn in a running chain.
        WAITING,
        /// Is written now.
        WRITING
    }

    /// What stands at the left of the card: steps count from 1.
    public String number() {
        return kind == Kind.SOLUTION ? "Σ" : Integer.toString(index + 1);
    }
}
