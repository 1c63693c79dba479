package org.prmscope.ui.steps;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.CodeCheck;
import org.prmscope.core.StepVerdict;
import org.prmscope.core.TokenSpan;

/// One block of an opened step, in the order the verifier wrote them.
///
/// `raw` is the chain's own text over the block, exactly as generated.
public sealed interface StepBlock {
    /// The block's text exactly as in the chain.
    String raw();

    /// Where the block is in the chain.
    TokenSpan span();

    /// False while the verifier is still writing it, or when it was cut off.
    boolean complete();

    /// The analysis of the step.
    ///
    /// @param text without tags, for reading
    record Critique(String text, String raw, TokenSpan span, boolean complete)
            implements StepBlock {}

    /// Code the verifier wrote.
    ///
    /// @param round which attempt of the step, from 1
    /// @param check what became of it; null while it is written or runs, or if it was never run
    record Code(
            int round,
            String code,
            @Nullable CodeCheck check,
            String raw,
            TokenSpan span,
            boolean complete)
            implements StepBlock {}

    /// What came back from the code.
    ///
    /// @param imagined true if the model wrote it itself instead of a runner
    record Output(int round, String text, boolean imagined, String raw, TokenSpan span)
            implements StepBlock {
        @Override
        public boolean complete() {
            return true;
        }
    }

    /// The verifier's words on the output.
    record Comment(String text, String raw, TokenSpan span, boolean complete)
            implements StepBlock {}

    /// The judgement with the verdict read from it.
    ///
    /// @param verdict null until it is read
    /// @param live whether its chain is still being written: its number may come later
    record Judgement(
            String text,
            @Nullable StepVerdict verdict,
            String raw,
            TokenSpan span,
            boolean complete,
            boolean live)
            implements StepBlock {}

    /// Text of the chain that belongs to no step.
    ///
    /// @param title such as `SOLUTION DECISION`
    record Passage(String title, String text, String raw, TokenSpan span, boolean complete)
            implements StepBlock {}

    /// Where a later pass over the solution comes to this step.
    ///
    /// @param round from 1
    /// @param of rounds there are
    /// @param trigger the phrase that opened the round; null for the first
    record RoundStart(int round, int of, @Nullable String trigger, TokenSpan span)
            implements StepBlock {
        @Override
        public String raw() {
            return trigger == null ? "" : trigger;
        }

        @Override
        public boolean complete() {
            return true;
        }
    }
}
