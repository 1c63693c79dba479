package org.prmscope.decode.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnxruntime.OrtEnvironment;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.prmscope.core.Cancellation;
import org.prmscope.core.Computation;
import org.prmscope.core.ComputeMode;
import org.prmscope.core.DecoderShape;
import org.prmscope.core.WorkbenchException;
import org.prmscope.decode.CancelledException;
import org.prmscope.decode.ModelThread;
import org.prmscope.decode.NextToken;
import org.prmscope.model.Qwen2Config;
import org.prmscope.model.TinyModels;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

class OnnxCausalLmTest {
    private static final Cancellation NEVER = new Cancellation();
    private static final int[] NONE = {};
    private static final float TOLERANCE = 1e-4f;
    private static final Qwen2Config CONFIG = TinyModels.config();

    @TempDir static Path folder;
    private static OrtEnvironment environment;
    private static Path graph;

    @BeforeAll
    static void write() throws Exception {
        environment = OnnxNatives.load(cache());
        graph = TinyModels.qwen2(folder.resolve("tiny"), 5, CONFIG).resolve("model.onnx");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void whateverTheRowsWentThroughEqualsComputingEverythingAnew(long seed) throws Exception {
        try (OnnxCausalLm lm = open(64);
                PlainDecoder judge = judge(plain(graph))) {
            RowSchedule schedule = new RowSchedule(lm, judge, TOLERANCE, seed);
            schedule.run(100);
            assertTrue(schedule.answers() > 100, schedule.answers() + " answers");
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void aFloat16CacheGoesThroughTheSame(long seed) throws Exception {
        ModelProto half = PatchedGraphs.withHalfCache(plain(graph));
        DecoderShape shape = new DecoderShape(2, 4, 2, 16, 64, 288, 512, 2);
        OnnxModelFiles files =
                PatchedGraphs.files(
                        PatchedGraphs.patched(half, 288), graph, shape, AttentionKind.SHARED);
        try (OnnxCausalLm lm = open(files, 64);
                PlainDecoder judge = judge(half)) {
            RowSchedule schedule = new RowSchedule(lm, judge, 5e-3f, seed);
            schedule.run(90);
            assertTrue(schedule.answers() > 80, schedule.answers() + " answers");
            assertEquals(lm.rows().bytes(4, 100), 2 * 2 * 4 * 100 * 2 * 16 * 2 + 100 * 2 * 16 * 2);
        }
    }

    @Test
    void aBatchOfRowsOfDifferentLengthsDecodesTheGreedyTokensOfEachAlone() throws Exception {
        int[] lengths = {3, 300, 57, 129};
        int[][] alone = new int[lengths.length][];
        try (OnnxCausalLm lm = open(512);
                OnnxCausalLm batched = open(512)) {
            lm.rows().resize(1, 400, NONE);
            batched.rows().resize(lengths.length, 400, NONE);
            int[] next = new int[lengths.length];
            for (int row = 0; row < lengths.length; row++) {
                int[] prompt = tokens(row, lengths[row]);
                int[] last = {prompt.length - 1};
                int token = lm.forward(0, 0, prompt, last, NONE, NEVER)[0].id(0);
                assertEquals(token, batched.forward(row, 0, prompt, last, NONE, NEVER)[0].id(0));
                next[row] = token;
                alone[row] = new int[64];
                for (int i = 0; i < 64; i++) {
                    token =
                            lm.step(new int[] {lengths[row] + i}, new int[] {token}, NONE, NEVER)[0]
                                    .id(0);
                    alone[row][i] = token;
                }
            }
            for (int i = 0; i < 64; i++) {
                NextToken[] answers = batched.step(lengths, next, NONE, NEVER);
                for (int row = 0; row < lengths.length; row++) {
                    assertEquals(alone[row][i], answers[row].id(0));
                    next[row] = answers[row].id(0);
                    lengths[row]++;
                }
            }
        }
    }

    @Test
    void theChunksOfAPromptDoNotChangeItsAnswer() throws Exception {
        int[] tokens = tokens(1, 200);
        float[] whole = lastLogits(tokens, 200);
        for (int chunk : new int[] {1, 7, 64, 199}) {
            assertArrayEquals(whole, lastLogits(tokens, chunk), 1e-5f);
        }
    }

    @Test
    void aStepOfOneRowIsBitForBitTheForwardRun() throws Exception {
        try (OnnxCausalLm lm = open(64)) {
            lm.rows().resize(1, 128, NONE);
            lm.forward(0, 0, tokens(2, 60), NONE, NONE, NEVER);
            NextToken stepped = lm.step(new int[] {60}, new int[] {7}, NONE, NEVER)[0];
            NextToken forward = lm.forward(0, 60, new int[] {7}, new int[] {0}, NONE, NEVER)[0];
            for (int rank = 0; rank < stepped.candidates(); rank++) {
                assertEquals(forward.id(rank), stepped.id(rank));
                assertEquals(forward.logit(rank), stepped.logit(rank));
            }
            assertEquals(forward.logSumExp(), stepped.logSumExp());
        }
    }

    @Test
    void theRecordSaysWhatComputed() throws Exception {
        try (OnnxCausalLm lm = open(64)) {
            assertEquals(
                    new Computation("CPU", 1, ComputeMode.FAST, 3, "test graph"), lm.computation());
            assertEquals(CONFIG.shape(), lm.shape());
            assertEquals(64, lm.chunk());
        }
    }

    @Test
    void aTokenOutsideTheVocabularyIsRefused() throws Exception {
        try (OnnxCausalLm lm = open(64)) {
            for (int token : new int[] {288, -1}) {
                int[] one = {token};
                assertThrows(OnnxException.class, () -> lm.forward(0, 0, one, NONE, NONE, NEVER));
                assertThrows(OnnxException.class, () -> lm.step(new int[1], one, NONE, NEVER));
                assertThrows(
                        OnnxException.class, () -> lm.step(new int[1], new int[1], one, NEVER));
                assertThrows(OnnxException.class, () -> lm.row(0, 0, token, NEVER));
            }
        }
    }

    @Test
    void whatDoesNotFitIntoARowIsRefused() throws Exception {
        try (OnnxCausalLm lm = open(64)) {
            lm.rows().resize(2, 10, NONE);
            int[] none = NONE;
            lm.forward(0, 0, tokens(1, 10), none, none, NEVER);
            for (int[] tokens : new int[][] {tokens(1, 11), tokens(1, 65), {}}) {
                assertThrows(
                        IllegalArgumentException.class,
                        () -> lm.forward(0, 0, tokens, none, none, NEVER));
            }
            int[] one = {1};
            assertThrows(
                    IllegalArgumentException.class,
                    () -> lm.step(new int[] {10}, one, none, NEVER));
            assertThrows(
                    IllegalArgumentException.class,
                    () -> lm.step(new int[3], new int[3], none, NEVER));
            assertThrows(
                    IllegalArgumentException.class, () -> lm.forward(2, 0, one, none, none, NEVER));
            assertThrows(
                    IllegalArgumentException.class,
                    () -> lm.forward(0, -1, one, none, none, NEVER));
            assertThrows(
                    IllegalArgumentException.class,
                    () -> lm.forward(0, 0, one, new int[] {1}, none, NEVER));
        }
    }

    @Test
    void aCancelledRunLeavesWhatWasHeld() throws Exception {
        int[] prompt = tokens(4, 40);
        try (OnnxCausalLm lm = open(64)) {
            lm.rows().resize(2, 128, NONE);
            lm.forward(0, 0, prompt, NONE, NONE, NEVER);
            Cancellation cancelled = new Cancellation();
            cancelled.cancel();
            assertThrows(
                    CancelledException.class,
                    () -> lm.forward(0, 40, tokens(5, 30), NONE, NONE, cancelled));
            assertThrows(
                    CancelledException.class,
                    () -> lm.step(new int[] {40}, new int[1], NONE, cancelled));
            float[] kept = lm.row(0, 40, 9, NEVER).clone();
            lm.forward(1, 0, prompt, NONE, NONE, NEVER);
            assertArrayEquals(lm.row(1, 40, 9, NEVER), kept);
        }
    }

    @Test
    void aRunInNativeCodeEndsWithin200MillisecondsOfCancellation() throws Exception {
        // A run takes half a second or more, an operator of it a few tens of milliseconds.
        try (OnnxCausalLm lm = wide();
                ModelThread thread = new ModelThread("model-test")) {
            // On a machine with much else to do a thread may just not be given the time.
            boolean quick = false;
            for (int attempt = 0; attempt < 8 && !quick; attempt++) {
                quick = isCancelledWithin200Milliseconds(lm, thread);
            }
            assertTrue(quick);
        }
    }

    @Test
    void closingWaitsForTheRunThatUsesTheMemory() throws Exception {
        Cancellation cancellation = new Cancellation();
        try (ModelThread thread = new ModelThread("model-test")) {
            OnnxCausalLm lm = wide();
            Future<?> running = forward(lm, thread, cancellation);
            cancellation.cancel();
            lm.close();
            assertEquals(0, lm.rows().bytes());

            ExecutionException end = assertThrows(ExecutionException.class, running::get);
            assertTrue(
                    end.getCause() instanceof CancelledException
                            || end.getCause() instanceof IllegalStateException,
                    String.valueOf(end.getCause()));
            lm.close();
        }
    }

    @Test
    void weightsThatHoldNaNAreRefused() throws Exception {
        Path broken = TinyModels.qwen2(folder.resolve("nan"), 5, CONFIG);
        TinyModels.spoilWeights(broken);
        Path file = broken.resolve("model.onnx");
        WorkbenchException refusal =
                assertThrows(
                        WorkbenchException.class,
                        () -> open(files(file, CONFIG.shape()), 64).close());
        assertTrue(refusal.report().text().contains("NaN for token 0"), refusal.getMessage());
    }

    @Test
    void aFailedRunIsReportedAndTheModelGoesOn() throws Exception {
        // More tokens than the graph has rotations for: the graph itself refuses them.
        DecoderShape longer = new DecoderShape(2, 4, 2, 16, 64, 288, 4 * CONFIG.contextLength(), 4);
        try (OnnxCausalLm lm = open(files(graph, longer), 1_024)) {
            lm.rows().resize(1, 1_024, NONE);
            float[] before = lm.row(0, 0, 3, NEVER).clone();
            WorkbenchException failure =
                    assertThrows(
                            OnnxException.class,
                            () -> lm.forward(0, 0, tokens(1, 1_000), NONE, NONE, NEVER));
            assertTrue(failure.report().where().contains(graph.toString()));
            assertArrayEquals(before, lm.row(0, 0, 3, NEVER));
        }
    }

    private static boolean isCancelledWithin200Milliseconds(OnnxCausalLm lm, ModelThread thread)
            throws Exception {
        Cancellation cancellation = new Cancellation();
        Future<?> running = forward(lm, thread, cancellation);
        try {
            assertThrows(
                    TimeoutException.class,
                    () -> running.get(100, TimeUnit.MILLISECONDS),
                    "the run must be long enough to be cancelled in the middle");
        } finally {
            cancellation.cancel();
        }
        boolean quick = true;
        try {
            running.get(200, TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            quick = false;
        } catch (ExecutionException end) {
            assertInstanceOf(CancelledException.class, end.getCause());
        }
        assertThrows(ExecutionException.class, running::get);
        assertEquals(1, lm.step(new int[1], new int[1], NONE, NEVER).length);
        return quick;
    }

    /// Begins a prompt that takes a while; returns once it has begun.
    private static Future<?> forward(OnnxCausalLm lm, ModelThread thread, Cancellation cancellation)
            throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        Future<?> running =
                thread.submit(() -> {
                    begun.countDown();
                    return lm.forward(0, 0, tokens(13, 1_024), NONE, NONE, cancellation);
                });
        begun.await();
        return running;
    }

    private static OnnxCausalLm wide() throws Exception {
        Qwen2Config wide = new Qwen2Config(288, 512, 6, 8, 2, 64, 2_048, 4_096, 1e4, 1e-6, true);
        Path parent = Files.createTempDirectory(folder, "wide");
        Path model = TinyModels.qwen2(parent.resolve("model"), 6, wide).resolve("model.onnx");
        OnnxCausalLm lm = open(files(model, wide.shape()), 1_024);
        lm.rows().resize(1, 4_096, NONE);
        return lm;
    }

    private static float[] lastLogits(int[] tokens, int chunk) throws Exception {
        try (OnnxCausalLm lm = open(chunk)) {
            lm.rows().resize(1, tokens.length, NONE);
            int last = tokens.length - 1;
            for (int from = 0; from < last; from += chunk) {
                int[] part = Arrays.copyOfRange(tokens, from, Math.min(last, from + chunk));
                lm.forward(0, from, part, NONE, NONE, NEVER);
            }
            return lm.row(0, last, tokens[last], NEVER);
        }
    }

    private static OnnxCausalLm open(int chunk) throws Exception {
        return open(files(graph, CONFIG.shape()), chunk);
    }

    private static OnnxCausalLm open(OnnxModelFiles files, int chunk) throws WorkbenchException {
        return OnnxCausalLm.open(JavaGraphSession.open(environment, files), files, 3, chunk);
    }

    private static OnnxModelFiles files(Path model, DecoderShape shape) throws Exception {
        return PatchedGraphs.files(
                PatchedGraphs.patched(plain(model), shape.vocabularySize()),
                model,
                shape,
                AttentionKind.SHARED);
    }

    private static ModelProto plain(Path model) throws Exception {
        return ModelProto.parseFrom(Files.readAllBytes(model));
    }

    private static PlainDecoder judge(ModelProto model) throws Exception {
        return new PlainDecoder(
                environment, model, graph.resolveSibling(""), CONFIG.vocabularySize());
    }

    private static Path cache() {
        return Path.of(System.getProperty("prmscope.cache", "target/test-cache"));
    }

    private static int[] tokens(int seed, int count) {
        return new Random(seed).ints(count, 0, 288).toArray();
    }
}
