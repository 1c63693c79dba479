package org.prmscope.diagnostics;

import org.prmscope.core.FirstError;

import java.util.List;

/// ProcessBench's metrics over the solutions of a run (Zheng et al., arXiv 2412.06559, section 3,
/// and its `run_eval.py`): a solution is right when the predicted first error is exactly gold's.
///
/// An invalid judgement is never right and stays in every denominator. Solutions without gold count
/// for the share of invalid only. Shares are 0..1, where the reference prints percent.
///
/// @param errorAccuracy share of right ones among solutions with an error in gold; not defined if
///   there are none
/// @param correctAccuracy share of right ones among solutions without an error in gold; not defined
///   if there are none
/// @param f1 harmonic mean 2ab/(a+b) of the two; 0 if both are 0 (the reference divides 0 by 0
///   there), not defined if either is not; its n counts the solutions with gold
/// @param invalid share of invalid judgements among all solutions
public record Evaluation(
        Estimate errorAccuracy, Estimate correctAccuracy, Estimate f1, Estimate invalid) {
    /// How many bootstrap resamples the intervals rest on.
    public static final int RESAMPLES = 2_000;

    /// Computes the metrics and their intervals: [#RESAMPLES] resamples of the solutions with
    /// replacement, the 2.5th and the 97.5th percentile (Efron and Tibshirani, An Introduction to
    /// the Bootstrap, 1993, chapter 13). A resample in which a metric is not defined is left out
    /// for that metric.
    ///
    /// @param seed the same seed gives the same intervals
    public static Evaluation of(List<Judged> judged, long seed) {
        int[] kinds = kinds(judged);
        Bootstrap bootstrap = new Bootstrap(kinds, seed);
        return new Evaluation(
                estimate(Metric.ERROR_ACCURACY, errors(kinds), kinds, bootstrap),
                estimate(Metric.CORRECT_ACCURACY, corrects(kinds), kinds, bootstrap),
                estimate(Metric.F1, errors(kinds) + corrects(kinds), kinds, bootstrap),
                new Estimate(
                        judged.isEmpty() ? null : (Double) invalidShare(kinds),
                        judged.size(),
                        bootstrap.interval(Evaluation::invalidShare)));
    }

    /// [#f1()] alone, with the same interval.
    ///
    /// @param seed as for [#of(List, long)]
    public static Estimate f1(List<Judged> judged, long seed) {
        int[] kinds = kinds(judged);
        return estimate(
                Metric.F1, errors(kinds) + corrects(kinds), kinds, new Bootstrap(kinds, seed));
    }

    private static int[] kinds(List<Judged> judged) {
        int[] kinds = new int[Bootstrap.KINDS];
        for (Judged one : judged) {
            kinds[kind(one)]++;
        }
        return kinds;
    }

    private static Estimate estimate(Metric metric, int n, int[] kinds, Bootstrap bootstrap) {
        double value = share(metric, kinds);
        return Double.isNaN(value)
                ? new Estimate(null, n, null)
                : new Estimate(value, n, bootstrap.interval(counts -> share(metric, counts)));
    }

    /// Gold has an error (0..2), has none (3..5), does not say (6, 7); in each the right ones
    /// first, then the invalid, then the others.
    private static int kind(Judged judged) {
        boolean invalid = judged.predicted() instanceof FirstError.Unknown;
        int judgement = judged.isMatch() ? 0 : invalid ? 1 : 2;
        return switch (judged.gold()) {
            case FirstError.At _ -> judgement;
            case FirstError.None() -> 3 + judgement;
            case FirstError.Unknown() -> invalid ? 6 : 7;
        };
    }

    private static int errors(int[] kinds) {
        return kinds[0] + kinds[1] + kinds[2];
    }

    private static int corrects(int[] kinds) {
        return kinds[3] + kinds[4] + kinds[5];
    }

    private static double share(Metric metric, int[] kinds) {
        return metric.share(errors(kinds), kinds[0], corrects(kinds), kinds[3]);
    }

    private static double invalidShare(int[] kinds) {
        int solutions = errors(kinds) + corrects(kinds) + kinds[6] + kinds[7];
        return (double) (kinds[1] + kinds[4] + kinds[6]) / solutions;
    }
}
