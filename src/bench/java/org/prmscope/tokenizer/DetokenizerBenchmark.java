package org.prmscope.tokenizer;

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

/// Time to turn 1,000 sampled tokens into text as they come, a third of them parts of characters.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class DetokenizerBenchmark {
    private final List<byte[]> pieces = new ArrayList<>();

    @Setup
    public void tokens() {
        byte[] text = "so 步😀 = 3, ".repeat(200).getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 1_000; i++) {
            int from = i * 3 % (text.length - 3);
            pieces.add(new byte[] {text[from], text[from + 1], text[from + 2]});
        }
    }

    @Benchmark
    public int thousandTokens() {
        StreamingDetokenizer detokenizer = new StreamingDetokenizer();
        int characters = 0;
        for (byte[] piece : pieces) {
            characters += detokenizer.accept(piece).length();
        }
        return characters + detokenizer.finish().length();
    }
}
