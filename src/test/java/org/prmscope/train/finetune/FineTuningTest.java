package org.prmscope.train.finetune;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.bytedeco.javacpp.Loader;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prmscope.core.Cancellation;
import org.prmscope.core.WorkbenchException;
import org.prmscope.model.Checkpoints;
import org.prmscope.model.TrainableCheckpoint;
import org.prmscope.tokenizer.TokenizerFixture;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;

/// Trainings of tiny checkpoints: pieces, cancellation, and everything that goes wrong.
final class FineTuningTest {
    static final FineTunePlan.Method FULL = new FineTunePlan.Method.Full();
    static final FineTunePlan.Method LORA =
            new FineTunePlan.Method.Lora(4, 8, FineTunePlan.Method.Lora.ALL);

    @TempDir Path folder;

    @BeforeAll
    static void needsTheNativeLibrary() {
        boolean loaded = true;
        try {
            Loader.load(org.bytedeco.pytorch.global.torch.class);
        } catch (UnsatisfiedLinkError e) {
            loaded = false;
        }
        assumeTrue(loaded, "libtorch is not there for this platform");
    }

    @Test
    void lossFallsWholeAndByLora() throws Exception {
        for (FineTunePlan.Method method : List.of(FULL, LORA)) {
            List<Double> losses = new ArrayList<>();
            List<Double> evaluations = new ArrayList<>();
            try (FineTuning tuning = open(plan("qwen2-tied", "run" + method.hashCode(), method))) {
                tuning.train(
                        new Cancellation(),
                        new FineTuneListener() {
                            @Override
                            public void step(Step step) {
                                losses.add(step.loss());
                            }

                            @Override
                            public void evaluated(int step, double loss) {
                                evaluations.add(loss);
                            }
                        });
            }
            assertEquals(12, losses.size());
            assertTrue(losses.getLast() < losses.getFirst() - 0.5, losses.toString());
            assertEquals(3, evaluations.size());
            assertTrue(evaluations.getLast() < evaluations.getFirst(), evaluations.toString());
        }
    }

    @Test
    void piecesGiveTheSameBitsAsOneRun() throws Exception {
        for (FineTunePlan.Method method : List.of(FULL, LORA)) {
            FineTunePlan whole = plan("llama", "whole" + method.hashCode(), method);
            FineTunePlan pieces = plan("llama", "pieces" + method.hashCode(), method);
            train(whole, 99);
            assertEquals(5, train(pieces, 5));
            assertEquals(12, train(pieces, 99));
            assertArrayEquals(
                    Files.readAllBytes(whole.folder().resolve(TuneCheckpoint.FILE)),
                    Files.readAllBytes(pieces.folder().resolve(TuneCheckpoint.FILE)));
            assertEquals(curve(whole), curve(pieces));
        }
    }

    /// As after kill -9: the checkpoint is older than the curves, whose last line is half a line.
    @Test
    void stepsAfterTheLastCheckpointAreTakenAgain() throws Exception {
        FineTunePlan whole = plan("qwen2-tied", "whole", LORA);
        FineTunePlan killed = plan("qwen2-tied", "killed", LORA);
        train(whole, 99);
        train(killed, 4);
        byte[] early = Files.readAllBytes(killed.folder().resolve(TuneCheckpoint.FILE));
        train(killed, 7);
        Files.write(killed.folder().resolve(TuneCheckpoint.FILE), early);
        Files.writeString(
                killed.folder().resolve(Curves.FILE),
                Files.readString(killed.folder().resolve(Curves.FILE)) + "{\"step\":8,\"lo");
        Files.writeString(killed.folder().resolve(TuneCheckpoint.FILE + ".part"), "half");
        assertEquals(12, train(killed, 99));
        assertArrayEquals(
                Files.readAllBytes(whole.folder().resolve(TuneCheckpoint.FILE)),
                Files.readAllBytes(killed.folder().resolve(TuneCheckpoint.FILE)));
        assertEquals(curve(whole), curve(killed));
    }

    @Test
    void checkpointThatCannotBeWrittenLeavesTheOldOneWhole() throws Exception {
        FineTunePlan plan = plan("qwen2-tied", "full", LORA);
        train(plan, 3);
        byte[] before = Files.readAllBytes(plan.folder().resolve(TuneCheckpoint.FILE));
        // In the way of the file that is renamed at the end, as a full disk would be.
        Path part = plan.folder().resolve(TuneCheckpoint.FILE + ".part");
        Files.createDirectories(part.resolve("in the way"));
        WorkbenchException failure = assertThrows(WorkbenchException.class, () -> train(plan, 99));
        assertTrue(failure.report().remedy().contains("step 3 is whole"), failure.getMessage());
        assertArrayEquals(before, Files.readAllBytes(plan.folder().resolve(TuneCheckpoint.FILE)));
    }

