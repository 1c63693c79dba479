package org.prmscope.decode.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnxruntime.OrtEnvironment;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.prmscope.core.Cancellation;
import org.prmscope.core.ComputeMode;
import org.prmscope.core.DecoderShape;
import org.prmscope.core.WorkbenchException;
import org.prmscope.decode.CancelledException;
import org.prmscope.decode.ModelThread;
import org.prmscope.decode.NextToken;
import org.prmscope.decode.onnx.GraphSession.DeviceMemory;
import org.prmscope.decode.onnx.GraphSession.ElementType;
import org.prmscope.model.Qwen2Config;
import org.prmscope.model.TinyModels;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

class ForeignGraphSessionTest {
    private static final Cancellation NEVER = new Cancellation();
    private static final int[] NONE = {};
    private static final Qwen2Config CONFIG = TinyModels.config();

    @TempDir static Path folder;
    private static OrtEnvironment environment;
    private static OrtApi api;
    private static Path graph;

    @BeforeAll
    static void write() throws Exception {
        environment = OnnxNatives.load(cache());
        api = OrtApi.of(OnnxNatives.folder());
        graph = TinyModels.qwen2(folder.resolve("tiny"), 5, CONFIG).resolve("model.onnx");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void whateverTheRowsWentThroughTheForeignPathGivesTheBitsOfTheJavaPath(long seed)
            throws Exception {
        OnnxModelFiles files = files(graph, CONFIG.shape());
        try (PairedLm lm = new PairedLm(java(files, 64), foreign(files, 64, false));
                PlainDecoder judge = judge()) {
            RowSchedule schedule = new RowSchedule(lm, judge, 1e-4f, seed);
            schedule.run(100);
            assertTrue(schedule.answers() > 100, schedule.answers() + " answers");
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {21, 7, 23})
    void aGraphWhosePresentIsANewTensorGivesTheBitsOfTheJavaPathToo(long seed) throws Exception {
        int cache = seed == 7 ? PatchedGraphs.FLOAT16 : PatchedGraphs.FLOAT;
        ModelProto plain = ConcatGraph.of(seed, cache, seed == 23);
        OnnxModelFiles files =
                PatchedGraphs.files(
                        PatchedGraphs.patched(plain, ConcatGraph.VOCABULARY),
                        folder.resolve("concat.onnx"),
                        ConcatGraph.shape(cache),
                        AttentionKind.CONCAT);
        try (PairedLm lm = new PairedLm(java(files, 64), foreign(files, 64, false));
                PlainDecoder judge =
                        new PlainDecoder(environment, plain, folder, ConcatGraph.VOCABULARY)) {
            RowSchedule schedule = new RowSchedule(lm, judge, 5e-3f, seed);
            schedule.run(90);
            assertTrue(schedule.answers() > 60, schedule.answers() + " answers");
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13})
    void whateverTheRowsWentThroughStepsAtFixedPlacesEqualComputingEverythingAnew(long seed)
            throws Exception {
        ForeignGraphSession session = session(files(graph, CONFIG.shape()), true);
        try (OnnxCausalLm lm = OnnxCausalLm.open(session, files(graph, CONFIG.shape()), 3, 64);
                PlainDecoder judge = judge()) {
            RowSchedule schedule = new RowSchedule(lm, judge, 1e-4f, seed);
            schedule.run(100);
            assertTrue(schedule.answers() > 100, schedule.answers() + " answers");
            assertTrue(session.recorded() > 2, session.recorded() + " recordings");
        }
    }

    @Test
    void aStepOfTheSameRowsIsRecordedOnceAndAgainAfterTheRowsMoved() throws Exception {
        OnnxModelFiles files = files(graph, CONFIG.shape());
        ForeignGraphSession session = session(files, true);
        try (OnnxCausalLm lm = OnnxCausalLm.open(session, files, 3, 64)) {
            lm.rows().resize(3, 64, NONE);
            for (int held = 0; held < 20; held++) {
                lm.step(new int[] {held, held}, new int[] {1, 2}, NONE, NEVER);
            }
            assertEquals(1, session.recorded());
            lm.step(new int[] {20, 20, 0}, new int[] {1, 2, 3}, NONE, NEVER);
            assertEquals(2, session.recorded());
            lm.rows().resize(3, 128, new int[] {21, 21, 1});
            lm.step(new int[] {21, 21}, new int[] {1, 2}, NONE, NEVER);
            assertEquals(3, session.recorded());
        }
    }

    @Test
    void stepsBeyondTheMostRecordingsAreRunAsAnyOther() throws Exception {
        OnnxModelFiles files = files(graph, CONFIG.shape());
        ForeignGraphSession session = session(files, true);
        try (OnnxCausalLm lm = OnnxCausalLm.open(session, files, 3, 64)) {
            NextToken first = null;
            for (int i = 0; i < ForeignRecordings.LIMIT + 5; i++) {
                // Room for labels grows by 16; more room is another shape.
                int[] labels = new int[16 * i];
                NextToken answer = lm.step(new int[1], new int[] {7}, labels, NEVER)[0];
                if (first != null) {
                    assertEquals(first.id(0), answer.id(0));
                    assertEquals(first.logit(0), answer.logit(0), 1e-5f);
                }
                first = answer;
            }
            assertEquals(ForeignRecordings.LIMIT, session.recorded());
        }
    }

    @Test
    void recordingsThatAreDoneWithCountTooSinceTheDeviceKeepsThem() throws Exception {
        OnnxModelFiles files = files(graph, CONFIG.shape());
        ForeignGraphSession session = session(files, true);
        try (OnnxCausalLm lm = OnnxCausalLm.open(session, files, 3, 64)) {
            for (int i = 0; i < ForeignRecordings.LIMIT + 5; i++) {
                lm.rows().resize(1, 16 + i % 2, NONE);
                lm.step(new int[1], new int[] {7}, NONE, NEVER);
                assertEquals(Math.min(i + 1, ForeignRecordings.LIMIT), session.recorded());
            }
        }
    }

    @Test
    void cancelledStepCostsNoRecordingIfItDidNotBegin() throws Exception {
        OnnxModelFiles files = files(graph, CONFIG.shape());
        ForeignGraphSession session = session(files, true);
        Cancellation cancelled = new Cancellation();
        cancelled.cancel();
        try (OnnxCausalLm lm = OnnxCausalLm.open(session, files, 3, 64)) {
            lm.rows().resize(1, 64, NONE);
            lm.step(new int[1], new int[] {7}, NONE, NEVER);
            assertThrows(
                    CancelledException.class,
                    () -> lm.step(new int[] {1}, new int[] {8}, NONE, cancelled));
            lm.step(new int[] {1}, new int[] {8}, NONE, NEVER);
            assertEquals(1, session.recorded());
        }
    }

    @Test
    void stepThatTheDeviceRefusedIsNotRecordedAgain() throws Exception {
        try (ForeignGraphSession session = session(files(graph, CONFIG.shape()), false);
                DeviceMemory rows = session.allocate(80);
                Arena arena = Arena.ofShared();
                ForeignRecordings recordings =
                        new ForeignRecordings(
                                new ForeignHostMemory(true),
                                (_, _, _) -> {
                                    throw new AssertionError("nothing lies with the host");
                                },
                                _ -> {});
                GraphSession.Tensor row = session.tensor(rows, 0, ElementType.INT64, 1);
                GraphSession.Tensor other = session.tensor(rows, 8, ElementType.INT64, 1)) {
            ForeignBindings inputs = new ForeignBindings(arena, Set.of("row"));
            ForeignBindings outputs = new ForeignBindings(arena, Set.of());
            outputs.bind(Map.of());
            inputs.bind(Map.of("row", row));
            recordings.refuse(recordings.of(inputs, outputs).orElseThrow());
            assertTrue(recordings.of(inputs, outputs).isEmpty());
            inputs.bind(Map.of("row", other));
            assertTrue(recordings.of(inputs, outputs).isPresent());
        }
    }

    @Test
    void aRecordingThatFindsNoRoomIsNoRecording() throws Exception {
        OnnxException full =
                new OnnxException(new WorkbenchException.Report("No memory", "", "", "", ""));
        try (ForeignGraphSession session = session(files(graph, CONFIG.shape()), false);
                Arena arena = Arena.ofShared();
                ForeignRecordings recordings =
                        new ForeignRecordings(
                                new ForeignHostMemory(true),
                                (_, _, _) -> {
                                    throw full;
                                },
                                _ -> {});
                GraphSession.Tensor ids = session.tensor(arena.allocate(8), ElementType.INT64, 1)) {
            ForeignBindings inputs = new ForeignBindings(arena, Set.of("ids"));
            ForeignBindings outputs = new ForeignBindings(arena, Set.of());
            outputs.bind(Map.of());
            inputs.bind(Map.of("ids", ids));
            for (int i = 0; i < ForeignRecordings.LIMIT + 5; i++) {
                assertSame(
                        full,
                        assertThrows(OnnxException.class, () -> recordings.of(inputs, outputs)));
            }
            assertEquals(0, recordings.made());
        }
    }

    @Test
    void whatTheRuntimeDoesNotForgetCountsAsARecording() throws Exception {
        OnnxModelFiles files = files(graph, CONFIG.shape());
        ForeignHostMemory memory = new ForeignHostMemory(true);
        List<Integer> released = new ArrayList<>();
        try (ForeignGraphSession session = session(files, false);
                DeviceMemory rows = session.allocate(8L * ForeignRecordings.LIMIT + 80);
                Arena arena = Arena.ofShared();
                ForeignRecordings recordings =
                        new ForeignRecordings(
                                memory,
                                (_, _, _) -> {
                                    throw new AssertionError("nothing lies with the host");
                                },
                                number -> {
                                    released.add(number);
                                    throw new OrtApiFailure(9, "not implemented");
                                })) {
            ForeignBindings inputs = new ForeignBindings(arena, Set.of("row"));
            ForeignBindings outputs = new ForeignBindings(arena, Set.of());
            outputs.bind(Map.of());
            for (int i = 0; i < ForeignRecordings.LIMIT + 5; i++) {
                try (GraphSession.Tensor row = session.tensor(rows, 8L * i, ElementType.INT64, 1)) {
                    inputs.bind(Map.of("row", row));
                    recordings.of(inputs, outputs).ifPresent(recordings::drop);
                }
            }
        }
        assertEquals(ForeignRecordings.LIMIT, released.size());
    }

    @Test
    void theInterfaceIsTheOneOfTheLoadedRuntime() {
        assertEquals(environment.getVersion(), api.version());
    }

    @Test
    void sessionsKeepNoMemoryPatterns() throws Exception {
        OrtApiTable table =
                OrtApiTable.of(
                        OnnxNatives.folder().resolve(System.mapLibraryName("onnxruntime")), 29);
        MemorySegment options = api.createSessionOptions();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment on = arena.allocate(ValueLayout.JAVA_INT);
            // GetMemPatternEnabled
            table.check(
                    () -> (MemorySegment) OrtApiTable.PP.invokeExact(table.at(419), options, on));
            assertEquals(1, on.get(ValueLayout.JAVA_INT, 0), "what a session does if not told");
            api.disableMemoryPattern(options);
            table.check(
                    () -> (MemorySegment) OrtApiTable.PP.invokeExact(table.at(419), options, on));
            assertEquals(0, on.get(ValueLayout.JAVA_INT, 0));
        } finally {
            api.releaseSessionOptions(options);
        }
    }

    @Test
    void theTypesOfTheSessionAreThoseOfTheJavaPath() throws Exception {
        OnnxModelFiles files = files(graph, CONFIG.shape());
        try (JavaGraphSession java = JavaGraphSession.open(environment, files);
                ForeignGraphSession foreign = session(files, false)) {
            assertEquals(java.inputs(), foreign.inputs());
            assertEquals(java.outputs(), foreign.outputs());
            assertEquals("CPU", foreign.device());
        }
    }

    @Test
    void aGraphThatIsNoneIsReportedWithItsFileAndTheRuntimesWords() {
        OnnxModelFiles broken =
                with(ByteBuffer.wrap("no graph".getBytes(StandardCharsets.UTF_8)), folder);
        OnnxException refusal =
                assertThrows(OnnxException.class, () -> session(broken, false).close());
        assertTrue(refusal.report().where().contains("some.onnx"), refusal.getMessage());
        assertTrue(refusal.report().found().contains("ORT_INVALID_PROTOBUF"), refusal.getMessage());
    }

    @Test
    void weightsThatAreNotInTheFolderAreReported() throws Exception {
        Path empty = Files.createDirectory(folder.resolve("empty"));
        OnnxModelFiles files = with(files(graph, CONFIG.shape()).graph(), empty);
        OnnxException refusal =
                assertThrows(OnnxException.class, () -> session(files, false).close());
        assertTrue(refusal.report().found().contains("model.onnx.data"), refusal.getMessage());
    }

    @Test
    void aFailedRunIsReportedAndTheModelGoesOn() throws Exception {
        // More tokens than the graph has rotations for: the graph itself refuses them.
        DecoderShape longer = new DecoderShape(2, 4, 2, 16, 64, 288, 4 * CONFIG.contextLength(), 4);
        try (OnnxCausalLm lm = foreign(files(graph, longer), 1_024, false)) {
            lm.rows().resize(1, 1_024, NONE);
            float[] before = lm.row(0, 0, 3, NEVER).clone();
            OnnxException failure =
                    assertThrows(
                            OnnxException.class,
                            () -> lm.forward(0, 0, tokens(1, 1_000), NONE, NONE, NEVER));
            assertTrue(failure.report().what().contains("CPU"), failure.getMessage());
            assertTrue(failure.report().where().contains(graph.toString()));
            assertArrayEquals(before, lm.row(0, 0, 3, NEVER));
        }
    }

    @Test
    void aTensorOutsideItsMemoryIsRefused() throws Exception {
        try (ForeignGraphSession session = session(files(graph, CONFIG.shape()), false);
                DeviceMemory memory = session.allocate(64);
                Arena arena = Arena.ofConfined()) {
            assertThrows(
                    IndexOutOfBoundsException.class,
                    () -> session.tensor(memory, 32, ElementType.FLOAT, 9));
            assertThrows(
                    IndexOutOfBoundsException.class,
                    () -> session.tensor(arena.allocate(7), ElementType.INT64, 1));
            assertThrows(
                    IllegalArgumentException.class,
                    () -> session.tensor(memory, 0, ElementType.FLOAT, -1));
            assertThrows(
                    IllegalArgumentException.class,
                    () ->
                            session.tensor(
                                    MemorySegment.ofArray(new float[4]), ElementType.FLOAT, 4));
            assertThrows(
                    IndexOutOfBoundsException.class,
                    () -> session.copy(memory, 0, 16, memory, 40, 16, 16, 2));
        }
    }

    @Test
    void anInputThatIsNoneIsRefusedAndAMissingOneReported() throws Exception {
        try (ForeignGraphSession session = session(files(graph, CONFIG.shape()), false);
                DeviceMemory memory = session.allocate(64);
                GraphSession.Tensor tensor = session.tensor(memory, 0, ElementType.INT64, 1, 1)) {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> session.run(Map.of("nothing", tensor), Map.of(), NEVER));
            assertThrows(
                    OnnxException.class,
                    () -> session.run(Map.of("input_ids", tensor), Map.of(), NEVER));
        }
    }

