package org.prmscope.decode.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnxruntime.OrtEnvironment;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prmscope.core.Cancellation;
import org.prmscope.core.WorkbenchException;
import org.prmscope.decode.CancelledException;
import org.prmscope.decode.CausalLm;
import org.prmscope.decode.ForwardingLm;
import org.prmscope.decode.NextToken;
import org.prmscope.decode.onnx.SelfTest.Variant;
import org.prmscope.model.Qwen2Config;
import org.prmscope.model.TinyModels;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

class SelfTestTest {
    private static final Cancellation NEVER = new Cancellation();
    private static final Qwen2Config CONFIG = TinyModels.config();
    private static final int[] PROMPT = new Random(3).ints(40, 0, 288).toArray();

    @TempDir static Path folder;
    private static OrtEnvironment environment;
    private static OrtApi api;
    private static OnnxModelFiles files;
    private static OnnxModelFiles half;
    private static List<NextToken> reference;

    @BeforeAll
    static void write() throws Exception {
        Path cache = Path.of(System.getProperty("prmscope.cache", "target/test-cache"));
        environment = OnnxNatives.load(cache);
        api = OrtApi.of(OnnxNatives.folder());
        Path model = TinyModels.qwen2(folder.resolve("tiny"), 5, CONFIG).resolve("model.onnx");
        ModelProto plain = ModelProto.parseFrom(Files.readAllBytes(model));
        files =
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
        try (OnnxCausalLm lm = java()) {
            reference = SelfTest.reference(lm, PROMPT, NEVER);
        }
    }

    @Test
    void aDeviceThatComputesAsTheReferencePassesAsItIs() throws Exception {
        Openings openings = new Openings(it -> false);
        SelfTest.Passed<CausalLm> passed = test().choose(openings, true, "device", NEVER);
        passed.lm().close();
        assertEquals(new Variant(true, CudaKernels.CHOSEN), passed.variant());
        assertEquals(List.of(), passed.tried());
        assertEquals(1, openings.opened.size());
        assertTrue(passed.numbers().contains("0 times of 48"), passed.numbers());
    }

    @Test
    void theSwitchThatCuresIsFoundAndNamed() throws Exception {
        Openings openings = new Openings(it -> it.kernels() != CudaKernels.PLAIN_ATTENTION);
        SelfTest.Passed<CausalLm> passed = test().choose(openings, true, "device", NEVER);
        passed.lm().close();
        assertEquals(
                "up to 256 CUDA graphs, sdpa_kernel=16, ORT_ENABLE_XQA=0", passed.variant().text());
        assertEquals(
                List.of(
                        new Variant(true, CudaKernels.CHOSEN),
                        new Variant(false, CudaKernels.CHOSEN),
                        new Variant(true, CudaKernels.FLASH_ATTENTION),
                        new Variant(true, CudaKernels.MEMORY_EFFICIENT_ATTENTION),
                        new Variant(true, CudaKernels.PLAIN_ATTENTION)),
                openings.opened);
        assertEquals(4, passed.tried().size());
        assertTrue(
                passed.tried()
                        .getFirst()
                        .startsWith("up to 256 CUDA graphs, sdpa_kernel=19: log-prob"));
        assertEquals(0, openings.open());
    }

    @Test
    void aDeviceThatNothingCuresIsRefusedWithTheNumbers() {
        Openings openings = new Openings(it -> true);
        OnnxException refusal =
                assertThrows(
                        OnnxException.class, () -> test().choose(openings, true, "GPU 7", NEVER));
        assertEquals("GPU 7", refusal.report().where());
        for (CudaKernels kernels : CudaKernels.values()) {
            assertTrue(refusal.report().found().contains(kernels.text()), refusal.getMessage());
        }
        assertTrue(refusal.report().found().contains("KL "), refusal.getMessage());
        assertEquals(0, openings.open());
    }

    @Test
    void aGraphThatCannotBeRecordedIsRunStepByStepWithTheReason() throws Exception {
        Openings openings =
                new Openings(it -> it.kernels() != CudaKernels.MEMORY_EFFICIENT_ATTENTION);
        openings.refusesGraphs = true;
        SelfTest.Passed<CausalLm> passed = test().choose(openings, true, "device", NEVER);
        passed.lm().close();
        assertEquals(new Variant(false, CudaKernels.MEMORY_EFFICIENT_ATTENTION), passed.variant());
        assertEquals(
                "up to 256 CUDA graphs, sdpa_kernel=19: not all nodes on CUDA",
                passed.tried().getFirst());
        assertTrue(openings.notes.getLast().contains("not all nodes on CUDA"));
    }

    @Test
    void aModelThatCannotBeLoadedAtAllIsReportedAsThat() {
        Openings openings = new Openings(it -> false);
        openings.refusesAll = true;
        OnnxException refusal =
                assertThrows(
                        OnnxException.class, () -> test().choose(openings, true, "GPU", NEVER));
        assertEquals("no memory", refusal.report().found());
        assertEquals(2, openings.opened.size());
    }