    @Test
    void anotherPlanOrOtherChatsAreRefusedInTheSameFolder() throws Exception {
        FineTunePlan plan = plan("qwen2-tied", "run", LORA);
        train(plan, 2);
        FineTunePlan other = plan("qwen2-tied", "run", FULL);
        assertThrows(WorkbenchException.class, () -> open(other).close());
        Files.writeString(plan.chains(), Chats.jsonl(9, 3));
        assertThrows(WorkbenchException.class, () -> open(plan).close());
    }

    /// Of the same names and sizes, as another fine-tuning of the same model is.
    @Test
    void otherWeightsUnderTheSameNamesAreRefused() throws Exception {
        FineTunePlan plan = plan("qwen2-tied", "run", LORA);
        train(plan, 2);
        Path weights = plan.base().resolve("model.safetensors");
        byte[] bytes = Files.readAllBytes(weights);
        bytes[bytes.length - 2] ^= 1;
        Files.write(weights, bytes);
        WorkbenchException failure =
                assertThrows(WorkbenchException.class, () -> open(plan).close());
        assertTrue(failure.report().expected().contains("the base"), failure.getMessage());
    }

    @Test
    void onlyWhatDiffersIsNamed() throws Exception {
        FineTunePlan plan = plan("qwen2-tied", "run", LORA);
        train(plan, 2);
        FineTunePlan.Schedule other = new FineTunePlan.Schedule(12, 2, 5e-3, 0.01, 1);
        assertDiffers(
                with(plan, plan.method(), other), "learning rate 0.005", "learning rate 0.003");
        assertDiffers(with(plan, FULL, plan.schedule()), "method full", "method LoRA");
        FineTunePlan.Method wider =
                new FineTunePlan.Method.Lora(8, 8, FineTunePlan.Method.Lora.ALL);
        assertDiffers(with(plan, wider, plan.schedule()), "rank 8", "rank 4");
    }

    private static void assertDiffers(FineTunePlan plan, String expected, String found) {
        WorkbenchException failure =
                assertThrows(WorkbenchException.class, () -> open(plan).close());
        assertEquals(expected, failure.report().expected());
        assertEquals(found, failure.report().found());
    }

    private static FineTunePlan with(
            FineTunePlan plan, FineTunePlan.Method method, FineTunePlan.Schedule schedule) {
        return new FineTunePlan(
                plan.base(),
                plan.chains(),
                plan.evaluation(),
                plan.folder(),
                method,
                plan.place(),
                schedule,
                plan.sizes(),
                plan.seed());
    }

    @Test
    void checkpointOfAnEarlierVersionSaysSo() throws Exception {
        FineTunePlan plan = plan("qwen2-tied", "run", LORA);
        train(plan, 2);
        Path file = plan.folder().resolve(TuneCheckpoint.FILE);
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        Files.writeString(
                file,
                text.replace("\"description\":\"3\"", "\"description\":\"1\""),
                StandardCharsets.ISO_8859_1);
        WorkbenchException failure =
                assertThrows(WorkbenchException.class, () -> open(plan).close());
        assertTrue(failure.report().what().contains("another version"), failure.getMessage());
    }

    @Test
    void secondTrainingInTheSameFolderIsRefused() throws Exception {
        FineTunePlan plan = plan("qwen2-tied", "run", LORA);
        List<WorkbenchException> refusals = new ArrayList<>();
        Cancellation stop = new Cancellation();
        try (FineTuning tuning = open(plan)) {
            tuning.train(
                    stop,
                    step -> {
                        refusals.add(assertThrows(WorkbenchException.class, () -> train(plan, 1)));
                        stop.cancel();
                    });
        }
        assertEquals("A training is going on in this folder", refusals.getFirst().report().what());
        assertEquals(12, train(plan, 99));
    }

    @Test
    void folderOfTheBuiltinVerifiersTrainingIsRefused() throws Exception {
        FineTunePlan plan = plan("qwen2-tied", "run", LORA);
        Files.createDirectories(plan.folder());
        Files.writeString(plan.folder().resolve("checkpoint.safetensors"), "its");
        WorkbenchException failure = assertThrows(WorkbenchException.class, () -> train(plan, 1));
        assertEquals("The folder holds another training", failure.report().what());
        assertTrue(failure.report().found().contains("built-in"), failure.getMessage());
    }

    @Test
    void chatsAreHeldAndCountedInTheEstimate() throws Exception {
        FineTunePlan plan = plan("qwen2-tied", "run", LORA);
        try (FineTuning few = open(plan)) {
            Files.writeString(plan.evaluation().orElseThrow(), Chats.jsonl(1_000, 2));
            try (FineTuning many = open(plan)) {
                long more = many.memory().chats() - few.memory().chats();
                // Chats of about 60 tokens, of five bytes each.
                assertTrue(more > 997 * 5 * 40 && more < 997 * 1_000, more + " bytes");
                assertEquals(more, many.memory().total() - few.memory().total());
            }
        }
    }

    @Test
    void evaluationChatsThatAreTooLongAreCounted() throws Exception {
        FineTunePlan plan = plan("qwen2-tied", "run", LORA);
        Files.writeString(
                plan.evaluation().orElseThrow(),
                Chats.jsonl(3, 2) + Chats.jsonl(1, 1).replace("Is it", "x".repeat(2_000)));
        try (FineTuning tuning = open(plan)) {
            assertEquals(3, tuning.evaluationChats());
            assertEquals(1, tuning.evaluationTooLong());
            assertEquals(0, tuning.tooLong());
        }
    }

