package org.prmscope.decode;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Time to look for GenPRM's stop strings in 1,000 tokens of code.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class StopMatcherBenchmark {
    private final List<byte[]> pieces = new ArrayList<>();

    @Setup
    public void tokens() {
        String code = "for i in range(10):\n    print(i * 3)\n``\n";
        for (int i = 0; i < 1_000; i++) {
            int from = i * 4 % (code.length() - 4);
            pieces.add(code.substring(from, from + 4).getBytes(StandardCharsets.UTF_8));
        }
    }

    @Benchmark
    public int thousandTokens() {
        StopMatcher matcher = new StopMatcher(List.of("\n```\n", "</output>\n", "</analyze>\n"));
        int found = 0;
        for (byte[] piece : pieces) {
            found += matcher.accept(piece).isPresent() ? 1 : 0;
        }
        return found;
    }
}
