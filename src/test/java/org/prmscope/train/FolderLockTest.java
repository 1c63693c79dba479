package org.prmscope.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prmscope.core.Cancellation;
import org.prmscope.core.WorkbenchException;
import org.prmscope.sandbox.UnusedExecutor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

final class FolderLockTest {
    @TempDir Path folder;

    /// Holds a folder until it is killed.
    static final class Holder {
        private Holder() {}

        public static void main(String[] args) throws Exception {
            try (FolderLock _ = FolderLock.take(Path.of(args[0]), FolderLock.Work.TRAINING)) {
                System.out.println("held");
                System.in.read();
            }
        }
    }

    @Test
    void folderIsHeldUntilItIsGivenBack() throws WorkbenchException {
        try (FolderLock _ = FolderLock.take(folder, FolderLock.Work.TRAINING)) {
            for (int i = 0; i < 2; i++) {
                WorkbenchException refused =
                        assertThrows(
                                WorkbenchException.class,
                                () -> FolderLock.take(folder, FolderLock.Work.TRAINING));
                assertEquals("A training is going on in this folder", refused.report().what());
                assertFalse(refused.report().remedy().isEmpty());
            }
        }
        FolderLock.take(folder, FolderLock.Work.TRAINING).close();
        FolderLock.refuseHeld(folder, FolderLock.Work.TRAINING);
    }

    @Test
    void anotherProcessHoldsItAndLosesItWhenItIsKilled() throws Exception {
        Process other =
                new ProcessBuilder(
                                List.of(
                                        Path.of(System.getProperty("java.home"), "bin", "java")
                                                .toString(),
                                        "-cp",
                                        System.getProperty("java.class.path"),
                                        Holder.class.getName(),
                                        folder.toString()))
                        .start();
        try {
            assertEquals('h', other.getInputStream().read());
            assertThrows(
                    WorkbenchException.class,
                    () -> FolderLock.refuseHeld(folder, FolderLock.Work.TRAINING));
            assertThrows(
                    WorkbenchException.class,
                    () -> FolderLock.take(folder, FolderLock.Work.TRAINING));
        } finally {
            other.destroyForcibly().waitFor();
        }
        FolderLock.take(folder, FolderLock.Work.TRAINING).close();
    }

    @Test
    void lookingAtAFolderLeavesNothing() throws WorkbenchException, IOException {
        FolderLock.refuseHeld(folder.resolve("new"), FolderLock.Work.TRAINING);
        FolderLock.refuseHeld(folder, FolderLock.Work.TRAINING);
        try (var files = Files.list(folder)) {
            assertEquals(List.of(), files.toList());
        }
    }

    @Test
    void builtinTrainingIsRefusedInAFolderThatIsHeld() throws WorkbenchException {
        try (FolderLock _ = FolderLock.take(folder, FolderLock.Work.TRAINING)) {
            WorkbenchException refused =
                    assertThrows(
                            WorkbenchException.class,
                            () ->
                                    new VerifierTraining(folder)
                                            .train(
                                                    new UnusedExecutor(),
                                                    2,
                                                    1,
                                                    1,
                                                    System::nanoTime,
                                                    new Cancellation(),
                                                    step -> {}));
            assertTrue(refused.report().what().startsWith("A training is going on"));
        }
        assertFalse(Files.exists(folder.resolve("tokenizer.json")));
    }
}