    @Test
    void aDeviceThatComputesNaNMayBeCured() throws Exception {
        Openings openings = new Openings(it -> false);
        openings.notNumbers = CudaKernels.CHOSEN;
        SelfTest.Passed<CausalLm> passed = test().choose(openings, false, "device", NEVER);
        passed.lm().close();
        assertEquals(new Variant(false, CudaKernels.FLASH_ATTENTION), passed.variant());
    }

    /// As a recorded copy that reads what a later run left in its place.
    @Test
    void aDeviceWhoseReplayedStepsAPrefillDisturbsIsFound() throws Exception {
        try (OnnxCausalLm sound = java();
                CausalLm disturbed =
                        new ForwardingLm(java()) {
                            private boolean stepped;
                            private boolean disturbs;

                            @Override
                            public NextToken[] forward(
                                    int row,
                                    int held,
                                    int[] tokens,
                                    int[] positions,
                                    int[] labels,
                                    Cancellation cancellation)
                                    throws WorkbenchException, CancelledException {
                                disturbs |= stepped;
                                return super.forward(
                                        row, held, tokens, positions, labels, cancellation);
                            }

                            @Override
                            public NextToken[] step(
                                    int[] held,
                                    int[] tokens,
                                    int[] labels,
                                    Cancellation cancellation)
                                    throws WorkbenchException, CancelledException {
                                stepped = true;
                                NextToken[] right = super.step(held, tokens, labels, cancellation);
                                return disturbs ? AlteredLm.noisySteps(right) : right;
                            }
                        }) {
            assertTrue(test().compare(sound, SelfTestTolerance.FLOAT32, NEVER).passed());
            assertFalse(test().compare(disturbed, SelfTestTolerance.BFLOAT16, NEVER).passed());
        }
    }

    @Test
    void withoutAReferenceStepsThatDifferFromThePrefillAreFound() throws Exception {
        SelfTest alone = SelfTest.withoutReference(PROMPT);
        try (OnnxCausalLm sound = java();
                CausalLm broken = new AlteredLm(java(), AlteredLm::noisySteps, () -> {})) {
            assertTrue(alone.compare(sound, SelfTestTolerance.FLOAT32, NEVER).passed());
            assertFalse(alone.compare(broken, SelfTestTolerance.BFLOAT16, NEVER).passed());
        }
    }

    @Test
    void theSecondRowIsComparedToo() throws Exception {
        try (CausalLm broken = new AlteredLm(java(), AlteredLm::noisySecondRow, () -> {})) {
            SelfTestResult result = test().compare(broken, SelfTestTolerance.BFLOAT16, NEVER);
            assertFalse(result.passed(), result.text());
            assertEquals(48, result.tokens());
        }
    }

    @Test
    void aModelInFloat16PassesTheToleranceOfItsPrecision() throws Exception {
        try (OnnxCausalLm lm =
                OnnxCausalLm.open(
                        ForeignGraphSession.open(api, half, new ForeignHostMemory(true)),
                        half,
                        2,
                        64)) {
            assertEquals(GraphSession.ElementType.FLOAT16, lm.cacheElement());
            SelfTestResult result = test().compare(lm, SelfTestTolerance.FLOAT16, NEVER);
            assertTrue(result.passed(), result.text());
            assertTrue(result.difference() > 1e-5, result.text());
        }
    }

    @Test
    void answersThatAreNotNumbersNeverPass() {
        NextToken sound =
                new NextToken(new int[] {1}, new float[] {0}, 0, new int[0], new float[0]);
        NextToken nan =
                new NextToken(new int[] {1}, new float[] {0}, Double.NaN, new int[0], new float[0]);
        assertFalse(
                SelfTestResult.of(SelfTestTolerance.FLOAT16, List.of(sound), List.of(nan))
                        .passed());
    }

    /// As a device whose kernels do nothing, seen with the real provider over libraries that only
    /// allocate and copy; compared with itself it differs by nothing.
    @Test
    void answersThatNoModelGivesNeverPassEvenAgainstThemselves() {
        NextToken zeros = answer(new int[64], new float[64], 0);
        int[] ids = new Random(7).ints(0, 288).distinct().limit(64).toArray();
        float[] falling = new float[64];
        for (int rank = 0; rank < 64; rank++) {
            falling[rank] = -rank;
        }
        NextToken sound = answer(ids, falling, 1);
        NextToken other = answer(ids, falling, 1.5);
        assertTrue(itself(sound, other).passed());
        assertFalse(itself(zeros, sound).passed());
        assertEquals(2, itself(zeros, zeros).impossible());
        assertFalse(itself(sound, sound).passed(), "the same for every token");
        assertFalse(itself(sound, answer(ids, falling, -2)).passed(), "more than all");
        float[] rising = falling.clone();
        rising[5] = 0;
        assertFalse(itself(sound, answer(ids, rising, 1.5)).passed(), "not in order");
        assertTrue(itself(sound, zeros).text().endsWith(", 1 answers that no model gives"));
    }

