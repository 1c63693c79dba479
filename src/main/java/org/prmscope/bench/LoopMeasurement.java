package org.prmscope.bench;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.WorkbenchException;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.ToDoubleFunction;
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

    /// One round.
    ///
    /// @param plainMs median step of the plain loop
    /// @param engineMs median step of the engine
    /// @param bandwidth median of the passes over memory right before and after, in bytes a second
    /// @param fastest of these passes
    record Round(double plainMs, double engineMs, double bandwidth, double fastest) {
        double share(long bytes) {
            return bytes / (engineMs / 1e3) / bandwidth;
        }
    }

    Measured measure(int threads) throws WorkbenchException, InterruptedException {
        int context = EngineMeasurements.CONTEXT;
        long bytes =
                subject.weightBytesPerToken() + subject.kvBytesPerToken() * (context + STEPS / 2);
        List<Round> rounds = new ArrayList<>();
        try (ReadBandwidth memory = new ReadBandwidth(threads, nanoTime)) {
            for (int round = 0; round < ROUNDS; round++) {
                double[] plain = subject.bareStepMs(context, STEPS);
                double[] before = memory.passes(PASSES);
                if (plain.length == 0) {
                    return new Measured(max(before), null);
                }
                double engineMs = engine.decode(1, STEPS).stepMs();
                double[] around = joined(before, memory.passes(PASSES - 1));
                rounds.add(new Round(median(plain), engineMs, median(around), max(around)));
            }
        }
        return measured(context, bytes, rounds);
    }

    /// What rounds come to: each step is held to the memory of its own round, since other guests of
    /// the machine slow both down together.
    ///
    /// @param bytes that a step reads
    static Measured measured(int context, long bytes, List<Round> rounds) {
        return new Measured(
                max(of(rounds, Round::fastest)),
                new BenchReport.Bare(
                        context,
                        median(of(rounds, Round::plainMs)),
                        median(of(rounds, Round::engineMs)),
                        bytes,
                        median(of(rounds, round -> round.share(bytes)))));
    }

    private static double[] of(List<Round> rounds, ToDoubleFunction<Round> figure) {
        return rounds.stream().mapToDouble(figure).toArray();
    }

    private static double max(double[] values) {
        return Arrays.stream(values).max().orElse(0);
    }

    private static double[] joined(double[] first, double[] second) {
        return DoubleStream.concat(Arrays.stream(first), Arrays.stream(second)).toArray();
    }

    private static double median(double[] values) {
        return Quantiles.of(values).median();
    }
}
