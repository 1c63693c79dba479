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

import java.util.Random;
import java.util.concurrent.TimeUnit;

/// Time to find the longest known prefix of a chain of 4,096 tokens among rows that share their
/// first half with it.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class PrefixIndexBenchmark {
    private static final int TOKENS = 4_096;

    @Param({"12", "64"})
    public int rows;

    private final int[] chain = new Random(1).ints(TOKENS, 0, 151_936).toArray();
    private RowPool pool = pool(1);

    @Setup
    public void fill() {
        pool = pool(rows);
        for (Row row : pool.rows()) {
            int[] ids = new Random(row.index).ints(TOKENS, 0, 151_936).toArray();
            System.arraycopy(chain, 0, ids, 0, TOKENS / 2);
            row.add(ids, TOKENS);
        }
    }

    @Benchmark
    public Object longest() {
        return pool.longest(chain, TOKENS);
    }

    private static RowPool pool(int count) {
        return new RowPool(
                new FullRows(count),
                new EngineLimits(count, 0, Long.MAX_VALUE),
                TOKENS,
                new EngineMeter(System::nanoTime, count));
    }

    /// Rows that take no memory.
    private record FullRows(int rows) implements KvRows {
        @Override
        public int capacity() {
            return TOKENS;
        }

        @Override
        public long bytes() {
            return 0;
        }

        @Override
        public long bytes(int rows, int capacity) {
            return 0;
        }

        @Override
        public void resize(int rows, int capacity, int[] held) {}

        @Override
        public void copy(int from, int to, int tokens) {}

        @Override
        public void swap(int one, int other, int tokens) {}
    }
}
