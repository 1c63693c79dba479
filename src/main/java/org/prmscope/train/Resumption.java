package org.prmscope.train;

/// Where a training goes on, and whether it goes on as it was.
///
/// @param step steps that its checkpoint has had
/// @param rateBefore the learning rate that its last step was taken with, by the log; NaN if the
///   log does not say
/// @param rate the learning rate that the plan has for that step
public record Resumption(int step, double rateBefore, double rate) {
    /// The log has four digits of a rate.
    private static final double ROUNDING = 1e-3;

    /// Whether the plan is known to be another one than that of the steps before.
    public boolean anotherPlan() {
        return Math.abs(rateBefore - rate) > ROUNDING * Math.max(rateBefore, rate);
    }
}
