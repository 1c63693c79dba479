package org.prmscope.decode.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnxruntime.OrtEnvironment;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.prmscope.core.Cancellation;
import org.prmscope.core.ComputeMode;
import org.prmscope.decode.NextToken;
import org.prmscope.model.ModelFolder;
import org.prmscope.model.Qwen2Config;
import org.prmscope.model.TinyModels;

import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;

/// Steps of one token whose attention is written as products, against the graph that every token is
/// computed anew with.
class FastStepsTest {
    private static final Cancellation NEVER = new Cancellation();
    private static final int[] NONE = {};
    private static final int CHUNK = 64;

    private static final Random TOKENS = new Random(5);

    @TempDir static Path folder;
    private static OrtEnvironment environment;

    @BeforeAll
    static void load() throws Exception {
        environment = OnnxNatives.load(cache());
    }

    @ParameterizedTest
    @CsvSource({"4, 2, 1", "4, 2, 2", "4, 2, 3", "6, 1, 4", "6, 1, 5", "6, 2, 6", "3, 1, 7"})
    void whateverTheRowsWentThroughEqualsComputingEverythingAnew(int heads, int kvHeads, long seed)
            throws Exception {
        Path model = model(heads, kvHeads, seed);
        try (OnnxCausalLm lm = open(model);
                PlainDecoder judge = judge(model)) {
            RowSchedule schedule = new RowSchedule(lm, judge, 1e-4f, seed);
            schedule.run(100);
            assertTrue(schedule.answers() > 100, schedule.answers() + " answers");
        }
    }

    @Test
    void fullRowsOfDifferentLengthsDecodeWhatEachDecodesAlone() throws Exception {
        Path model = model(6, 2, 8);
        int[][] rows = {
            TOKENS.ints(90, 0, 288).toArray(),
            TOKENS.ints(73, 0, 288).toArray(),
            TOKENS.ints(81, 0, 288).toArray()
        };
        int[] held = {60, 43, 51};
        try (OnnxCausalLm lm = open(model);
                PlainDecoder judge = judge(model)) {
            lm.rows().resize(rows.length, 96, NONE);
            for (int row = 0; row < rows.length; row++) {
                lm.forward(row, 0, Arrays.copyOf(rows[row], held[row]), NONE, NONE, NEVER);
            }
            for (int step = 0; step < 30; step++) {
                int[] next = new int[rows.length];
                for (int row = 0; row < rows.length; row++) {
                    next[row] = rows[row][held[row]];
                }
                NextToken[] answers = lm.step(held, next, new int[] {7, 100}, NEVER);
                for (int row = 0; row < rows.length; row++) {
                    held[row]++;
                    float[] logits = judge.logits(Arrays.copyOf(rows[row], held[row]));
                    assertEquals(logits[7], answers[row].logitOf(7), 1e-4f);
                    assertEquals(logits[100], answers[row].logitOf(100), 1e-4f);
                }
            }
        }
    }

    @Test
    void nothingThatAnotherChainLeftInARowGetsIntoAStep() throws Exception {
        // The head has weights of its own, so that only the token itself computes NaN.
        Path model = TinyModels.qwen2(folder.resolve("spoilt"), 9, config(4, 2, false));
        int[] nan = {200, 200, 200, 200, 200, 200};
        spoilEmbedding(model, nan[0]);
        try (OnnxCausalLm lm = open(model);
                PlainDecoder judge = judge(model)) {
            // Full enough for products: 5 tokens of 6.
            lm.rows().resize(2, nan.length, NONE);
            int[] whole = {1, 2, 3, 4};
            NextToken answer = lm.forward(0, 0, nan, new int[] {5}, NONE, NEVER)[0];
            assertTrue(Double.isNaN(answer.logSumExp()), "the row has nothing to be cleaned of");
            lm.rows().copy(0, 1, nan.length);
            for (int row = 0; row < 2; row++) {
                lm.forward(row, 0, whole, NONE, NONE, NEVER);
            }
            NextToken[] next = lm.step(new int[] {4, 4}, new int[] {5, 6}, new int[] {7}, NEVER);
            assertEquals(judge.logits(1, 2, 3, 4, 5)[7], next[0].logitOf(7), 1e-4f);
            assertEquals(judge.logits(1, 2, 3, 4, 6)[7], next[1].logitOf(7), 1e-4f);
        }
    }

    @Test
    void theRecordSaysThatHeadsWereTakenTogether() throws Exception {
        Path model = model(4, 2, 1);
        OnnxModelFiles fast = TinyEngines.files(ModelFolder.open(model), cache());
        assertEquals(AttentionKind.SHARED_WHOLE, fast.attention());
        assertEquals("float32 weights and activations, grouped attention", fast.kernels());
    }

    @Test
    void stepsAreWrittenForTheWholeOfTheirRowsOnly() throws Exception {
        assertFalse(
                ModelFolder.open(model(4, 2, 1))
                        .patched(ComputeMode.FAST, cache(), NEVER)
                        .orElseThrow()
                        .readsWholeRows());
    }

    private static Path model(int heads, int kvHeads, long seed) throws Exception {
        Path model = folder.resolve("%d-%d-%d".formatted(heads, kvHeads, seed));
        if (!Files.exists(model)) {
            TinyModels.qwen2(model, seed, config(heads, kvHeads, true));
        }
        return model;
    }

    private static Qwen2Config config(int heads, int kvHeads, boolean tied) {
        return new Qwen2Config(288, heads * 16, 2, heads, kvHeads, 16, 96, 512, 10_000, 1e-6, tied);
    }

    private static OnnxCausalLm open(Path model) throws Exception {
        OnnxModelFiles files = TinyEngines.files(ModelFolder.open(model), cache());
        return OnnxCausalLm.open(JavaGraphSession.open(environment, files), files, 3, CHUNK);
    }

    private static PlainDecoder judge(Path model) throws Exception {
        return new PlainDecoder(
                environment,
                ModelProto.parseFrom(Files.readAllBytes(model.resolve("model.onnx"))),
                model,
                288);
    }

    /// Makes what one token is embedded as NaN.
    private static void spoilEmbedding(Path model, int token) throws Exception {
        ModelProto graph = ModelProto.parseFrom(Files.readAllBytes(model.resolve("model.onnx")));
        TensorProto embedding =
                graph.getGraph().getInitializerList().stream()
                        .filter(tensor -> tensor.getName().contains("embed_tokens"))
                        .findFirst()
                        .orElseThrow();
        long width = embedding.getDims(1);
        try (RandomAccessFile weights =
                new RandomAccessFile(model.resolve("model.onnx.data").toFile(), "rw")) {
            weights.seek(
                    Long.parseLong(embedding.getExternalData(1).getValue())
                            + token * width * Float.BYTES);
            for (long i = 0; i < width; i++) {
                // Little-endian, as ONNX stores numbers.
                weights.writeInt(Integer.reverseBytes(Float.floatToIntBits(Float.NaN)));
            }
        }
    }

    private static Path cache() {
        return Path.of(System.getProperty("prmscope.cache", "target/test-cache"));
    }
}
