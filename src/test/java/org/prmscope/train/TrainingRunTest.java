package org.prmscope.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prmscope.core.Cancellation;
import org.prmscope.core.WorkbenchException;
import org.prmscope.model.Qwen2Config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;

final class TrainingRunTest {
    private static final Qwen2Config TINY =
            new Qwen2Config(40, 32, 2, 2, 1, 16, 48, 64, 10_000, 1e-6, true);

    /// Sequences in which each token follows from the one before, so that there is something to
    /// learn in a few steps.
    private static final ExampleSource SEQUENCES =
            (number, cancellation) -> {
                Random random = new Random(number);
                List<TrainingExample> examples = new ArrayList<>();
                for (int row = 0; row < 24; row++) {
                    int[] ids = new int[16 + random.nextInt(8)];
                    boolean[] trained = new boolean[ids.length];
                    for (int i = 0; i < ids.length; i++) {
                        ids[i] = i == 0 ? random.nextInt(40) : (ids[i - 1] * 7 + 3) % 40;
                        trained[i] = i >= 2;
                    }
                    examples.add(new TrainingExample(ids, trained));
                }
                return examples;
            };

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
    void lossFalls(@TempDir Path folder) throws WorkbenchException {
        List<Double> losses = new ArrayList<>();
        run(folder, plan(60)).start(1, new Cancellation(), p -> losses.add(p.loss()));
        assertEquals(60, losses.size());
        assertTrue(losses.getLast() < losses.getFirst() - 0.3, losses.toString());
    }

    @Test
    void oneStepLowersTheLossOfItsOwnBatch(@TempDir Path folder) throws WorkbenchException {
        ExampleSource same = (number, c) -> SEQUENCES.shard(0, c).subList(0, 4);
        List<Double> losses = new ArrayList<>();
        new TrainingRun(plan(2), same, folder, System::nanoTime)
                .start(1, new Cancellation(), p -> losses.add(p.loss()));
        assertTrue(losses.get(1) < losses.get(0), losses.toString());
    }

    @Test
    void resumedTrainingEqualsUninterruptedTraining(@TempDir Path folder)
            throws WorkbenchException, IOException {
        Path whole = folder.resolve("whole");
        Path pieces = folder.resolve("pieces");
        run(whole, plan(20)).start(1, new Cancellation(), p -> {});
        Cancellation stop = new Cancellation();
        run(pieces, plan(20))
                .start(
                        1,
                        stop,
                        p -> {
                            if (p.step() == 7) {
                                stop.cancel();
                            }
                        });
        int steps = run(pieces, plan(20)).start(1, new Cancellation(), p -> {});
        assertEquals(20, steps);
        assertArrayEquals(
                Files.readAllBytes(whole.resolve(Checkpoint.FILE)),
                Files.readAllBytes(pieces.resolve(Checkpoint.FILE)));
        assertEquals(20, Files.readAllLines(pieces.resolve("loss.jsonl")).size());
    }

    @Test
    void resumingSaysWhereAndWhetherThePlanIsTheSame(@TempDir Path folder)
            throws WorkbenchException {
        List<Resumption> heard = new ArrayList<>();
        StepListener listener =
                new StepListener() {
                    @Override
                    public void resumed(Resumption from) {
                        heard.add(from);
                    }

                    @Override
                    public void step(TrainingProgress progress) {}
                };
        Cancellation stop = new Cancellation();
        run(folder, plan(20))
                .start(
                        1,
                        stop,
                        p -> {
                            if (p.step() == 15) {
                                stop.cancel();
                            }
                        });
        assertEquals(List.of(), heard);
        run(folder, plan(20)).start(1, new Cancellation(), listener);
        assertEquals(15, heard.getFirst().step());
        assertFalse(heard.getFirst().anotherPlan(), heard.toString());
        run(folder, plan(30)).start(1, new Cancellation(), listener);
        assertEquals(20, heard.getLast().step());
        assertTrue(heard.getLast().anotherPlan(), heard.toString());
    }

