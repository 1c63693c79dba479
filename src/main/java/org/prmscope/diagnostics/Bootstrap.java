package org.prmscope.diagnostics;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.Function;

/// Resamples of judged solutions, drawn once and read by every metric.
final class Bootstrap {
    private final List<Evaluation.Tally> resamples = new ArrayList<>(Evaluation.RESAMPLES);

    Bootstrap(List<Judged> judged, long seed) {
        if (judged.isEmpty()) {
            return;
        }
        SplittableRandom random = new SplittableRandom(seed);
        for (int resample = 0; resample < Evaluation.RESAMPLES; resample++) {
            Evaluation.Tally tally = new Evaluation.Tally();
            for (int i = 0; i < judged.size(); i++) {
                tally.add(judged.get(random.nextInt(judged.size())));
            }
            resamples.add(tally);
        }
    }

    Estimate.@Nullable Interval interval(Function<Evaluation.Tally, @Nullable Double> metric) {
        double[] values =
                resamples.stream()
                        .map(metric)
                        .filter(Objects::nonNull)
                        .mapToDouble(value -> value)
                        .sorted()
                        .toArray();
        return values.length == 0
                ? null
                : new Estimate.Interval(quantile(values, 0.025), quantile(values, 0.975));
    }

    /// The quantile of sorted values with linear interpolation (Hyndman and Fan's type 7).
    static double quantile(double[] sorted, double p) {
        double rank = p * (sorted.length - 1);
        int below = (int) rank;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (rank - below) * (sorted[above] - sorted[below]);
    }
}
