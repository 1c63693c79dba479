package org.prmscope.core;

/// Where the first wrong step is, as gold says or as a verifier predicts. Steps count from 0 here.
public sealed interface FirstError {
    /// The first wrong step.
    record At(int step) implements FirstError {
        public At {
            if (step < 0) {
                throw new IllegalArgumentException("step must be 0 or more, was " + step);
            }
        }
    }

    /// Every step is correct; `-1` in ProcessBench files.
    record None() implements FirstError {}

    /// Gold does not say, or the verification is invalid before an error was found; never a number.
    record Unknown() implements FirstError {}

    /// The ProcessBench encoding: a step index, or -1 for no error.
    static FirstError ofProcessBench(int label) {
        return label < 0 ? new None() : new At(label);
    }
}
