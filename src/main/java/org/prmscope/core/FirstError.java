package org.prmscope.core;

import java.util.List;

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

    /// The first step judged incorrect. `Unknown` when an invalid or missing verdict comes before
    /// one: an unreadable judgement is never counted as "no error".
    static FirstError ofVerdicts(List<StepVerdict> verdicts) {
        for (StepVerdict step : verdicts) {
            switch (step.verdict()) {
                case Verdict.Incorrect() -> {
                    return new At(step.step());
                }
                case Verdict.Invalid _, Verdict.NotReached() -> {
                    return new Unknown();
                }
                case Verdict.Correct() -> {}
            }
        }
        return new None();
    }
}
