package org.prmscope.diagnostics;

import org.jspecify.annotations.Nullable;
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
        Tally tally = new Tally();
        judged.forEach(tally::add);
        Bootstrap bootstrap = new Bootstrap(judged, seed);
        return new Evaluation(
                new Estimate(
                        tally.errorAccuracy(),
                        tally.errors,
                        bootstrap.interval(Tally::errorAccuracy)),
                new Estimate(
                        tally.correctAccuracy(),
                        tally.corrects,
                        bootstrap.interval(Tally::correctAccuracy)),
                new Estimate(
                        tally.f1(), tally.errors + tally.corrects, bootstrap.interval(Tally::f1)),
                new Estimate(
                        tally.invalidShare(),
                        tally.solutions,
                        bootstrap.interval(Tally::invalidShare)));
    }

    /// Counts of one sample.
    static final class Tally {
        private int solutions;
        private int errors;
        private int errorsRight;
        private int corrects;
        private int correctsRight;
        private int invalid;

        void add(Judged judged) {
            solutions++;
            invalid += judged.predicted() instanceof FirstError.Unknown ? 1 : 0;
            int right = judged.isMatch() ? 1 : 0;
            switch (judged.gold()) {
                case FirstError.At _ -> {
                    errors++;
                    errorsRight += right;
                }
                case FirstError.None() -> {
                    corrects++;
                    correctsRight += right;
                }
                case FirstError.Unknown() -> {}
            }
        }

        @Nullable Double errorAccuracy() {
            return share(errorsRight, errors);
        }

        @Nullable Double correctAccuracy() {
            return share(correctsRight, corrects);
        }

        @Nullable Double f1() {
            Double a = errorAccuracy();
            Double b = correctAccuracy();
            if (a == null || b == null) {
                return null;
            }
            return a + b == 0 ? 0 : 2 * a * b / (a + b);
        }

        @Nullable Double invalidShare() {
            return share(invalid, solutions);
        }

        private static @Nullable Double share(int part, int whole) {
            return whole == 0 ? null : (double) part / whole;
        }
    }
}
