package org.prmscope.decode.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import ai.onnxruntime.OrtEnvironment;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prmscope.core.Cancellation;
import org.prmscope.core.DecoderShape;
import org.prmscope.core.WorkbenchException;
import org.prmscope.decode.CancelledException;
import org.prmscope.decode.ModelThread;
import org.prmscope.decode.SingleKvCache;
import org.prmscope.model.Qwen2Config;
import org.prmscope.model.TinyModels;

import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

class OnnxSingleLmTest {
    private static final Cancellation NEVER = new Cancellation();
    private static final float TOLERANCE = 1e-5f;

    /// 2 layers, 4 heads over 2 key-value heads, room for three steps of growth.
    private static final Qwen2Config CONFIG =
            new Qwen2Config(288, 64, 2, 4, 2, 16, 96, 1_536, 10_000, 1e-6, true);

    @TempDir static Path folder;
    private static OrtEnvironment environment;
    private static Path graph;

    @BeforeAll
    static void write() throws Exception {
        environment = OnnxNatives.load(cache());
        graph = TinyModels.qwen2(folder.resolve("tiny"), 5, CONFIG).resolve("model.onnx");
    }

    @Test
    void chunkedPrefillEqualsOneShot() throws Exception {
        int[] tokens = tokens(1, 200);
        float[] whole;
        try (OnnxSingleLm lm = open(512);
                SingleKvCache cache = lm.newCache(512)) {
            whole = lm.forward(cache, tokens, NEVER).clone();
        }
        for (int chunk : new int[] {1, 7, 64, 199}) {
            try (OnnxSingleLm lm = open(chunk);
                    SingleKvCache cache = lm.newCache(512)) {
                assertArrayEquals(whole, lm.forward(cache, tokens, NEVER), TOLERANCE);
                assertEquals(200, cache.length());
            }
        }
    }

    @Test
    void rewoundAndContinuedEqualsFresh() throws Exception {
        int[] head = tokens(2, 40);
        int[] dropped = tokens(3, 90);
        int[] tail = tokens(4, 30);
        try (OnnxSingleLm lm = open(64);
                SingleKvCache reused = lm.newCache(512);
                SingleKvCache fresh = lm.newCache(512)) {
            lm.forward(reused, head, NEVER);
            lm.forward(reused, dropped, NEVER);
            reused.rewind(40);
            float[] continued = lm.forward(reused, tail, NEVER).clone();

            assertArrayEquals(
                    lm.forward(fresh, concatenated(head, tail), NEVER), continued, TOLERANCE);
            reused.rewind(0);
            float[] again = lm.forward(reused, tail, NEVER).clone();
            assertNotEquals(continued[0], again[0]);
        }
    }

    @Test
    void decodingStepByStepWithInjectedTextEqualsOnePrefill() throws Exception {
        int[] prompt = tokens(5, 33);
        int[] generated = tokens(6, 20);
        int[] injected = tokens(7, 15);
        try (OnnxSingleLm lm = open(64);
                SingleKvCache stepped = lm.newCache(512);
                SingleKvCache fresh = lm.newCache(512)) {
            lm.forward(stepped, prompt, NEVER);
            for (int token : generated) {
                lm.forward(stepped, new int[] {token}, NEVER);
            }
            float[] row = lm.forward(stepped, injected, NEVER).clone();

            int[] all = concatenated(concatenated(prompt, generated), injected);
            assertArrayEquals(lm.forward(fresh, all, NEVER), row, TOLERANCE);
        }
    }

    @Test
    void chainsOfOneModelDoNotDisturbEachOther() throws Exception {
        try (OnnxSingleLm lm = open(64);
                SingleKvCache one = lm.newCache(512);
                SingleKvCache two = lm.newCache(512);
                SingleKvCache fresh = lm.newCache(512)) {
            lm.forward(one, tokens(8, 10), NEVER);
            lm.forward(two, tokens(9, 25), NEVER);
            float[] row = lm.forward(one, tokens(10, 5), NEVER).clone();

            int[] all = concatenated(tokens(8, 10), tokens(10, 5));
            assertArrayEquals(lm.forward(fresh, all, NEVER), row, TOLERANCE);
        }
    }

