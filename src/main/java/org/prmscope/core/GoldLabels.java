package org.prmscope.core;

import java.util.ArrayList;
import java.util.List;

/// A data set's labels of one solution, one a step, with the source that gave them.
public record GoldLabels(String source, List<StepLabel> steps) {
    public GoldLabels {
        steps = List.copyOf(steps);
    }

    /// ProcessBench's single label spread over the steps: correct before the first error, incorrect
    /// at it, unlabelled after it (later steps are unknown, not wrong).
    public static GoldLabels ofFirstError(String source, int stepCount, FirstError first) {
        List<StepLabel> labels = new ArrayList<>(stepCount);
        for (int step = 0; step < stepCount; step++) {
            labels.add(
                    switch (first) {
                        case FirstError.None() -> StepLabel.CORRECT;
                        case FirstError.Unknown() -> StepLabel.UNLABELLED;
                        case FirstError.At(int at) ->
                                step < at
                                        ? StepLabel.CORRECT
                                        : step == at ? StepLabel.INCORRECT : StepLabel.UNLABELLED;
                    });
        }
        return new GoldLabels(source, labels);
    }

    /// The first incorrect step; `Unknown` when an unlabelled step comes before any incorrect one.
    public FirstError firstError() {
        for (int step = 0; step < steps.size(); step++) {
            switch (steps.get(step)) {
                case INCORRECT -> {
                    return new FirstError.At(step);
                }
                case UNLABELLED -> {
                    return new FirstError.Unknown();
                }
                case CORRECT, NEUTRAL -> {}
            }
        }
        return new FirstError.None();
    }
}
