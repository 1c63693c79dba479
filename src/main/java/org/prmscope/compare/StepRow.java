package org.prmscope.compare;

import org.prmscope.core.StepLabel;

import java.util.List;

/// One step with what every run says of it.
///
/// @param step from 0
/// @param text as the solution has it
/// @param gold unlabelled without gold
/// @param outcomes one for each run
/// @param isDisagreement whether two runs that came to the step say different things of it:
///   correct, incorrect, or nothing that can be read
public record StepRow(
        int step, String text, StepLabel gold, List<StepOutcome> outcomes, boolean isDisagreement) {
    public StepRow {
        outcomes = List.copyOf(outcomes);
    }
}