    @Test
    void aCacheGrowsByCopyAndGivesItsMemoryBack() throws Exception {
        int[] tokens = tokens(11, 1_100);
        float[] atOnce;
        try (OnnxSingleLm lm = open(1_100);
                SingleKvCache cache = lm.newCache(CONFIG.contextLength())) {
            atOnce = lm.forward(cache, tokens, NEVER).clone();
        }
        try (OnnxSingleLm lm = open(64)) {
            long bytesPerToken = lm.shape().kvBytesPerToken();
            try (SingleKvCache cache = lm.newCache(CONFIG.contextLength())) {
                assertEquals(0, lm.cacheBytes());
                lm.forward(cache, Arrays.copyOf(tokens, 20), NEVER);
                assertEquals(512 * bytesPerToken, lm.cacheBytes());
                lm.forward(cache, Arrays.copyOfRange(tokens, 20, 600), NEVER);
                assertEquals(1_024 * bytesPerToken, lm.cacheBytes());
                float[] row =
                        lm.forward(cache, Arrays.copyOfRange(tokens, 600, 1_100), NEVER).clone();
                assertEquals(1_536 * bytesPerToken, lm.cacheBytes());
                assertArrayEquals(atOnce, row, TOLERANCE);
            }
            assertEquals(0, lm.cacheBytes());
        }
    }

    @Test
    void aClosedCacheIsNotFilledAgain() throws Exception {
        try (OnnxSingleLm lm = open(64)) {
            SingleKvCache cache = lm.newCache(64);
            lm.forward(cache, tokens(1, 4), NEVER);
            cache.close();

            assertThrows(IllegalStateException.class, () -> lm.forward(cache, tokens(1, 1), NEVER));
            assertEquals(0, lm.cacheBytes());
        }
    }

    @Test
    void aFullCacheIsRefusedWithTheNumbers() throws Exception {
        try (OnnxSingleLm lm = open(64);
                SingleKvCache cache = lm.newCache(10)) {
            lm.forward(cache, tokens(1, 10), NEVER);
            WorkbenchException full =
                    assertThrows(
                            WorkbenchException.class, () -> lm.forward(cache, tokens(1, 1), NEVER));
            assertTrue(full.report().text().contains("capacity of 10"), full.getMessage());
        }
    }

    @Test
    void aTokenOutsideTheVocabularyIsRefused() throws Exception {
        try (OnnxSingleLm lm = open(64);
                SingleKvCache cache = lm.newCache(10)) {
            for (int token : new int[] {288, -1}) {
                assertThrows(
                        OnnxException.class, () -> lm.forward(cache, new int[] {token}, NEVER));
            }
            assertEquals(0, cache.length());
        }
    }

    @Test
    void aGraphThatTakesPositionsIsGivenThem() throws Exception {
        Path positions = copyOfModel("positions");
        ModelProto model = ModelProto.parseFrom(Files.readAllBytes(positions));
        TensorShapeProto.Builder any =
                TensorShapeProto.newBuilder()
                        .addDim(TensorShapeProto.Dimension.newBuilder().setDimParam("batch"))
                        .addDim(TensorShapeProto.Dimension.newBuilder().setDimParam("sequence"));
        TypeProto int64 =
                TypeProto.newBuilder()
                        .setTensorType(TypeProto.Tensor.newBuilder().setElemType(7).setShape(any))
                        .build();
        ModelProto.Builder changed = model.toBuilder();
        changed.getGraphBuilder()
                .addInput(ValueInfoProto.newBuilder().setName("position_ids").setType(int64));
        Files.write(positions, changed.build().toByteArray());
        int[] tokens = tokens(12, 30);

        try (OnnxSingleLm plain = open(64);
                OnnxSingleLm lm = open(positions, CONFIG.shape());
                SingleKvCache cache = lm.newCache(64);
                SingleKvCache other = plain.newCache(64)) {
            lm.forward(cache, Arrays.copyOf(tokens, 20), NEVER);
            float[] row = lm.forward(cache, Arrays.copyOfRange(tokens, 20, 30), NEVER).clone();
            assertArrayEquals(plain.forward(other, tokens, NEVER), row, TOLERANCE);
        }
    }

    @Test
    void anUnknownInputIsRefusedByName() throws Exception {
        Path unknown = copyOfModel("unknown");
        ModelProto model = ModelProto.parseFrom(Files.readAllBytes(unknown));
        ModelProto.Builder changed = model.toBuilder();
        changed.getGraphBuilder()
                .addInput(model.getGraph().getInput(0).toBuilder().setName("use_cache_branch"));
        Files.write(unknown, changed.build().toByteArray());

        assertRefused(unknown, CONFIG.shape(), "use_cache_branch");
    }

    @Test
    void aGraphOfAnotherShapeIsRefused() {
        assertRefused(
                graph, new DecoderShape(3, 4, 2, 16, 64, 288, 512, 4), "past_key_values.2.key");
        assertRefused(graph, new DecoderShape(1, 4, 2, 16, 64, 288, 512, 4), "past_key_values.1");
        assertRefused(graph, new DecoderShape(2, 4, 4, 16, 64, 288, 512, 4), "[?, 4, ?, 16]");
        assertRefused(graph, new DecoderShape(2, 4, 2, 16, 64, 289, 512, 4), "289");
    }

