package org.prmscope.diagnostics;

import org.jspecify.annotations.Nullable;

/// A figure of a run over solutions with gold, as ProcessBench defines it (arXiv 2412.06559,
/// section 3).
public enum Metric {
    /// The harmonic mean of the two accuracies; 0 where both are.
    F1("F1") {
        @Override
        double share(int errors, int errorsRight, int corrects, int correctsRight) {
            double a = (double) errorsRight / errors;
            double b = (double) correctsRight / corrects;
            return a + b == 0 ? 0 : 2 * a * b / (a + b);
        }
    },
    /// The share of right ones among all solutions with gold.
    ACCURACY("accuracy") {
        @Override
        double share(int errors, int errorsRight, int corrects, int correctsRight) {
            return (double) (errorsRight + correctsRight) / (errors + corrects);
        }
    },
    /// The share of right ones among solutions with an error in gold.
    ERROR_ACCURACY("accuracy on solutions with an error") {
        @Override
        double share(int errors, int errorsRight, int corrects, int correctsRight) {
            return (double) errorsRight / errors;
        }
    },
    /// The share of right ones among solutions without an error in gold.
    CORRECT_ACCURACY("accuracy on correct solutions") {
        @Override
        double share(int errors, int errorsRight, int corrects, int correctsRight) {
            return (double) correctsRight / corrects;
        }
    };

    private final String title;

    Metric(String title) {
        this.title = title;
    }

    public String title() {
        return title;
    }

    /// The figure 0..1; null where it is not defined.
    public @Nullable Double of(RightCounts counts) {
        double share =
                share(
                        counts.errors(),
                        counts.errorsRight(),
                        counts.corrects(),
                        counts.correctsRight());
        return Double.isNaN(share) ? null : (Double) share;
    }

    /// NaN where it is not defined.
    abstract double share(int errors, int errorsRight, int corrects, int correctsRight);
}
