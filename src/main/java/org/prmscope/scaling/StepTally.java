package org.prmscope.scaling;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.Confidence;
import org.prmscope.core.StepVerdict;
import org.prmscope.core.Verdict;

/// The votes of some chains at one step.
final class StepTally {
    private int correct;
    private int incorrect;
    private int invalid;
    private int notReached;
    private int scored;
    private double sum;
    private double lowest = 1;
    private double highest;
    private double weights;
    private double weightedCorrect;
    private Verdict.@Nullable Invalid anInvalid;

    void add(StepVerdict step) {
        switch (step.verdict()) {
            case Verdict.Correct() -> {
                correct++;
                addScore(step.confidence(), true);
            }
            case Verdict.Incorrect() -> {
                incorrect++;
                addScore(step.confidence(), false);
            }
            case Verdict.Invalid found -> {
                invalid++;
                anInvalid = found;
            }
            case Verdict.NotReached() -> notReached++;
        }
    }

    private void addScore(@Nullable Confidence confidence, boolean positive) {
        if (confidence == null) {
            return;
        }
        double probability = confidence.probability();
        scored++;
        sum += probability;
        lowest = Math.min(lowest, probability);
        highest = Math.max(highest, probability);
        double weight = Math.abs(probability - 0.5);
        weights += weight;
        weightedCorrect += positive ? weight : 0;
    }

    int correct() {
        return correct;
    }

    int incorrect() {
        return incorrect;
    }

    int invalid() {
        return invalid;
    }

    int readable() {
        return correct + incorrect;
    }

    int scored() {
        return scored;
    }

    /// The sum of the confidences.
    double sum() {
        return sum;
    }

    /// The sum of how far the confidences are from a half.
    double weights() {
        return weights;
    }

    /// The part of [#weights()] that voted correct.
    double weightedCorrect() {
        return weightedCorrect;
    }

    @Nullable Double mean() {
        return scored == 0 ? null : sum / scored;
    }

    @Nullable Double weighted() {
        return weights == 0 ? mean() : (Double) (weightedCorrect / weights);
    }

    /// What a step comes to that no chain judged readably.
    Verdict unread(int chains) {
        Verdict.Invalid found = anInvalid;
        if (found == null) {
            return new Verdict.NotReached();
        }
        return invalid == 1
                ? found
                : new Verdict.Invalid(
                        found.reason(),
                        "%d of %d chains are invalid, the last one: %s"
                                .formatted(invalid, chains, found.detail()));
    }

    /// @param score null where the verdict is invalid, whatever single chains say
    AggregatedStep step(int step, Verdict verdict, @Nullable Double score) {
        return new AggregatedStep(
                step,
                verdict,
                verdict instanceof Verdict.Invalid ? null : score,
                correct,
                incorrect,
                invalid,
                notReached,
                scored == 0 ? 0 : highest - lowest);
    }
}