    @Test
    void weightsThatHoldNaNAreRefused() throws Exception {
        Path broken = copyOfModel("nan");
        Path weights = broken.resolveSibling("model.onnx.data");
        ByteBuffer nan =
                ByteBuffer.allocate((int) Files.size(weights)).order(ByteOrder.LITTLE_ENDIAN);
        while (nan.remaining() >= Float.BYTES) {
            nan.putFloat(Float.NaN);
        }
        Files.write(weights, nan.array());

        assertRefused(broken, CONFIG.shape(), "NaN");
    }

    @Test
    void damagedFilesAreRefused() throws Exception {
        Path truncated = copyOfModel("truncated");
        try (RandomAccessFile data =
                new RandomAccessFile(truncated.resolveSibling("model.onnx.data").toFile(), "rw")) {
            data.setLength(data.length() / 2);
        }
        assertRefused(truncated, CONFIG.shape(), truncated.toString());
        Path pointer = copyOfModel("pointer");
        Files.writeString(pointer, "version https://git-lfs.github.com/spec/v1\n");
        assertRefused(pointer, CONFIG.shape(), pointer.toString());
        assertRefused(folder.resolve("absent.onnx"), CONFIG.shape(), "absent.onnx");
    }

    @Test
    void aRunInNativeCodeEndsWithin200MillisecondsOfCancellation() throws Exception {
        // A chunk takes several hundred milliseconds, an operator of it a few tens at most.
        try (OnnxSingleLm lm = wide();
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
            OnnxSingleLm lm = wide();
            SingleKvCache cache = lm.newCache(4_096);
            Future<?> running = forward(lm, cache, thread, cancellation);
            cancellation.cancel();
            cache.close();
            lm.close();
            assertEquals(0, lm.cacheBytes());

            ExecutionException end = assertThrows(ExecutionException.class, running::get);
            assertInstanceOf(CancelledException.class, end.getCause());
        }
    }

    private static boolean isCancelledWithin200Milliseconds(OnnxSingleLm lm, ModelThread thread)
            throws Exception {
        Cancellation cancellation = new Cancellation();
        try (SingleKvCache cache = lm.newCache(4_096)) {
            Future<?> running = forward(lm, cache, thread, cancellation);
            try {
                assertThrows(
                        TimeoutException.class,
                        () -> running.get(300, TimeUnit.MILLISECONDS),
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
            cache.rewind(0);
            lm.forward(cache, tokens(13, 5), NEVER);
            assertEquals(5, cache.length());
            return quick;
        }
    }

    /// Begins a prompt that takes seconds; returns once it has begun.
    private static Future<?> forward(
            OnnxSingleLm lm, SingleKvCache cache, ModelThread thread, Cancellation cancellation)
            throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        Future<?> running =
                thread.submit(() -> {
                    begun.countDown();
                    return lm.forward(cache, tokens(13, 4_000), cancellation);
                });
        begun.await();
        return running;
    }

    private static OnnxSingleLm wide() throws Exception {
        Qwen2Config wide = new Qwen2Config(288, 512, 6, 8, 2, 64, 2_048, 4_096, 1e4, 1e-6, true);
        Path parent = Files.createTempDirectory(folder, "wide");
        Path model = TinyModels.qwen2(parent.resolve("model"), 6, wide).resolve("model.onnx");
        return OnnxSingleLm.open(environment, files(model, wide.shape()), 1_024);
    }

    private static void assertRefused(Path model, DecoderShape shape, String part) {
        WorkbenchException refusal =
                assertThrows(WorkbenchException.class, () -> open(model, shape).close());
        assertTrue(refusal.report().text().contains(part), refusal.getMessage());
        assertTrue(refusal.report().where().contains(model.toString()), refusal.getMessage());
    }

    private static Path copyOfModel(String name) throws Exception {
        Path copy = Files.createDirectory(folder.resolve(name));
        for (String file : new String[] {"model.onnx", "model.onnx.data"}) {
            Files.copy(graph.resolveSibling(file), copy.resolve(file));
        }
        return copy.resolve("model.onnx");
    }

    private static OnnxSingleLm open(int chunk) throws WorkbenchException {
        return OnnxSingleLm.open(environment, files(graph, CONFIG.shape()), chunk);
    }

    private static OnnxSingleLm open(Path model, DecoderShape shape) throws WorkbenchException {
        return OnnxSingleLm.open(environment, files(model, shape));
    }

    private static OnnxModelFiles files(Path model, DecoderShape shape) {
        return new OnnxModelFiles(model, shape, OnnxDecoderNames.GENAI, 2);
    }

    private static Path cache() {
        return Path.of(System.getProperty("prmscope.cache", "target/test-cache"));
    }

    private static int[] tokens(int seed, int count) {
        return new Random(seed).ints(count, 0, 288).toArray();
    }

    private static int[] concatenated(int[] first, int[] second) {
        int[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
