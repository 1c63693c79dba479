package org.prmscope.train;

import java.util.Locale;

/// Where a training goes on, and whether it goes on as it was.
///
/// @param step steps that its checkpoint has had
/// @param rateBefore the learning rate that its last step was taken with, by the log; NaN if the
///   log does not say
/// @param rate the learning rate that the plan has for that step
public record Resumption(int step, double rateBefore, double rate) {
    /// The log has four digits of a rate.
    private static final double ROUNDING = 1e-3;

    /// What another plan changes, in a sentence.
    public String difference() {
        return String.format(
                Locale.ROOT,
                "Step %d had the learning rate %.3e; with these steps and this decay it is %.3e"
                        + " there.",
                step,
                rateBefore,
                rate);
    }

    /// Whether the plan is known to be another one than that of the steps before.
    public boolean anotherPlan() {
        return Math.abs(rateBefore - rate) > ROUNDING * Math.max(rateBefore, rate);
    }
}