    @Test
    void aRunInNativeCodeEndsWithin200MillisecondsOfCancellation() throws Exception {
        Qwen2Config wide = new Qwen2Config(288, 512, 6, 8, 2, 64, 2_048, 4_096, 1e4, 1e-6, true);
        Path model = TinyModels.qwen2(folder.resolve("wide"), 6, wide).resolve("model.onnx");
        try (OnnxCausalLm lm = foreign(files(model, wide.shape()), 3_000, false);
                ModelThread thread = new ModelThread("model-test")) {
            lm.rows().resize(1, 4_096, NONE);
            // On a machine with much else to do a thread may just not be given the time.
            boolean quick = false;
            for (int attempt = 0; attempt < 8 && !quick; attempt++) {
                quick = isCancelledWithin200Milliseconds(lm, thread);
            }
            assertTrue(quick);
        }
    }

    @Test
    void twoHundredSessionsLeaveNothingBehind() throws Exception {
        assumeTrue(Files.exists(Path.of("/proc/self/status")), "memory is read as Linux tells it");
        OnnxModelFiles files = files(graph, CONFIG.shape());
        for (int i = 0; i < 30; i++) {
            useOnce(files);
        }
        long before = residentKib();
        for (int i = 0; i < 200; i++) {
            useOnce(files);
        }
        long grown = residentKib() - before;
        // One session of this graph takes more than 1 MiB, so a leak of it would be 200 MiB.
        assertTrue(grown < 48 << 10, grown + " KiB more");
    }

