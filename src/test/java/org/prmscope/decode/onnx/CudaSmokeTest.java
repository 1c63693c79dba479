package org.prmscope.decode.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnxruntime.OrtEnvironment;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prmscope.core.Cancellation;
import org.prmscope.decode.NextToken;
import org.prmscope.decode.onnx.DeviceChoice.Device;
import org.prmscope.decode.onnx.SelfTest.Variant;
import org.prmscope.model.Qwen2Config;
import org.prmscope.model.TinyModels;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/// What only a CUDA device can show; skipped, with the reason, where there is none.
///
/// `mvn -o test -Dtest=CudaSmokeTest`, with `PRMSCOPE_CUDA_PATH` naming the folder of CUDA 12 and
/// cuDNN 9 if the loader does not find them.
class CudaSmokeTest {
    private static final Cancellation NEVER = new Cancellation();
    private static final int[] NONE = {};

    /// Of logits between float16 on the device and float32 on the CPU, for this small model.
    private static final float TOLERANCE = 0.1f;

    /// As the models' heads: 64 elements, 6 heads on each of 2, so that no kernel is ruled out.
    private static final Qwen2Config CONFIG =
            new Qwen2Config(288, 768, 3, 12, 2, 64, 512, 1_024, 10_000, 1e-6, true);

    private static final Path CACHE =
            Path.of(System.getProperty("prmscope.cache", "target/test-cache"));
    private static final List<Integer> PROMPT = new Random(3).ints(60, 0, 288).boxed().toList();

    @TempDir static Path folder;
    private static OrtEnvironment environment;
    private static Path model;
    private static ModelProto plain;
    private static OnnxModelFiles full;
    private static OnnxModelFiles half;

    @BeforeAll
    static void write() throws Exception {
        CudaFacts facts = CudaFacts.of(System.getenv());
        assumeTrue(facts.usable(), () -> String.join("; ", facts.lines()));
        environment = OnnxNatives.load(CACHE);
        model = TinyModels.qwen2(folder.resolve("tiny"), 5, CONFIG).resolve("model.onnx");
        plain = ModelProto.parseFrom(Files.readAllBytes(model));
        full =
                PatchedGraphs.files(
                        PatchedGraphs.patched(plain, CONFIG.vocabularySize()),
                        model,
                        CONFIG.shape(),
                        AttentionKind.SHARED);
        half =
                PatchedGraphs.files(
                        HalfGraphs.patched(model, CONFIG.vocabularySize()),
                        model,
                        DeviceChoiceTest.half(CONFIG.shape()),
                        AttentionKind.SHARED);
    }

    @Test
    void theDeviceIsChosenAndPassesItsSelfTestWithCudaGraphs() throws Exception {
        DeviceChoice.Placed placed =
                new DeviceChoice(CACHE, System.getenv())
                        .load(
                                Device.AUTOMATIC,
                                new DeviceChoice.Graphs(
                                        full,
                                        Optional.of(half),
                                        () -> Optional.of(full),
                                        Optional.empty(),
                                        () -> {},
                                        0,
                                        PROMPT,
                                        2),
                                NEVER);
        System.out.println(placed.placement());
        try (OnnxCausalLm lm = placed.lm()) {
            assertTrue(lm.computation().device().startsWith("CUDA"), placed.placement());
            assertFalse(lm.computation().device().contains("and the CPU"), placed.placement());
            String kernels = lm.computation().kernels();
            assertTrue(kernels.contains("; up to 256 CUDA graphs, sdpa_kernel="), kernels);
        }
    }

    @Test
    void whateverTheRowsWentThroughEqualsComputingEverythingAnewOnTheCpu() throws Exception {
        for (boolean graphs : new boolean[] {false, true}) {
            try (OnnxCausalLm lm = open(graphs);
                    PlainDecoder judge =
                            new PlainDecoder(
                                    environment,
                                    plain,
                                    model.resolveSibling(""),
                                    CONFIG.vocabularySize())) {
                RowSchedule schedule = new RowSchedule(lm, judge, TOLERANCE, 7);
                schedule.run(60);
                assertTrue(schedule.answers() > 60, schedule.answers() + " answers");
            }
        }
    }

    @Test
    void replayedStepsEqualStepsThatAreNot() throws Exception {
        int[] prompt = PROMPT.stream().mapToInt(it -> it).toArray();
        List<NextToken> eager;
        try (OnnxCausalLm lm = open(false)) {
            eager = SelfTest.reference(lm, prompt, NEVER);
        }
        try (OnnxCausalLm lm = open(true)) {
            SelfTestResult result =
                    new SelfTest(prompt, eager).compare(lm, SelfTestTolerance.FLOAT16, NEVER);
            assertTrue(result.passed(), result.text());
        }
    }

    @Test
    void aReplayedStepGivesTheSameBitsEveryTime() throws Exception {
        try (OnnxCausalLm lm = open(true)) {
            lm.rows().resize(2, 128, new int[lm.rows().rows()]);
            int[] prompt = PROMPT.stream().mapToInt(it -> it).toArray();
            lm.forward(0, 0, prompt, NONE, NONE, NEVER);
            lm.rows().copy(0, 1, prompt.length);
            int[] held = {prompt.length, prompt.length};
            NextToken[] first = lm.step(held, new int[] {5, 9}, NONE, NEVER);
            for (int again = 0; again < 20; again++) {
                NextToken[] next = lm.step(held, new int[] {5, 9}, NONE, NEVER);
                for (int row = 0; row < 2; row++) {
                    assertEquals(first[row].logSumExp(), next[row].logSumExp());
                    assertEquals(first[row].id(0), next[row].id(0));
                    assertEquals(first[row].logit(0), next[row].logit(0));
                }
            }
        }
    }

    private static OnnxCausalLm open(boolean graphs) throws Exception {
        return CudaModels.of(CudaSearch.of(System.getenv()), CACHE, half, 2)
                .open(new Variant(graphs, CudaKernels.CHOSEN), "");
    }
}
