package org.prmscope.decode.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnxruntime.OrtEnvironment;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.prmscope.core.Cancellation;
import org.prmscope.decode.CancelledException;
import org.prmscope.decode.NextToken;
import org.prmscope.model.ByteSize;
import org.prmscope.model.MemoryEstimate;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
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
        // Its logits are up to 10, and padded rows are summed in another order.
        RowSchedule schedule = run(graph, PatchedGraphs.FLOAT, 2e-4f, seed);
        assertTrue(schedule.answers() > 100, schedule.answers() + " answers");
    }

    @ParameterizedTest
    @CsvSource({"7,false", "8,true"})
    void aFloat16CacheGoesThroughTheSame(long seed, boolean merged) throws Exception {
        ModelProto graph = ConcatGraph.of(seed, PatchedGraphs.FLOAT16, merged);
        RowSchedule schedule = run(graph, PatchedGraphs.FLOAT16, 5e-3f, seed);
        assertTrue(schedule.answers() > 100, schedule.answers() + " answers");
    }

    /// As Optimum exported merged decoders with transformers before 4.39: the branch with a past
    /// was traced with one token and has no causal mask.
    @ParameterizedTest
    @ValueSource(longs = {11, 12})
    void aBranchTracedWithOneTokenIsGivenOneAtATime(long seed) throws Exception {
        ModelProto graph =
                withoutCausalMask(
                        ConcatGraph.of(seed, PatchedGraphs.FLOAT, true), "use_cache_branch");
        RowSchedule schedule = run(graph, PatchedGraphs.FLOAT, 1e-4f, seed);
        assertTrue(schedule.answers() > 100, schedule.answers() + " answers");
    }

    /// The same without the branch for a first prompt.
    @Test
    void aDecoderWithPastIsGivenOneTokenAtATime() throws Exception {
        ModelProto causal = ConcatGraph.of(13, PatchedGraphs.FLOAT, false);
        ModelProto.Builder traced = causal.toBuilder();
        traced.getGraphBuilder()
                .addInitializer(
                        TensorProto.newBuilder()
                                .setName("always")
                                .setDataType(PatchedGraphs.BOOL)
                                .addInt32Data(1));
        ModelProto graph = withoutCausalMask(traced.build(), "always");
        try (OnnxCausalLm lm =
                        open(graph, PatchedGraphs.FLOAT, "decoder_with_past_model_quantized.onnx");
                PlainDecoder judge =
                        new PlainDecoder(environment, causal, folder, ConcatGraph.VOCABULARY)) {
            RowSchedule schedule = new RowSchedule(lm, judge, 1e-4f, 13);
            schedule.run(100);
            assertTrue(schedule.answers() > 100, schedule.answers() + " answers");
        }
    }

    /// Without an input for positions, a graph takes the width of its past for the first one, which
    /// is not that of a padded row.
    @ParameterizedTest
    @ValueSource(longs = {14, 15, 16})
    void rowsOfDifferentLengthsAreApartWhereTheGraphCountsPositionsItself(long seed)
            throws Exception {
        ModelProto.Builder model = ConcatGraph.of(seed, PatchedGraphs.FLOAT, false).toBuilder();
        GraphProto.Builder graph = model.getGraphBuilder();
        for (int i = graph.getInputCount() - 1; i >= 0; i--) {
            if (graph.getInput(i).getName().equals("position_ids")) {
                graph.removeInput(i);
            }
        }
        // "queries" are the indexes of the new tokens behind the past.
        for (NodeProto.Builder node : graph.getNodeBuilderList()) {
            if (node.getOutput(0).equals("place")) {
                node.setInput(1, "queries");
            }
        }
        RowSchedule schedule = run(model.build(), PatchedGraphs.FLOAT, 1e-4f, seed);
        assertTrue(schedule.answers() > 60, schedule.answers() + " answers");
    }

    /// Lets every token see all where `condition` holds.
    private static ModelProto withoutCausalMask(ModelProto model, String condition) {
        ModelProto.Builder changed = model.toBuilder();
        GraphProto.Builder graph = changed.getGraphBuilder();
        for (int i = 0; i < graph.getNodeCount(); i++) {
            if (graph.getNode(i).getOutput(0).equals("causal")) {
                graph.getNodeBuilder(i).setOutput(0, "strictly causal");
                graph.addNode(
                        i + 1,
                        PatchedGraphs.node(
                                "Or", List.of("strictly causal", condition), List.of("causal")));
                break;
            }
        }
        return changed.build();
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
        MemoryEstimate estimate =
                MemoryEstimate.of(
                        ConcatGraph.shape(PatchedGraphs.FLOAT),
                        org.prmscope.model.AttentionKind.CONCAT,
                        new ByteSize(0),
                        4,
                        128,
                        () -> 0);
        assertEquals(estimate.cache().bytes(), lm.rows().bytes(4, 128));
        lm.close();
        assertEquals(0, lm.rows().bytes());
    }

    /// What a padded place holds is masked, but NaN times nothing is NaN.
    @Test
    void aChainThatCameToNaNDoesNotSpoilTheOnesThatArePackedAfterIt() throws Exception {
        int broken = ConcatGraph.VOCABULARY - 1;
        ModelProto.Builder model = ConcatGraph.of(3, PatchedGraphs.FLOAT, false).toBuilder();
        for (TensorProto.Builder weight : model.getGraphBuilder().getInitializerBuilderList()) {
            if (weight.getName().equals("embedding")) {
                weight.setFloatData(weight.getFloatDataCount() - 1, Float.NaN);
            }
        }
        ModelProto graph = model.build();
        try (OnnxCausalLm lm = open(graph, PatchedGraphs.FLOAT);
                PlainDecoder judge =
                        new PlainDecoder(environment, graph, folder, ConcatGraph.VOCABULARY)) {
            lm.rows().resize(2, 128, NONE);
            int[] spoiled = new int[64];
            Arrays.fill(spoiled, broken);
            for (int row = 0; row < 2; row++) {
                lm.forward(row, 0, spoiled, NONE, NONE, NEVER);
            }
            for (int held = 64; held < 68; held++) {
                // Both memories, of past and of present.
                int[] token = {broken, broken};
                NextToken[] answers = lm.step(new int[] {held, held}, token, NONE, NEVER);
                assertTrue(Double.isNaN(answers[0].logSumExp()));
            }
            int[] ids = new Random(3).ints(41, 0, broken).toArray();
            int[] few = Arrays.copyOf(ids, 6);
            lm.forward(0, 0, Arrays.copyOf(ids, 40), NONE, NONE, NEVER);
            lm.forward(1, 0, Arrays.copyOf(few, 5), NONE, NONE, NEVER);
            int[] last = {ids[40], few[5]};
            NextToken[] answers = lm.step(new int[] {40, 5}, last, new int[] {7}, NEVER);
            assertEquals(judge.logits(ids)[7], answers[0].logitOf(7), 2e-4f);
            assertEquals(judge.logits(few)[7], answers[1].logitOf(7), 2e-4f);
        }
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
            schedule.run(100);
            return schedule;
        }
    }

    private static OnnxCausalLm open(ModelProto graph, int cache) throws Exception {
        return open(graph, cache, "concat.onnx");
    }

    private static OnnxCausalLm open(ModelProto graph, int cache, String file) throws Exception {
        OnnxModelFiles files =
                PatchedGraphs.files(
                        PatchedGraphs.patched(graph, ConcatGraph.VOCABULARY),
                        folder.resolve(file),
                        ConcatGraph.shape(cache),
                        AttentionKind.CONCAT);
        return OnnxCausalLm.open(JavaGraphSession.open(environment, files), files, 4, 64);
    }

    private static int[] tokens(int count) {
        return new Random(count).ints(count, 0, ConcatGraph.VOCABULARY).toArray();
    }
}
