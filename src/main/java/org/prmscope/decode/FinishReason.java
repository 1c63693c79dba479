package org.prmscope.decode;

/// Why a stretch of generation ended.
public enum FinishReason {
    /// A stop string was completed.
    STOP_STRING,
    /// The model sampled an end token.
    END_OF_TEXT,
    /// The token limit was reached.
    MAX_TOKENS,
    /// The model's context is full.
    CONTEXT_FULL,
    /// The text repeats itself.
    LOOP
}
