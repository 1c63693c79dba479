package org.prmscope.core;

/// What a stretch of a chain is for.
public enum SectionKind {
    /// GenPRM's `<analyze>`, ThinkPRM's text on a step before its box.
    CRITIQUE,
    /// The code of one check, without its fence.
    CODE,
    /// What the runner fed back.
    CODE_OUTPUT,
    /// The model's words on the output, up to the end of `<verify>`.
    COMMENT,
    /// GenPRM's `<output>`, ThinkPRM's sentence with the box.
    JUDGEMENT,
    /// ThinkPRM's "Is the solution correct?" and its answer.
    SOLUTION_DECISION,
    /// Text that belongs to no step.
    PREAMBLE
}
