package org.prmscope.diagnostics;

import org.prmscope.core.FirstError;

import java.util.List;

/// Two runs on the same solutions, counted by who is right. Solutions without gold are left out.
///
/// @param errors those with an error in gold
/// @param corrects those without
public record PairedCounts(Split errors, Split corrects) {
    /// Who is right on solutions of one kind.
    public record Split(int neither, int onlyB, int onlyA, int both) {
        public int total() {
            return neither + onlyB + onlyA + both;
        }
    }

    /// One solution that two verifiers were run on.
    ///
    /// @param gold where the data set has the first error, `Unknown` if it does not say
    /// @param a where the first verifier has it, `Unknown` if its judgement is invalid
    /// @param b where the second has it
    public record Pair(FirstError gold, FirstError a, FirstError b) {}

    /// Counts pairs.
    public static PairedCounts of(List<Pair> pairs) {
        int[] kinds = new int[Bootstrap.KINDS];
        for (Pair pair : pairs) {
            int right =
                    (new Judged(pair.gold(), pair.a()).isMatch() ? 2 : 0)
                            + (new Judged(pair.gold(), pair.b()).isMatch() ? 1 : 0);
            switch (pair.gold()) {
                case FirstError.At _ -> kinds[right]++;
                case FirstError.None() -> kinds[4 + right]++;
                case FirstError.Unknown() -> {}
            }
        }
        return new PairedCounts(split(kinds, 0), split(kinds, 4));
    }

    private static Split split(int[] kinds, int from) {
        return new Split(kinds[from], kinds[from + 1], kinds[from + 2], kinds[from + 3]);
    }

    /// Solutions with gold.
    public int total() {
        return errors.total() + corrects.total();
    }

    /// The exact test of the two accuracies.
    public McNemar mcNemar() {
        return McNemar.of(errors.onlyA + corrects.onlyA, errors.onlyB + corrects.onlyB);
    }

    /// A's metric minus B's, with the interval of a paired bootstrap: [Evaluation#RESAMPLES]
    /// resamples of the solutions, on each of which both runs are measured (Efron and Tibshirani,
    /// An Introduction to the Bootstrap, 1993, chapter 13; as in Koehn, Statistical significance
    /// tests for machine translation evaluation, EMNLP 2004). A resample in which the metric is not
    /// defined is left out.
    ///
    /// @param seed the same seed gives the same interval
    public Difference difference(Metric metric, long seed) {
        int[] kinds = {
            errors.neither, errors.onlyB, errors.onlyA, errors.both,
            corrects.neither, corrects.onlyB, corrects.onlyA, corrects.both
        };
        double value = difference(metric, kinds);
        return Double.isNaN(value)
                ? new Difference(null, total(), null)
                : new Difference(
                        value,
                        total(),
                        new Bootstrap(kinds, seed).interval(drawn -> difference(metric, drawn)));
    }

    private static double difference(Metric metric, int[] kinds) {
        int errors = kinds[0] + kinds[1] + kinds[2] + kinds[3];
        int corrects = kinds[4] + kinds[5] + kinds[6] + kinds[7];
        return metric.share(errors, kinds[2] + kinds[3], corrects, kinds[6] + kinds[7])
                - metric.share(errors, kinds[1] + kinds[3], corrects, kinds[5] + kinds[7]);
    }
}
