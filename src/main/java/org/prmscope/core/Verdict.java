package org.prmscope.core;

/// What a verifier says of one step. An invalid judgement is a verdict of its own, never a number.
public sealed interface Verdict {
    /// The step holds.
    record Correct() implements Verdict {}

    /// The step is wrong.
    record Incorrect() implements Verdict {}

    /// No verdict could be read.
    ///
    /// @param detail what was found, for a person
    record Invalid(InvalidReason reason, String detail) implements Verdict {}

    /// The verification stopped before this step, as after a first error.
    record NotReached() implements Verdict {}
}
