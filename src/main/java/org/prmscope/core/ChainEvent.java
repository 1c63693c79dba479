package org.prmscope.core;

import org.jspecify.annotations.Nullable;

/// Something that happened while a chain was made and that a reader of its verdicts should know.
///
/// @param step the step it belongs to, from 0; null for the chain
/// @param detail one sentence for a person
public record ChainEvent(Kind kind, @Nullable Integer step, String detail) {
    /// What can happen.
    public enum Kind {
        /// A code check ran.
        CODE_RAN,
        /// A code check raised, hit a limit or could not be run.
        CODE_FAILED,
        /// The code rounds were spent: the code was dropped and the step judged from the analysis.
        FALLBACK_ROUNDS_SPENT,
        /// The token budget of the step was spent: judged from the analysis.
        FALLBACK_TOKENS_SPENT,
        /// The text after a stop string was cut from the last token.
        STOP_TRIMMED,
        /// A repeated span was found.
        LOOP,
        /// Generation ended at a limit.
        TRUNCATED,
        /// The run's token budget for the chain or the round was spent.
        BUDGET_SPENT,
        /// The model's context was full.
        CONTEXT_FULL,
        /// Text from the solution was changed to keep control tokens out of the prompt.
        CONTROL_TEXT_ESCAPED,
        /// The work failed; the detail says how.
        FAILED
    }
}