    @Test
    void memoryThatDoesNotSufficeIsRefusedWithNumbers() throws Exception {
        FineTunePlan plan = plan("qwen2-tied", "run", LORA);
        FineTuning.Machine small =
                new FineTuning.Machine(
                        TokenizerFixture.nativeCache(), () -> 1 << 20, System::nanoTime);
        try (FineTuning tuning = FineTuning.open(plan, small)) {
            WorkbenchException failure =
                    assertThrows(
                            WorkbenchException.class,
                            () -> tuning.train(new Cancellation(), step -> {}));
            assertTrue(failure.report().found().contains("1.00 MiB"), failure.getMessage());
            assertTrue(tuning.memory().trained() < tuning.memory().parameters());
        }
    }

    @Test
    void baseThatCannotBeTrainedIsRefused() throws Exception {
        FineTunePlan plan = plan("qwen2-tied", "run", LORA);
        Path config = plan.base().resolve("config.json");
        String text = Files.readString(config);
        Files.writeString(config, text.replace("Qwen2ForCausalLM", "GemmaForCausalLM"));
        assertThrows(WorkbenchException.class, () -> open(plan).close());
        Files.writeString(config, text.replace("\"vocab_size\": 272", "\"vocab_size\": 270"));
        assertThrows(WorkbenchException.class, () -> open(plan).close());
    }

    /// A full training with no numbers of libtorch in it would have no checkpoint to export.
    @Test
    void nothingIsExportedBeforeTraining() throws Exception {
        try (FineTuning tuning = open(plan("qwen2-tied", "run", LORA))) {
            assertThrows(
                    WorkbenchException.class,
                    () ->
                            tuning.export(
                                    folder.resolve("out"),
                                    org.prmscope.model.ImportOptions.of(
                                            org.prmscope.model.Precision.FP32, "test"),
                                    (_, _, _) -> {},
                                    new Cancellation()));
        }
    }

    private FineTunePlan plan(String checkpoint, String run, FineTunePlan.Method method)
            throws Exception {
        return plan(folder, checkpoint, run, method);
    }

    static FineTunePlan plan(Path folder, String checkpoint, String run, FineTunePlan.Method method)
            throws Exception {
        Path base = folder.resolve("base-" + checkpoint);
        if (!Files.exists(base)) {
            Checkpoints.copy(checkpoint, base);
        }
        Path chains = Files.writeString(folder.resolve("chains.jsonl"), Chats.jsonl(10, 1));
        Path evaluation = Files.writeString(folder.resolve("more.jsonl"), Chats.jsonl(3, 2));
        return new FineTunePlan(
                base,
                chains,
                Optional.of(evaluation),
                folder.resolve(run),
                method,
                FineTunePlan.Place.CPU,
                new FineTunePlan.Schedule(12, 2, 3e-3, 0.01, 1),
                new FineTunePlan.Sizes(4, 128, 128, 4, 4, 2),
                1);
    }

    static FineTuning open(FineTunePlan plan) throws WorkbenchException {
        return FineTuning.open(
                plan,
                new FineTuning.Machine(
                        TokenizerFixture.nativeCache(), () -> Long.MAX_VALUE, System::nanoTime));
    }

    /// Trains until a step is told.
    static int train(FineTunePlan plan, int until) throws WorkbenchException {
        Cancellation stop = new Cancellation();
        try (FineTuning tuning = open(plan)) {
            return tuning.train(
                    stop,
                    step -> {
                        if (step.step() >= until) {
                            stop.cancel();
                        }
                    });
        }
    }

    @Test
    void cancellingWhileTheBaseIsReadTakesNoStepAndKeepsTheCheckpoint() throws Exception {
        FineTunePlan plan = plan("qwen2-tied", "early", LORA);
        int taken = train(plan, 3);
        Cancellation before = new Cancellation();
        before.cancel();
        try (TrainableCheckpoint base = TrainableCheckpoint.open(plan.base())) {
            assertThrows(
                    CancellationException.class,
                    () ->
                            new DecoderNetwork(
                                    base,
                                    plan.method(),
                                    Placement.of(FineTunePlan.Place.CPU),
                                    128,
                                    1,
                                    before));
        }
        try (FineTuning tuning = open(plan)) {
            assertEquals(
                    taken,
                    tuning.train(
                            before,
                            _ -> {
                                throw new AssertionError("a step was taken");
                            }));
        }
        assertEquals(12, train(plan, 12), "it goes on from there");
    }

    /// The curves without the speed, which differs.
    private static List<String> curve(FineTunePlan plan) throws IOException {
        try (Stream<String> lines = Files.lines(plan.folder().resolve(Curves.FILE))) {
            return lines.map(line -> line.replaceAll("\"tokensPerSecond\":\\d+", "")).toList();
        }
    }
}