    private static NextToken answer(int[] ids, float[] logits, double logSumExp) {
        return new NextToken(ids, logits, logSumExp, new int[0], new float[0]);
    }

    private static SelfTestResult itself(NextToken... answers) {
        return SelfTestResult.of(SelfTestTolerance.FLOAT16, List.of(answers), List.of(answers));
    }

    @Test
    void aCancelledSelfTestEnds() {
        Cancellation cancelled = new Cancellation();
        cancelled.cancel();
        Openings openings = new Openings(it -> false);
        assertThrows(
                CancelledException.class, () -> test().choose(openings, true, "device", cancelled));
        assertEquals(0, openings.open());
    }

    @Test
    void storedAnswersComeBackForTheSamePromptAlone() throws Exception {
        Path file = folder.resolve("cache/reference.bin");
        SelfTestStore.write(file, PROMPT, reference);
        List<NextToken> read = SelfTestStore.read(file, PROMPT, SelfTest.TOKENS).orElseThrow();
        assertEquals(reference.size(), read.size());
        for (int i = 0; i < read.size(); i++) {
            assertEquals(reference.get(i).logSumExp(), read.get(i).logSumExp());
            for (int rank = 0; rank < 64; rank++) {
                assertEquals(reference.get(i).id(rank), read.get(i).id(rank));
                assertEquals(reference.get(i).logit(rank), read.get(i).logit(rank));
            }
        }
        assertTrue(SelfTestStore.read(file, new int[] {1, 2}, SelfTest.TOKENS).isEmpty());
        byte[] whole = Files.readAllBytes(file);
        for (int size : new int[] {0, 3, 200, whole.length - 1}) {
            Files.write(file, java.util.Arrays.copyOf(whole, size));
            assertTrue(SelfTestStore.read(file, PROMPT, SelfTest.TOKENS).isEmpty());
        }
        Files.write(file, java.util.Arrays.copyOf(whole, whole.length + 1));
        assertTrue(SelfTestStore.read(file, PROMPT, SelfTest.TOKENS).isEmpty());
    }

    @Test
    void whatAKilledProcessLeftOfStoredAnswersIsRemoved() throws Exception {
        Path file = folder.resolve("left/reference.bin");
        Path left = Files.createDirectory(folder.resolve("left")).resolve("reference.bin.1.part");
        Files.setLastModifiedTime(Files.write(left, new byte[3]), FileTime.fromMillis(0));

        SelfTestStore.write(file, PROMPT, reference);
        assertTrue(Files.notExists(left));
        assertTrue(Files.exists(file));
    }

    private static SelfTest test() {
        return new SelfTest(PROMPT, reference);
    }

    private static OnnxCausalLm java() throws WorkbenchException {
        return OnnxCausalLm.open(JavaGraphSession.open(environment, files), files, 2, 64);
    }

    /// Opens the model as a device would, broken for some variants.
    private static final class Openings implements SelfTest.Opener<CausalLm> {
        private final Predicate<Variant> broken;
        private final List<Variant> opened = new ArrayList<>();
        private final List<String> notes = new ArrayList<>();
        private final AtomicInteger open = new AtomicInteger();
        private boolean refusesGraphs;
        private boolean refusesAll;
        private @Nullable CudaKernels notNumbers;

        Openings(Predicate<Variant> broken) {
            this.broken = broken;
        }

        @Override
        public CausalLm open(Variant variant, String note) throws WorkbenchException {
            opened.add(variant);
            notes.add(note);
            if (refusesAll || (refusesGraphs && variant.graphs())) {
                throw new OnnxException(
                        new WorkbenchException.Report(
                                "Refused",
                                "",
                                "",
                                refusesAll ? "no memory" : "not all nodes on CUDA",
                                ""));
            }
            if (variant.kernels() == notNumbers) {
                throw OnnxException.notNumbers(
                        new WorkbenchException.Report("Wrong", "", "", "NaN", ""));
            }
            OnnxCausalLm lm =
                    OnnxCausalLm.open(
                            ForeignGraphSession.open(
                                    api, files, new ForeignHostMemory(variant.graphs())),
                            files,
                            2,
                            64);
            open.incrementAndGet();
            return new AlteredLm(
                    lm,
                    broken.test(variant) ? AlteredLm::noisySteps : it -> it,
                    open::decrementAndGet);
        }

        @Override
        public SelfTestTolerance tolerance(CausalLm lm) {
            return SelfTestTolerance.FLOAT32;
        }

        /// Models that are not closed yet.
        int open() {
            return open.get();
        }
    }
}
