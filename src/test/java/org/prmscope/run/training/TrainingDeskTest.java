package org.prmscope.run.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.prmscope.core.Cancellation;
import org.prmscope.core.WorkbenchException;
import org.prmscope.model.Precision;
import org.prmscope.train.FolderLock;
import org.prmscope.train.finetune.FineTunePlan;
import org.prmscope.ui.fake.HeldTraining;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

@Timeout(60)
class TrainingDeskTest {
    private static final WorkbenchException.Report DIVERGED =
            new WorkbenchException.Report(
                    "The training diverged at step 3", "here", "a loss", "NaN", "Lower the rate");

    @TempDir Path temp = Path.of("");
    private final HeldTraining shop = new HeldTraining();
    private final TrainingDesk desk =
            new TrainingDesk(shop, task -> Thread.ofVirtual().start(task));
    private Path folder = Path.of("");

    @BeforeEach
    void place() {
        folder = temp.resolve("training").toAbsolutePath().normalize();
    }

    @AfterEach
    void close() {
        desk.close();
    }

    private TrainingJob job(int steps) {
        return new TrainingJob.Tuning(
                new FineTunePlan(
                        temp.resolve("base").toAbsolutePath(),
                        temp.resolve("chats.jsonl").toAbsolutePath(),
                        Optional.of(temp.resolve("more.jsonl").toAbsolutePath()),
                        folder,
                        new FineTunePlan.Method.Lora(8, 16, List.of("q_proj", "v_proj")),
                        FineTunePlan.Place.CPU,
                        new FineTunePlan.Schedule(steps, 2, 2e-4, 0, 1),
                        new FineTunePlan.Sizes(4, 512, 256, 10, 5, 2),
                        7));
    }

    /// Closing waits for the end.
    private TrainingSnapshot end() {
        desk.close();
        return desk.current().orElseThrow();
    }

    /// Exports until it is cancelled, and takes a while to tidy up.
    @Test
    void closingEndsAnExportAndWaitsUntilItHasTidiedUp() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        AtomicBoolean tidied = new AtomicBoolean();
        shop.whileExporting(cancellation -> {
            CountDownLatch cancelled = new CountDownLatch(1);
            try (Cancellation.Registration _ = cancellation.onCancel(cancelled::countDown)) {
                begun.countDown();
                cancelled.await();
                Thread.sleep(50);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            tidied.set(true);
            throw new CancellationException();
        });
        CompletableFuture<Void> export =
                CompletableFuture.runAsync(() -> {
                    try {
                        desk.export(
                                job(4),
                                temp.resolve("out"),
                                Precision.FP32,
                                (_, _) -> {},
                                new Cancellation());
                    } catch (WorkbenchException e) {
                        throw new IllegalStateException(e);
                    }
                });
        begun.await();
        desk.close();
        assertTrue(tidied.get());
        CompletionException ended = assertThrows(CompletionException.class, export::join);
        assertInstanceOf(CancellationException.class, ended.getCause());
    }

    @Test
    void planComesBackFromItsFolderAsItWas() throws WorkbenchException {
        desk.start(job(4));
        shop.step(1, 0.5);
        end();
        TrainingFolder found = desk.look(folder);
        assertEquals(job(4), found.job());
    }

    @Test
    void builtinPlanComesBackToo() throws WorkbenchException {
        TrainingJob job = new TrainingJob.Builtin(folder, 30, 10, 2);
        desk.start(job);
        end();
        assertEquals(job, desk.look(folder).job());
        assertEquals(folder.resolve("loss.jsonl"), desk.look(folder).curves());
    }

    @Test
    void cancelledTrainingCanGoOnAtItsCheckpoint() throws WorkbenchException {
        desk.start(job(4));
        shop.step(1, 0.5);
        shop.step(2, 0.4);
        TrainingSnapshot now = end();
        assertEquals(new TrainingEnd.Cancelled(2), now.end());
        assertEquals(2, now.checkpoint());
        assertEquals(new TrainingState.Resumable(2, 4), desk.look(folder).state());
    }