    @Test
    void stepsAfterTheLastCheckpointAreLoggedOnceAfterAKill(@TempDir Path folder)
            throws WorkbenchException, IOException {
        run(folder, plan(10)).start(1, new Cancellation(), p -> {});
        Path log = folder.resolve("loss.jsonl");
        // What a killed program leaves behind its last checkpoint.
        Files.writeString(
                log, Files.readString(log) + "{\"step\":11,\"loss\":9}\n{\"step\":12,\"lo");
        run(folder, plan(13)).start(1, new Cancellation(), p -> {});
        List<String> lines = Files.readAllLines(log);
        assertEquals(13, lines.size());
        for (int step = 1; step <= 13; step++) {
            assertTrue(
                    lines.get(step - 1).startsWith("{\"step\":%d,".formatted(step)),
                    lines.get(step - 1));
        }
        assertFalse(lines.get(10).contains("\"loss\":9}"), lines.get(10));
    }

    @Test
    void checkpointOfAnotherTokenizerIsRefusedWithWhatToDo(@TempDir Path folder)
            throws WorkbenchException {
        new TrainingRun(plan(2), named("one"), folder, System::nanoTime)
                .start(1, new Cancellation(), p -> {});
        WorkbenchException refused =
                assertThrows(
                        WorkbenchException.class,
                        () ->
                                new TrainingRun(plan(4), named("other"), folder, System::nanoTime)
                                        .start(1, new Cancellation(), p -> {}));
        assertEquals("one", refused.report().expected());
        assertEquals("other", refused.report().found());
        assertTrue(refused.report().remedy().contains("tokenizer.json"));
        int steps =
                new TrainingRun(plan(4), named("one"), folder, System::nanoTime)
                        .start(1, new Cancellation(), p -> {});
        assertEquals(4, steps);
    }

    private static ExampleSource named(String vocabulary) {
        return new ExampleSource() {
            @Override
            public List<TrainingExample> shard(int number, Cancellation cancellation)
                    throws WorkbenchException {
                return SEQUENCES.shard(number, cancellation);
            }

            @Override
            public String vocabulary() {
                return vocabulary;
            }
        };
    }

    /// A source whose second shard is not made.
    private static ExampleSource upToTheSecondShard(Supplier<RuntimeException> failure) {
        return (number, cancellation) -> {
            if (number > 0) {
                throw failure.get();
            }
            return SEQUENCES.shard(number, cancellation);
        };
    }

    @Test
    void cancellingWhileExamplesAreMadeKeepsEveryStep(@TempDir Path folder)
            throws WorkbenchException {
        Cancellation stop = new Cancellation();
        ExampleSource source =
                upToTheSecondShard(() -> {
                    stop.cancel();
                    return new CancellationException("cancelled");
                });
        TrainingPlan plan = new TrainingPlan(TINY, 96, 99, 5, 9, 3e-3, 0.01, 1, 1_000, 1);
        int taken = new TrainingRun(plan, source, folder, System::nanoTime).start(1, stop, p -> {});
        assertTrue(taken > 0);
        assertEquals(taken, CheckpointWeights.open(folder, TINY).steps());
    }

    @Test
    void examplesThatCannotBeMadeKeepEveryStep(@TempDir Path folder) throws WorkbenchException {
        ExampleSource source =
                upToTheSecondShard(() -> new IllegalStateException("no interpreter"));
        List<Integer> steps = new ArrayList<>();
        TrainingPlan plan = new TrainingPlan(TINY, 96, 99, 5, 9, 3e-3, 0.01, 1, 1_000, 1);
        assertThrows(
                IllegalStateException.class,
                () ->
                        new TrainingRun(plan, source, folder, System::nanoTime)
                                .start(1, new Cancellation(), p -> steps.add(p.step())));
        assertEquals(steps.getLast(), CheckpointWeights.open(folder, TINY).steps());
    }

    @Test
    void checkpointsAreToldAndTheLogIsThereAtEveryStep(@TempDir Path folder)
            throws WorkbenchException {
        List<Integer> checkpoints = new ArrayList<>();
        run(folder, plan(12))
                .start(
                        1,
                        new Cancellation(),
                        new StepListener() {
                            @Override
                            public void step(TrainingProgress progress) {
                                try {
                                    assertEquals(
                                            progress.step(),
                                            Files.readAllLines(folder.resolve("loss.jsonl"))
                                                    .size());
                                } catch (IOException e) {
                                    throw new java.io.UncheckedIOException(e);
                                }
                            }

                            @Override
                            public void checkpoint(int step) {
                                checkpoints.add(step);
                            }
                        });
        assertEquals(List.of(5, 10, 12), checkpoints);
    }

