package org.prmscope.diagnostics;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.stream.IntStream;

/// How scores 0..1 are spread over bins of one width.
///
/// @param counts of each bin; the first begins at 0, each holds its lower end, the last holds 1
/// @param missing values that are not there, which no bin counts
public record Histogram(List<Integer> counts, int missing) {
    public Histogram {
        counts = List.copyOf(counts);
    }

    /// Counts values.
    ///
    /// @param values 0..1; null where there is none
    /// @param bins at least 1
    public static Histogram of(List<@Nullable Double> values, int bins) {
        int[] counts = new int[bins];
        int missing = 0;
        for (Double value : values) {
            if (value == null) {
                missing++;
            } else {
                counts[bin(value, bins)]++;
            }
        }
        return new Histogram(IntStream.of(counts).boxed().toList(), missing);
    }

    /// The bin of a value, from 0.
    public static int bin(double value, int bins) {
        return Math.clamp((int) (value * bins), 0, bins - 1);
    }

    /// Where a bin begins; that of the bin after the last is 1.
    public double from(int bin) {
        return (double) bin / counts.size();
    }

    /// Values that are there.
    public int n() {
        return counts.stream().mapToInt(count -> count).sum();
    }
}
