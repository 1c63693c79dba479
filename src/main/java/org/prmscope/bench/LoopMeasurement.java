package org.prmscope.bench;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.WorkbenchException;

import java.util.Arrays;
import java.util.function.LongSupplier;
import java.util.stream.DoubleStream;

/// One chain in the engine, in the plainest loop over the runtime, and the speed of memory that
/// both are held to, all in the same seconds: rounds alternate between them.
final class LoopMeasurement {
    private static final int ROUNDS = 7;
    private static final int STEPS = 72;
    private static final int PASSES = 8;

    private final BenchSubject subject;
    private final EngineMeasurements engine;
    private final LongSupplier nanoTime;

    LoopMeasurement(BenchSubject subject, EngineMeasurements engine, LongSupplier nanoTime) {
        this.subject = subject;
        this.engine = engine;
        this.nanoTime = nanoTime;
    }

    /// @param bandwidth the fastest pass over memory, in bytes a second
    /// @param bare null if the graph cannot be run plainly
    record Measured(double bandwidth, BenchReport.@Nullable Bare bare) {}

    Measured measure(int threads) throws WorkbenchException, InterruptedException {
        int context = EngineMeasurements.CONTEXT;
        long bytes =
                subject.weightBytesPerToken() + subject.kvBytesPerToken() * (context + STEPS / 2);
        double best = 0;
        double[] bareMs = new double[ROUNDS];
        double[] engineMs = new double[ROUNDS];
        double[] shares = new double[ROUNDS];
        try (ReadBandwidth memory = new ReadBandwidth(threads, nanoTime)) {
            for (int round = 0; round < ROUNDS; round++) {
                double[] plain = subject.bareStepMs(context, STEPS);
                double[] before = memory.passes(PASSES);
                best = Math.max(best, Arrays.stream(before).max().orElseThrow());
                if (plain.length == 0) {
                    return new Measured(best, null);
                }
                bareMs[round] = median(plain);
                engineMs[round] = engine.decode(1, STEPS).stepMs();
                double[] after = memory.passes(PASSES - 1);
                best = Math.max(best, Arrays.stream(after).max().orElseThrow());
                double[] around = joined(before, after);
                shares[round] = bytes / (engineMs[round] / 1e3) / median(around);
            }
        }
        return new Measured(
                best,
                new BenchReport.Bare(
                        context, median(bareMs), median(engineMs), bytes, median(shares)));
    }

    private static double[] joined(double[] first, double[] second) {
        return DoubleStream.concat(Arrays.stream(first), Arrays.stream(second)).toArray();
    }

    private static double median(double[] values) {
        return Quantiles.of(values).median();
    }
}