    @Test
    void checkpointThatCannotBeWrittenLeavesTheOldOneWhole(@TempDir Path folder) throws Exception {
        run(folder, plan(2)).start(1, new Cancellation(), p -> {});
        byte[] before = Files.readAllBytes(folder.resolve(Checkpoint.FILE));
        // In the way of the file that is renamed at the end, as a full disk would be.
        Files.createDirectories(folder.resolve(Checkpoint.FILE + ".part").resolve("in the way"));
        WorkbenchException failure =
                assertThrows(
                        WorkbenchException.class,
                        () -> run(folder, plan(9)).start(1, new Cancellation(), p -> {}));
        assertEquals("The checkpoint of step 5 could not be written", failure.report().what());
        assertTrue(failure.report().remedy().contains("step 2 is whole"), failure.getMessage());
        assertArrayEquals(before, Files.readAllBytes(folder.resolve(Checkpoint.FILE)));
    }

    @Test
    void weightsOfThePlanAreThoseOfTheNetwork() {
        TrainingPlan plan = TrainingPlan.builtin(2_048, 1, 1);
        long[] values = {0};
        try (PointerScope scope = new PointerScope()) {
            assertTrue(scope.toString() != null);
            new Qwen2Network(plan.network(), 1)
                    .parameters()
                    .forEach((_, tensor) -> values[0] += tensor.numel());
        }
        assertEquals(2_942_784, values[0]);
        assertEquals(values[0], plan.weights());
        assertEquals(values[0], VerifierTraining.weights());
    }

    @Test
    void networkAgreesWithAnIndependentDecoder(@TempDir Path folder) throws WorkbenchException {
        run(folder, plan(10)).start(1, new Cancellation(), p -> {});
        int[] tokens = {3, 17, 39, 0, 5, 5, 21, 8, 30, 12};
        ReferenceDecoder reference =
                new ReferenceDecoder(TINY, CheckpointWeights.open(folder, TINY));
        float[] expected = new float[0];
        for (int token : tokens) {
            expected = reference.next(token);
        }
        try (PointerScope scope = new PointerScope()) {
            assertTrue(scope.toString() != null);
            Qwen2Network network = new Qwen2Network(TINY, 99);
            Checkpoint.restoreWeights(folder, network);
            RotaryTable rotary = new RotaryTable(TINY, 3);
            FoldedWeights weights = new FoldedWeights(network);
            weights.refresh();
            // One more token, whose prediction is looked at.
            int[] ids = java.util.Arrays.copyOf(tokens, tokens.length + 1);
            boolean[] trained = new boolean[ids.length];
            trained[tokens.length] = true;
            PackedRows row = new PackedRows(List.of(new TrainingExample(ids, trained)));
            Tensor logits = new NetworkLane(network, weights, rotary, 64).logits(row);
            float[] actual = new float[TINY.vocabularySize()];
            java.nio.FloatBuffer buffer = logits.createBuffer();
            buffer.get(actual);
            assertArrayEquals(expected, actual, 1e-4f);
        }
    }

    @Test
    void huggingFaceFilesHoldTheSameWeights(@TempDir Path folder)
            throws WorkbenchException, IOException {
        run(folder, plan(3)).start(1, new Cancellation(), p -> {});
        CheckpointWeights weights = CheckpointWeights.open(folder, TINY);
        weights.writeHuggingFace(folder, 1, 2);
        Safetensors written = Safetensors.read(folder.resolve("model.safetensors"));
        assertEquals(weights.names(), List.copyOf(written.tensors().keySet()));
        for (String name : weights.names()) {
            Safetensors.Entry entry = written.tensors().get(name);
            assertTrue(entry != null, name);
            assertArrayEquals(weights.tensor(name), entry.values(), name);
        }
        assertTrue(Files.readString(folder.resolve("config.json")).contains("\"qwen2\""));
    }

