package org.prmscope.core;

/// Who put a token into a chain.
public enum TokenOrigin {
    /// The prompt: problem, solution, instructions, templates.
    PROMPT,
    /// Sampled by the model.
    GENERATED,
    /// Appended after generation began: code output, forced section heads, fallbacks.
    INJECTED
}
