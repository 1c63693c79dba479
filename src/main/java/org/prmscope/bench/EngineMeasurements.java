package org.prmscope.bench;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.Cancellation;
import org.prmscope.core.Sampling;
import org.prmscope.core.TokenOrigin;
import org.prmscope.core.WorkbenchException;
import org.prmscope.decode.CancelledException;
import org.prmscope.decode.ChainDecoder;
import org.prmscope.decode.DecodeEngine;
import org.prmscope.decode.GenerationRequest;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/// Measures an engine with chains of tokens that mean nothing: what is computed does not depend on
/// which they are.
final class EngineMeasurements {
    /// Tokens before the first step that is timed.
    static final int CONTEXT = 256;

    private static final int WARM_UP = 8;
    private static final long CANCEL_AFTER_MS = 400;

    private final DecodeEngine engine;
    private final int vocabulary;
    private final LongSupplier nanoTime;

    EngineMeasurements(DecodeEngine engine, int vocabulary, LongSupplier nanoTime) {
        this.engine = engine;
        this.vocabulary = vocabulary;
        this.nanoTime = nanoTime;
    }

    /// Tokens that are the same for the same seed.
    int[] tokens(int count, long seed) {
        return new Random(seed).ints(count, 0, vocabulary).toArray();
    }

    /// Chains of one prompt that are decoded together.
    ///
    /// @param steps tokens of each chain
    BenchReport.Decode decode(int chains, int steps)
            throws WorkbenchException, InterruptedException {
        List<StepTimes> all = new ArrayList<>();
        SteadySteps steady = new SteadySteps(chains, WARM_UP, steps, engine::statistics);
        long collections = collections();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            for (int chain = 0; chain < chains; chain++) {
                int index = chain;
                StepTimes times = new StepTimes(nanoTime, count -> steady.token(index, count));
                all.add(times);
                running.add(
                        threads.submit(() ->
                                generate(
                                        tokens(CONTEXT, -1),
                                        times,
                                        steps,
                                        index,
                                        new Cancellation())));
            }
            for (Future<?> one : running) {
                await(one);
            }
        }
        long nanos = 0;
        double[] gaps = new double[0];
        for (StepTimes times : all) {
            nanos = Math.max(nanos, times.span(WARM_UP));
            gaps = joined(gaps, times.gaps(WARM_UP));
        }
        Quantiles quantiles = Quantiles.of(gaps);
        return new BenchReport.Decode(
                chains,
                chains * (steps - 1.0 - WARM_UP) / (nanos / 1e9),
                quantiles.median(),
                quantiles.p99(),
                steady.overheadMs(),
                collections() - collections);
    }

    /// Milliseconds from the request to the first token of a prompt that nothing is known of.
    double firstTokenMs(int prompt) throws WorkbenchException, InterruptedException {
        StepTimes times = new StepTimes(nanoTime, _ -> {});
        long start = nanoTime.getAsLong();
        generate(tokens(prompt, 17), times, 1, 0, new Cancellation());
        return (nanoTime.getAsLong() - start) / 1e6;
    }

    /// Cancels in the middle of a long prompt and in the middle of decoding.
    BenchReport.Cancel cancel(int longPrompt) throws WorkbenchException, InterruptedException {
        return new BenchReport.Cancel(
                cancelMs(tokens(longPrompt, 23)), cancelMs(tokens(CONTEXT, -1)));
    }

    private @Nullable Double cancelMs(int[] prompt)
            throws WorkbenchException, InterruptedException {
        Cancellation cancellation = new Cancellation();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Boolean> running =
                    threads.submit(() ->
                            generate(
                                    prompt,
                                    new StepTimes(nanoTime, _ -> {}),
                                    1 << 20,
                                    1,
                                    cancellation));
            TimeUnit.MILLISECONDS.sleep(CANCEL_AFTER_MS);
            long start = nanoTime.getAsLong();
            cancellation.cancel();
            await(running);
            double took = (nanoTime.getAsLong() - start) / 1e6;
            // It had ended by itself: there was nothing to measure.
            return running.resultNow() ? took : null;
        }
    }

    /// @return whether it was cancelled
    private boolean generate(
            int[] prompt, StepTimes times, int steps, long seed, Cancellation cancellation)
            throws WorkbenchException {
        int[] forced = tokens(Math.min(steps, 4_096), seed);
        try (ChainDecoder chain =
                engine.newChain(new TimedTokens(new ForcedTokens(forced, 0), times))) {
            chain.append(prompt, TokenOrigin.PROMPT);
            chain.generate(
                    new GenerationRequest(Sampling.GREEDY, steps, List.of(), true, List.of()),
                    cancellation);
            return false;
        } catch (CancelledException e) {
            return true;
        }
    }

    static void await(Future<?> work) throws WorkbenchException, InterruptedException {
        try {
            work.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof WorkbenchException expected) {
                throw expected;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    private static long collections() {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                .mapToLong(GarbageCollectorMXBean::getCollectionCount)
                .sum();
    }

    private static double[] joined(double[] one, double[] other) {
        double[] all = java.util.Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, all, one.length, other.length);
        return all;
    }
}
