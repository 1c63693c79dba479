package org.prmscope.train;

import org.bytedeco.javacpp.PointerScope;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.prmscope.model.Qwen2Config;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/// Tokens a second that training a model of 3.3 million parameters takes: gradient and optimizer
/// step of batches with 4,096 tokens in rows of `length`, of which three quarters are trained on.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 2, time = 4)
@Measurement(iterations = 5, time = 4)
@Fork(1)
public class TrainingBenchmark {
    private static final int TOKENS = 4_096;

    @Param({"1", "2"})
    public int threads;

    @Param({"256", "512"})
    public int length;

    private final Qwen2Config config =
            new Qwen2Config(1_024, 192, 6, 6, 6, 32, 640, 2_048, 10_000, 1e-6, true);
    private final PointerScope scope = new PointerScope();
    private final Qwen2Network network = new Qwen2Network(config, 7);
    private final AdamW optimizer = new AdamW(network.parameters(), 0.05, 1);
    private GradientStep gradients = new GradientStep(network, 1);
    private Batch batch = new Batch(List.of());
    private int step;

    @Setup
    public void begin() {
        gradients.close();
        gradients = new GradientStep(network, threads);
        Random random = new Random(1);
        List<TrainingExample> rows = new ArrayList<>();
        for (int row = 0; row < TOKENS / length; row++) {
            boolean[] trained = new boolean[length];
            java.util.Arrays.fill(trained, length / 4, length, true);
            rows.add(
                    new TrainingExample(
                            random.ints(length, 0, config.vocabularySize()).toArray(), trained));
        }
        batch = new Batch(rows);
    }

    @TearDown
    public void end() {
        gradients.close();
        scope.close();
    }

    @Benchmark
    @OperationsPerInvocation(TOKENS)
    public double step() {
        try (PointerScope inner = new PointerScope()) {
            assert inner != null;
            step++;
            NamedTensors gradient = gradients.compute(batch).gradients();
            double norm = optimizer.norm(gradient);
            optimizer.step(gradient, norm, step, 1e-3);
            return norm;
        }
    }
}
