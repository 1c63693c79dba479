package org.prmscope.diagnostics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.prmscope.core.FirstError;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;

class BootstrapTest {
    private static final FirstError NONE = new FirstError.None();
    private static final FirstError ERROR = new FirstError.At(1);

    /// The counts of a resample are multinomial: mean n p and variance n p (1 - p) for every kind,
    /// also where a resample takes more than one block of draws.
    @Test
    void resamplesAreMultinomial() {
        for (int scale : new int[] {1, 7, 40}) {
            int[] sample = {5 * scale, 0, 12 * scale, scale, 3, 2 * scale, 0, 20 * scale};
            int n = 40 * scale + 3;
            Bootstrap bootstrap = new Bootstrap(sample, scale);
            for (int kind = 0; kind < sample.length; kind++) {
                int at = kind;
                List<Double> drawn = new ArrayList<>();
                bootstrap.interval(counts -> {
                    drawn.add((double) counts[at]);
                    return 0;
                });
                double mean = drawn.stream().mapToDouble(x -> x).average().orElseThrow();
                double variance =
                        drawn.stream()
                                .mapToDouble(x -> (x - mean) * (x - mean))
                                .average()
                                .orElseThrow();
                double p = (double) sample[kind] / n;
                double expected = n * p * (1 - p);
                assertEquals(Evaluation.RESAMPLES, drawn.size());
                assertEquals(n * p, mean, 4 * Math.sqrt(expected / Evaluation.RESAMPLES) + 1e-12);
                assertEquals(expected, variance, 0.15 * expected + 1e-12);
            }
        }
    }

    @Test
    void everyResampleIsAsLargeAsTheSample() {
        for (int n : new int[] {1, 2, 254, 255, 256, 511, 1_021}) {
            Bootstrap bootstrap = new Bootstrap(new int[] {n - 1, 0, 0, 0, 0, 1, 0, 0}, n);
            Estimate.Interval sizes =
                    Objects.requireNonNull(
                            bootstrap.interval(counts -> {
                                assertEquals(n, counts[0] + counts[5]);
                                return n;
                            }));
            assertEquals(new Estimate.Interval(n, n), sizes);
        }
    }

    @Test
    void noSolutionsGiveNoInterval() {
        assertNull(new Bootstrap(new int[Bootstrap.KINDS], 0).interval(_ -> 1));
    }

    /// Over many samples from a known population, about 95 of 100 intervals hold the true figure.
    @Test
    void intervalsOfF1CoverTheTruth() {
        // 0.6 on errors, 0.8 on correct ones: 2 * 0.6 * 0.8 / 1.4
        double truth = 0.96 / 1.4;
        SplittableRandom random = new SplittableRandom(11);
        int covered = 0;
        int trials = 400;
        for (int trial = 0; trial < trials; trial++) {
            List<Judged> judged = new ArrayList<>();
            for (int i = 0; i < 120; i++) {
                boolean isError = random.nextBoolean();
                boolean right = random.nextDouble() < (isError ? 0.6 : 0.8);
                judged.add(new Judged(isError ? ERROR : NONE, right == isError ? ERROR : NONE));
            }
            Estimate f1 = Evaluation.of(judged, trial).f1();
            covered += Objects.requireNonNull(f1.interval()).contains(truth) ? 1 : 0;
        }
        assertEquals(0.95, covered / (double) trials, 0.03);
    }

    @Test
    void intervalsOfADifferenceCoverTheTruth() {
        // A is right on 0.7; B on 0.9 of those and on 0.3 of the others: 0.72.
        double truth = 0.7 - 0.72;
        SplittableRandom random = new SplittableRandom(12);
        int covered = 0;
        int trials = 400;
        for (int trial = 0; trial < trials; trial++) {
            List<PairedCounts.Pair> pairs = new ArrayList<>();
            for (int i = 0; i < 120; i++) {
                boolean a = random.nextDouble() < 0.7;
                boolean b = random.nextDouble() < (a ? 0.9 : 0.3);
                pairs.add(new PairedCounts.Pair(NONE, a ? NONE : ERROR, b ? NONE : ERROR));
            }
            Difference found = PairedCounts.of(pairs).difference(Metric.ACCURACY, trial);
            covered += Objects.requireNonNull(found.interval()).contains(truth) ? 1 : 0;
        }
        assertEquals(0.95, covered / (double) trials, 0.03);
    }

    @Test
    void largeSamplesGiveTheNormalInterval() {
        PairedCounts counts =
                new PairedCounts(
                        new PairedCounts.Split(0, 0, 0, 0),
                        new PairedCounts.Split(300, 150, 250, 1_300));
        Difference found = counts.difference(Metric.ACCURACY, 4);
        Estimate.Interval interval = Objects.requireNonNull(found.interval());
        assertEquals(0.05, Objects.requireNonNull(found.value()), 1e-12);
        // Variance of a paired difference: (b + c - (b - c)^2 / n) / n^2.
        double half = 1.96 * Math.sqrt((400 - 100 * 100 / 2_000.0) / 2_000 / 2_000);
        assertEquals(0.05 - half, interval.low(), 0.002);
        assertEquals(0.05 + half, interval.high(), 0.002);
        assertTrue(found.isClear());
    }
}