    private static void useOnce(OnnxModelFiles files) throws Exception {
        try (OnnxCausalLm lm = OnnxCausalLm.open(session(files, true), files, 3, 64)) {
            lm.step(new int[1], new int[1], NONE, NEVER);
        }
    }

    private static long residentKib() throws IOException {
        System.gc();
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("\\D", ""));
            }
        }
        throw new IOException("no VmRSS");
    }

    private static boolean isCancelledWithin200Milliseconds(OnnxCausalLm lm, ModelThread thread)
            throws Exception {
        Cancellation cancellation = new Cancellation();
        CountDownLatch begun = new CountDownLatch(1);
        Future<?> running =
                thread.submit(() -> {
                    begun.countDown();
                    return lm.forward(0, 0, tokens(13, 3_000), NONE, NONE, cancellation);
                });
        begun.await();
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
        assertEquals(1, lm.step(new int[1], new int[1], NONE, NEVER).length);
        return quick;
    }

    private static OnnxCausalLm java(OnnxModelFiles files, int chunk) throws WorkbenchException {
        return OnnxCausalLm.open(JavaGraphSession.open(environment, files), files, 3, chunk);
    }

    private static OnnxCausalLm foreign(OnnxModelFiles files, int chunk, boolean replays)
            throws WorkbenchException {
        return OnnxCausalLm.open(session(files, replays), files, 3, chunk);
    }

    private static ForeignGraphSession session(OnnxModelFiles files, boolean replays)
            throws OnnxException {
        return ForeignGraphSession.open(api, files, new ForeignHostMemory(replays));
    }

    private static PlainDecoder judge() throws Exception {
        ModelProto plain = ModelProto.parseFrom(Files.readAllBytes(graph));
        return new PlainDecoder(
                environment, plain, graph.resolveSibling(""), CONFIG.vocabularySize());
    }

    private static OnnxModelFiles with(ByteBuffer proto, Path weights) {
        return new OnnxModelFiles(
                proto,
                Path.of("some.onnx"),
                weights,
                CONFIG.shape(),
                OnnxDecoderNames.GENAI,
                AttentionKind.SHARED,
                2,
                ComputeMode.FAST,
                "");
    }

    private static OnnxModelFiles files(Path model, DecoderShape shape) throws Exception {
        ModelProto plain = ModelProto.parseFrom(Files.readAllBytes(model));
        return PatchedGraphs.files(
                PatchedGraphs.patched(plain, shape.vocabularySize()),
                model,
                shape,
                AttentionKind.SHARED);
    }

    private static Path cache() {
        return Path.of(System.getProperty("prmscope.cache", "target/test-cache"));
    }

    private static int[] tokens(int seed, int count) {
        return new Random(seed).ints(count, 0, 288).toArray();
    }
}