    @Test
    void trainingWithAllStepsIsFinished() throws WorkbenchException {
        desk.start(job(2));
        shop.step(1, 0.5);
        shop.step(2, 0.4);
        TrainingSnapshot now = end();
        assertEquals(new TrainingEnd.Finished(2), now.end());
        assertEquals(List.of(new Curve.Evaluation(2, 0.5)), now.curve().evaluations());
        assertEquals(new TrainingState.Finished(2), desk.look(folder).state());
    }

    @Test
    void whyATrainingStoppedIsKeptInItsFolder() throws WorkbenchException {
        desk.start(job(9));
        shop.step(1, 0.5);
        shop.step(2, 0.4);
        shop.fail(DIVERGED);
        end();
        HeldTraining.writeCheckpoint(folder, 1);
        assertEquals(
                new TrainingState.Stopped(1, new TrainingEnd.Failed(2, DIVERGED)),
                desk.look(folder).state());
    }

    @Test
    void secondTrainingIsRefusedWhileOneGoesOn() throws WorkbenchException {
        desk.start(job(4));
        WorkbenchException refusal =
                assertThrows(WorkbenchException.class, () -> desk.start(job(4)));
        assertEquals("A training is going on", refusal.report().what());
    }

    @Test
    void refusedPlanLeavesTheFolderAlone() throws WorkbenchException {
        shop.refuse(DIVERGED);
        desk.start(job(4));
        TrainingSnapshot now = end();
        assertEquals(new TrainingEnd.Failed(0, DIVERGED), now.end());
        assertEquals(false, Files.exists(folder));
    }

    @Test
    void planOfATrainingThatGoesOnElsewhereStays() throws Exception {
        desk.start(job(9));
        shop.step(1, 0.5);
        end();
        TrainingDesk other = new TrainingDesk(shop, Runnable::run);
        // What the training would say if it began.
        shop.fail(DIVERGED);
        try (FolderLock _ = FolderLock.take(folder, FolderLock.Work.TRAINING)) {
            other.start(job(4));
            TrainingEnd.Failed how =
                    assertInstanceOf(TrainingEnd.Failed.class, other.current().orElseThrow().end());
            assertEquals("A training is going on in this folder", how.report().what());
        }
        assertEquals(job(9), desk.look(folder).job());
    }

    @Test
    void curveBeforeTheCheckpointIsThereAgainAfterAResume() throws Exception {
        Files.createDirectories(folder);
        Files.writeString(
                folder.resolve("curves.jsonl"),
                "{\"step\":1,\"loss\":0.5}\n{\"step\":2,\"loss\":0.4}\n{\"step\":3,\"loss\":9}\n");
        HeldTraining.writeCheckpoint(folder, 2);
        desk.start(job(4));
        shop.step(3, 0.3);
        List<Double> losses = end().curve().points().stream().map(CurvePoint::loss).toList();
        assertEquals(List.of(0.5, 0.4, 0.3), losses);
    }

    @Test
    void missingLibrariesAreSaidBeforeAnythingStarts() {
        shop.loseLibraries();
        WorkbenchException refusal =
                assertThrows(WorkbenchException.class, () -> desk.start(job(4)));
        assertEquals(HeldTraining.MISSING, refusal.report());
    }

    @Test
    void folderOfTheCommandLineHasCurvesAndNoPlan() throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("curves.jsonl"), "{\"step\":1,\"loss\":0.5}\n");
        HeldTraining.writeCheckpoint(folder, 1);
        assertEquals(new TrainingState.Elsewhere(1), desk.look(folder).state());
    }

    @Test
    void folderWithoutATrainingSaysSo() {
        TrainingState.Unreadable state =
                assertInstanceOf(TrainingState.Unreadable.class, desk.look(folder).state());
        assertEquals("There is no training here", state.report().what());
    }

    @Test
    void damagedPlanIsReportedAndLeft() throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("training.json"), "{\"format\":");
        TrainingState.Unreadable state =
                assertInstanceOf(TrainingState.Unreadable.class, desk.look(folder).state());
        assertEquals("The training's plan cannot be read", state.report().what());
    }
}