    @Test
    void lossThatIsNoNumberStopsAndKeepsTheLastCheckpoint(@TempDir Path folder)
            throws WorkbenchException, IOException {
        run(folder, plan(2)).start(1, new Cancellation(), p -> {});
        byte[] kept = Files.readAllBytes(folder.resolve(Checkpoint.FILE));
        // A checkpoint is due at every step.
        TrainingPlan wild = new TrainingPlan(TINY, 96, 40, 0, 1, 1e30, 0, 1, 1, 1);
        WorkbenchException failure =
                assertThrows(
                        WorkbenchException.class,
                        () -> run(folder, wild).start(1, new Cancellation(), p -> {}));
        assertTrue(failure.report().what().contains("diverged at step "), failure.getMessage());
        assertTrue(failure.report().remedy().startsWith("The checkpoint of step 2 is kept."));
        assertArrayEquals(kept, Files.readAllBytes(folder.resolve(Checkpoint.FILE)));
    }

    @Test
    void weightsThatGiveNoLossAreNotWrittenWhenCancelledEither(@TempDir Path folder)
            throws WorkbenchException, IOException {
        run(folder, plan(2)).start(1, new Cancellation(), p -> {});
        byte[] kept = Files.readAllBytes(folder.resolve(Checkpoint.FILE));
        TrainingPlan wild = new TrainingPlan(TINY, 96, 40, 0, 1, 1e30, 0, 1, 99, 1);
        Cancellation stop = new Cancellation();
        WorkbenchException failure =
                assertThrows(
                        WorkbenchException.class,
                        () -> run(folder, wild).start(1, stop, p -> stop.cancel()));
        assertEquals("The training diverged at step 3", failure.report().what());
        assertArrayEquals(kept, Files.readAllBytes(folder.resolve(Checkpoint.FILE)));
    }

    @Test
    void weightsAreFiniteOnlyIfEveryOneIs() {
        try (PointerScope scope = new PointerScope()) {
            assertTrue(scope.toString() != null);
            float[] values = {1, -2, 3e38f};
            assertTrue(named(values).isFinite());
            for (float bad : new float[] {Float.NaN, 1f / 0, -1f / 0}) {
                values[1] = bad;
                assertFalse(named(values).isFinite(), "with " + bad);
            }
        }
    }

    private static NamedTensors named(float[] values) {
        NamedTensors tensors = new NamedTensors();
        tensors.put("weight", Tensor.create(values, values.length));
        return tensors;
    }

    @Test
    void damagedCheckpointIsRefused(@TempDir Path folder) throws WorkbenchException, IOException {
        run(folder, plan(1)).start(1, new Cancellation(), p -> {});
        Path file = folder.resolve(Checkpoint.FILE);
        byte[] bytes = Files.readAllBytes(file);
        for (int length : new int[] {0, 5, 100, bytes.length / 2, bytes.length - 1}) {
            Files.write(file, java.util.Arrays.copyOf(bytes, length));
            assertThrows(
                    WorkbenchException.class,
                    () -> run(folder, plan(2)).start(1, new Cancellation(), p -> {}),
                    length + " bytes");
        }
    }

    @Test
    void checkpointOfAnotherShapeIsRefused(@TempDir Path folder) throws WorkbenchException {
        run(folder, plan(1)).start(1, new Cancellation(), p -> {});
        Qwen2Config other = new Qwen2Config(40, 64, 2, 4, 1, 16, 48, 64, 10_000, 1e-6, true);
        TrainingPlan plan = new TrainingPlan(other, 64, 2, 5, 1, 3e-3, 0.01, 1, 5, 1);
        assertThrows(
                WorkbenchException.class,
                () -> run(folder, plan).start(1, new Cancellation(), p -> {}));
    }

    private static TrainingPlan plan(int steps) {
        return new TrainingPlan(TINY, 96, steps, 5, Math.max(1, steps / 4), 3e-3, 0.01, 1, 5, 1);
    }

    private static TrainingRun run(Path folder, TrainingPlan plan) {
        return new TrainingRun(plan, SEQUENCES, folder, System::nanoTime);
    }
}
