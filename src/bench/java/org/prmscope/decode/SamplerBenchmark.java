package org.prmscope.decode;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.prmscope.core.Sampling;

import java.util.Random;
import java.util.concurrent.TimeUnit;

/// Time to draw one token from a vocabulary of 151,936: from the 64 candidates that the graph
/// gives, and from the whole row.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class SamplerBenchmark {
    private static final int VOCABULARY = 151_936;

    /// GenPRM's reference settings, the whole distribution, greedy.
    @Param({"0.6 0.95 20", "1 1 0", "0 1 0"})
    public String sampling = "";

    private final Sampler sampler = new Sampler(1);
    private final float[] row = new float[VOCABULARY];
    private NextToken candidates =
            new NextToken(new int[1], new float[1], 0, new int[0], new float[0]);
    private Sampling settings = Sampling.GREEDY;

    @Setup
    public void draws() {
        Random random = new Random(1);
        for (int id = 0; id < row.length; id++) {
            row[id] = (float) random.nextGaussian() * 3;
        }
        row[7] = 25;
        int[] ids = Softmax.top(row, NextToken.CANDIDATES);
        float[] logits = new float[ids.length];
        for (int rank = 0; rank < ids.length; rank++) {
            logits[rank] = row[ids[rank]];
        }
        candidates = new NextToken(ids, logits, Softmax.logSumExp(row), new int[0], new float[0]);
        String[] parts = sampling.split(" ");
        settings =
                new Sampling(
                        Double.parseDouble(parts[0]),
                        Double.parseDouble(parts[1]),
                        Integer.parseInt(parts[2]));
    }

    @Benchmark
    public int candidates() {
        return sampler.draw(candidates, VOCABULARY, settings);
    }

    @Benchmark
    public int wholeRow() {
        return sampler.draw(row, settings);
    }
}
