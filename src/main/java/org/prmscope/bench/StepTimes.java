package org.prmscope.bench;

import java.util.Arrays;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;

/// When each token of a chain came.
final class StepTimes {
    private final LongSupplier nanoTime;
    private final IntConsumer reached;
    private long[] at = new long[256];
    private int count;

    /// @param reached hears after each token how many there are
    StepTimes(LongSupplier nanoTime, IntConsumer reached) {
        this.nanoTime = nanoTime;
        this.reached = reached;
    }

    void token() {
        if (count == at.length) {
            at = Arrays.copyOf(at, count * 2);
        }
        at[count++] = nanoTime.getAsLong();
        reached.accept(count);
    }

    /// Milliseconds between one token and the next, from the token `first` on.
    double[] gaps(int first) {
        double[] gaps = new double[Math.max(0, count - 1 - first)];
        for (int i = 0; i < gaps.length; i++) {
            gaps[i] = (at[first + i + 1] - at[first + i]) / 1e6;
        }
        return gaps;
    }

    /// Nanoseconds from the token `first` to the last.
    long span(int first) {
        return at[count - 1] - at[first];
    }

    int count() {
        return count;
    }
}
