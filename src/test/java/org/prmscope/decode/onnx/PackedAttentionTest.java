package org.prmscope.decode.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnxruntime.OrtEnvironment;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.prmscope.core.Cancellation;
import org.prmscope.decode.CancelledException;

import java.nio.file.Path;
import java.util.Random;

/// Graphs whose present is a new tensor behind the past.
class PackedAttentionTest {
    private static final Cancellation NEVER = new Cancellation();
    private static final int[] NONE = {};

    @TempDir static Path folder;
    private static OrtEnvironment environment;

    @BeforeAll
    static void load() throws Exception {
        environment =
                OnnxNatives.load(
                        Path.of(System.getProperty("prmscope.cache", "target/test-cache")));
    }

    @ParameterizedTest
    @CsvSource({"1,false", "2,false", "3,false", "4,true", "5,true", "6,true"})
    void whateverTheRowsWentThroughEqualsComputingEverythingAnew(long seed, boolean merged)
            throws Exception {
        ModelProto graph = ConcatGraph.of(seed, PatchedGraphs.FLOAT, merged);
        RowSchedule schedule = run(graph, PatchedGraphs.FLOAT, 1e-4f, seed);
        assertTrue(schedule.answers() > 100, schedule.answers() + " answers");
    }

    @ParameterizedTest
    @CsvSource({"7,false", "8,true"})
    void aFloat16CacheGoesThroughTheSame(long seed, boolean merged) throws Exception {
        ModelProto graph = ConcatGraph.of(seed, PatchedGraphs.FLOAT16, merged);
        RowSchedule schedule = run(graph, PatchedGraphs.FLOAT16, 5e-3f, seed);
        assertTrue(schedule.answers() > 100, schedule.answers() + " answers");
    }

    @Test
    void memoryOfPackedRowsIsCountedAndGivenBack() throws Exception {
        OnnxCausalLm lm = open(ConcatGraph.of(1, PatchedGraphs.FLOAT, false), PatchedGraphs.FLOAT);
        lm.rows().resize(4, 128, NONE);
        long rows = lm.rows().bytes();
        lm.step(new int[] {0, 0, 0, 0}, new int[4], NONE, NEVER);
        lm.forward(0, 60, tokens(60), NONE, NONE, NEVER);
        lm.step(new int[] {120, 3, 7, 119}, new int[4], NONE, NEVER);
        assertTrue(lm.rows().bytes() > rows);
        assertTrue(lm.rows().bytes() <= lm.rows().bytes(4, 128), lm.rows().bytes() + " bytes");
        lm.close();
        assertEquals(0, lm.rows().bytes());
    }

    @Test
    void aCancelledRunLeavesWhatWasHeld() throws Exception {
        try (OnnxCausalLm lm =
                open(ConcatGraph.of(2, PatchedGraphs.FLOAT, true), PatchedGraphs.FLOAT)) {
            lm.rows().resize(2, 128, NONE);
            lm.forward(0, 0, tokens(40), NONE, NONE, NEVER);
            Cancellation cancelled = new Cancellation();
            cancelled.cancel();
            assertThrows(
                    CancelledException.class,
                    () -> lm.forward(0, 40, tokens(30), NONE, NONE, cancelled));
            float[] kept = lm.row(0, 40, 9, NEVER).clone();
            lm.forward(1, 0, tokens(40), NONE, NONE, NEVER);
            assertArrayEquals(lm.row(1, 40, 9, NEVER), kept);
        }
    }

    private static RowSchedule run(ModelProto graph, int cache, float tolerance, long seed)
            throws Exception {
        try (OnnxCausalLm lm = open(graph, cache);
                PlainDecoder judge =
                        new PlainDecoder(environment, graph, folder, ConcatGraph.VOCABULARY)) {
            RowSchedule schedule = new RowSchedule(lm, judge, tolerance, seed);
            schedule.run(80);
            return schedule;
        }
    }

    private static OnnxCausalLm open(ModelProto graph, int cache) throws Exception {
        OnnxModelFiles files =
                PatchedGraphs.files(
                        PatchedGraphs.patched(graph, ConcatGraph.VOCABULARY),
                        folder.resolve("concat.onnx"),
                        ConcatGraph.shape(cache),
                        AttentionKind.CONCAT);
        return OnnxCausalLm.open(JavaGraphSession.open(environment, files), files, 4, 64);
    }

    private static int[] tokens(int count) {
        return new Random(count).ints(count, 0, ConcatGraph.VOCABULARY).toArray();
    }
}
