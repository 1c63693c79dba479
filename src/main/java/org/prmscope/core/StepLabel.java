package org.prmscope.core;

/// What a data set says of one step.
public enum StepLabel {
    CORRECT,
    INCORRECT,
    /// Not wrong, but no progress (PRM800K rating 0).
    NEUTRAL,
    /// The data set says nothing, as ProcessBench does after the first error.
    UNLABELLED
}
