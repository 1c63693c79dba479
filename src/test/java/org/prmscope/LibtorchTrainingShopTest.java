package org.prmscope;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prmscope.cli.TrainingTools;
import org.prmscope.core.Cancellation;
import org.prmscope.core.WorkbenchException;
import org.prmscope.model.Precision;
import org.prmscope.run.training.TrainingJob;
import org.prmscope.run.training.TrainingOutlook;
import org.prmscope.train.FolderLock;
import org.prmscope.train.finetune.FineTuning;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongSupplier;

class LibtorchTrainingShopTest {
    @TempDir Path folder;

    private static final TrainingTools TOOLS =
            new TrainingTools() {
                @Override
                public int withExecutor(WithExecutor work) {
                    throw new AssertionError("no code is to be run");
                }

                @Override
                public FineTuning.Machine machine() {
                    return new FineTuning.Machine(Path.of(""), () -> 1L << 40, nanoTime());
                }

                @Override
                public LongSupplier nanoTime() {
                    return System::nanoTime;
                }
            };

    private final LibtorchTrainingShop shop = new LibtorchTrainingShop(TOOLS, "test");

    private TrainingJob builtin(int threads) {
        return new TrainingJob.Builtin(folder.resolve("run"), 10, 3, threads);
    }

    @Test
    void builtinTrainingIsToldWithItsWeightsAndTheMemoryOfItsThreads() throws Exception {
        TrainingOutlook two = shop.examine(builtin(2));
        assertEquals(2_942_784, two.parameters());
        assertEquals(2_942_784, two.trained());
        TrainingOutlook four = shop.examine(builtin(4));
        assertTrue(four.neededBytes() > two.neededBytes() + (100L << 20), two + " " + four);
        assertTrue(four.memory().endsWith("with 4 threads"), four.memory());
    }

    @Test
    void folderInWhichATrainingGoesOnIsRefusedBeforeAnythingIsWritten() throws Exception {
        Path run = folder.resolve("run");
        try (FolderLock _ = FolderLock.take(run, FolderLock.Work.TRAINING)) {
            WorkbenchException refused =
                    assertThrows(WorkbenchException.class, () -> shop.examine(builtin(1)));
            assertEquals("A training is going on in this folder", refused.report().what());
        }
        try (var files = Files.list(run)) {
            assertEquals(
                    List.of("training.lock"),
                    files.map(run::relativize).map(Path::toString).toList());
        }
    }

    @Test
    void folderOfAFineTuningIsRefusedForTheBuiltinVerifier() throws Exception {
        Path run = Files.createDirectories(folder.resolve("run"));
        Files.writeString(run.resolve("tuning.safetensors"), "its");
        WorkbenchException refused =
                assertThrows(WorkbenchException.class, () -> shop.examine(builtin(1)));
        assertEquals("The folder holds another training", refused.report().what());
        assertTrue(refused.report().found().contains("fine-tuning"), refused.getMessage());
    }

    @Test
    void exportReplacesNoFiles() throws Exception {
        Path target = folder.resolve("out");
        Path there = Files.createDirectories(target.resolve("safetensors"));
        Path own = Files.writeString(there.resolve("config.json"), "mine");
        WorkbenchException refused =
                assertThrows(
                        WorkbenchException.class,
                        () ->
                                shop.export(
                                        builtin(1),
                                        target,
                                        Precision.FP32,
                                        (_, _) -> {},
                                        new Cancellation()));
        assertEquals("The export's folder has content", refused.report().what());
        assertEquals("mine", Files.readString(own));
    }
}
