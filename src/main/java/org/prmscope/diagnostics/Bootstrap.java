package org.prmscope.diagnostics;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;

/// Resamples of solutions, drawn once and read by every metric.
///
/// A metric only asks how many solutions there are of each kind (such as: an error in gold, found),
/// so a resample is the counts of its kinds. Drawing 400 solutions 2,000 times takes about a
/// millisecond.
final class Bootstrap {
    /// Kinds that are told apart; their counts of up to 255 draws share one `long`.
    static final int KINDS = 8;

    private static final int BLOCK = 255;

    private final int[][] resamples;

    /// Draws [Evaluation#RESAMPLES] resamples with replacement, each as large as the sample.
    ///
    /// @param sample how many solutions there are of each kind, at most [#KINDS] kinds
    Bootstrap(int[] sample, long seed) {
        byte[] kinds = kinds(sample);
        resamples = new int[kinds.length == 0 ? 0 : Evaluation.RESAMPLES][];
        SplittableRandom random = new SplittableRandom(seed);
        for (int resample = 0; resample < resamples.length; resample++) {
            resamples[resample] = draw(kinds, random);
        }
    }

    /// Of each solution the bit at which its kind is counted.
    private static byte[] kinds(int[] sample) {
        byte[] kinds = new byte[Arrays.stream(sample).sum()];
        int from = 0;
        for (int kind = 0; kind < sample.length; kind++) {
            Arrays.fill(kinds, from, from + sample[kind], (byte) (kind * 8));
            from += sample[kind];
        }
        return kinds;
    }

    private static int[] draw(byte[] kinds, SplittableRandom random) {
        int[] counts = new int[KINDS];
        long n = kinds.length;
        for (int drawn = 0; drawn < kinds.length; drawn += BLOCK) {
            int block = Math.min(BLOCK, kinds.length - drawn);
            long packed = 0;
            for (int i = 0; i < block; i += 2) {
                // Two draws of 32 bits from one of 64: the bias, n / 2^32, is far below the noise.
                long bits = random.nextLong();
                packed += 1L << kinds[scaled(bits >>> 32, n)];
                if (i + 1 < block) {
                    packed += 1L << kinds[scaled(bits & 0xFFFF_FFFFL, n)];
                }
            }
            for (int kind = 0; kind < KINDS; kind++) {
                counts[kind] += (int) (packed >>> (kind * 8)) & 0xFF;
            }
        }
        return counts;
    }

    /// 32 random bits as a position below n.
    private static int scaled(long bits, long n) {
        return (int) ((bits * n) >>> 32);
    }

    /// The 2.5th and the 97.5th percentile of a metric over the resamples.
    ///
    /// @param metric of the counts of a resample; NaN where it is not defined, which leaves the
    ///   resample out
    Estimate.@Nullable Interval interval(ToDoubleFunction<int[]> metric) {
        double[] values = new double[resamples.length];
        int defined = 0;
        for (int[] counts : resamples) {
            double value = metric.applyAsDouble(counts);
            if (!Double.isNaN(value)) {
                values[defined++] = value;
            }
        }
        if (defined == 0) {
            return null;
        }
        double[] sorted = Arrays.copyOf(values, defined);
        Arrays.sort(sorted);
        return new Estimate.Interval(quantile(sorted, 0.025), quantile(sorted, 0.975));
    }

    /// The quantile of sorted values with linear interpolation (Hyndman and Fan's type 7).
    static double quantile(double[] sorted, double p) {
        double rank = p * (sorted.length - 1);
        int below = (int) rank;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (rank - below) * (sorted[above] - sorted[below]);
    }
}
