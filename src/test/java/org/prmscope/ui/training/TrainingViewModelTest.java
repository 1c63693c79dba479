package org.prmscope.ui.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.prmscope.core.WorkbenchException;
import org.prmscope.run.training.TrainingSnapshot;
import org.prmscope.run.training.TrainingState;
import org.prmscope.train.Resumption;
import org.prmscope.ui.fake.FakeWorkbench;
import org.prmscope.ui.fake.HeldTraining;
import org.prmscope.ui.fake.RecordingDialogs;
import org.prmscope.ui.fx.BackgroundTasks;
import org.prmscope.ui.fx.Notice;
import org.prmscope.ui.session.Unfinished;
import org.prmscope.ui.workbench.WorkbenchViewModel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

@Timeout(60)
class TrainingViewModelTest {
    private static final WorkbenchException.Report DIVERGED =
            new WorkbenchException.Report(
                    "The training diverged at step 2", "here", "a loss", "NaN", "Lower the rate");

    @TempDir Path temp = Path.of("");
    private final FakeWorkbench workbench = FakeWorkbench.withSet(2, 0);
    private final HeldTraining held = workbench.heldTraining();
    private final RecordingDialogs dialogs = new RecordingDialogs();
    private final WorkbenchViewModel window =
            new WorkbenchViewModel(
                    new BackgroundTasks(Runnable::run, Runnable::run),
                    dialogs,
                    ZoneOffset.UTC,
                    _ -> {});
    private final TrainingViewModel model = window.training();
    private Path folder = Path.of("");

    @BeforeEach
    void place() {
        folder = temp.resolve("training").toAbsolutePath().normalize();
    }

    @AfterEach
    void close() {
        workbench.close();
    }

    private void open() {
        window.open(() -> workbench, List.of(), TrainingViewModel.KEYS);
        window.modeProperty().set(WorkbenchViewModel.Mode.TRAINING);
    }

    private void fill(int chats) throws IOException {
        Path file = temp.resolve("chats.jsonl");
        Files.writeString(file, "{}\n".repeat(chats));
        model.form().text(TrainingField.BASE).set(temp.toString());
        model.form().text(TrainingField.CHATS).set(file.toString());
        model.form().text(TrainingField.FOLDER).set(folder.toString());
        model.form().text(TrainingField.WARMUP).set("1");
        model.form().look();
    }

    private void startFourSteps() throws IOException {
        open();
        fill(32);
        model.start();
    }

    /// The training runs beside the test.
    private void until(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            model.list().look();
            Thread.onSpinWait();
        }
    }

    private TrainingEntry shown() {
        TrainingEntry entry = model.list().shown();
        assertNotNull(entry);
        return entry;
    }

    private @Nullable TrainingState state() {
        TrainingEntry entry = model.list().shown();
        return entry == null ? null : entry.folder().state();
    }

    @Test
    void filledFormSaysTheMemoryAndStartsATrainingThatIsShownLive() throws IOException {
        startFourSteps();
        assertTrue(model.activeProperty().get());
        held.step(1, 0.5);
        held.step(2, 0.4);
        until(() -> shown().curve().points().size() == 2);
        // The second step's evaluation comes after the step.
        until(() -> !shown().curve().evaluations().isEmpty());
        assertEquals(new TrainingState.Running(), state());
        assertEquals(1, shown().curve().evaluations().size());
    }

    @Test
    void startIsRefusedWithTheReasonWhileTheFormIsNotComplete() {
        open();
        assertEquals("Fill in what is marked.", model.form().obstacle());
        model.start();
        assertFalse(model.activeProperty().get());
    }

    @Test
    void trainingThatNeedsMoreMemoryThanIsFreeDoesNotStart() throws IOException {
        held.need(9L << 30);
        startFourSteps();
        assertEquals("It needs more memory than is free.", model.form().obstacle());
        assertFalse(model.activeProperty().get());
    }

    @Test
    void baseThatCannotBeTrainedIsToldInTheReportsWords() throws IOException {
        held.refuse(DIVERGED);
        open();
        fill(8);
        assertEquals(
                new TrainingFormViewModel.Finding.Refused(DIVERGED),
                model.form().findingProperty().get());
    }

    @Test
    void chatsThatDoNotExistAreToldBeforeTheRestIsFilledIn() {
        open();
        model.form().text(TrainingField.CHATS).set(temp.resolve("none.jsonl").toString());
        TrainingFormViewModel.Finding.Refused refused =
                assertInstanceOf(
                        TrainingFormViewModel.Finding.Refused.class,
                        model.form().findingProperty().get());
        assertEquals("The chats cannot be read", refused.report().what());
    }

    @Test
    void baseSuggestsAFolderBesideItAndTheLongestChatItReads() throws IOException {
        open();
        model.form().text(TrainingField.BASE).set("/models/qwen");
        assertEquals("/models/qwen-tuned", model.form().text(TrainingField.FOLDER).get());
        assertEquals("1024", model.form().text(TrainingField.LONGEST).get());
    }

    @Test
    void rateFollowsTheKindUnlessItWasTypedOver() {
        open();
        model.form().kindProperty().set(TrainingKind.FULL);
        assertEquals("1e-5", model.form().text(TrainingField.RATE).get());
        model.form().text(TrainingField.RATE).set("3e-5");
        model.form().kindProperty().set(TrainingKind.LORA);
        assertEquals("3e-5", model.form().text(TrainingField.RATE).get());
    }

    @Test
    void cancelSaysWhichCheckpointWasWrittenAndResumeTakesOneCall() throws IOException {
        startFourSteps();
        held.step(1, 0.5);
        until(() -> shown().curve().points().size() == 1);
        assertTrue(model.unfinished().orElseThrow().consequence().contains("writes a checkpoint"));
        model.cancel();
        until(() -> !model.activeProperty().get());
        assertEquals(
                "Training stopped; the checkpoint has 1 step and can be resumed",
                dialogs.notices().getLast().title());
        assertEquals(Optional.empty(), model.unfinished());
        until(() -> new TrainingState.Resumable(1, 4).equals(state()));
        model.startOrResume();
        assertTrue(model.activeProperty().get());
    }

    @Test
    void divergedTrainingShowsItsReportAndKeepsItsCurve() throws IOException {
        startFourSteps();
        held.step(1, 0.5);
        held.fail(DIVERGED);
        until(() -> state() instanceof TrainingState.Stopped);
        // The notice follows the state, in a turn of its own.
        until(() -> !dialogs.notices().isEmpty());
        assertEquals("The training diverged at step 2", shown().state());
        assertEquals(Notice.Level.ERROR, dialogs.notices().getLast().level());
        assertTrue(shown().canResume());
    }

    @Test
    void endIsToldOnce() throws IOException {
        startFourSteps();
        for (int step = 1; step <= 4; step++) {
            held.step(step, 0.5);
        }
        until(() -> state() instanceof TrainingState.Finished);
        model.list().look();
        assertEquals(
                List.of("Training finished: 4 steps"),
                dialogs.notices().stream().map(Notice::title).toList());
    }

    @Test
    void finishedTrainingIsExportedBesideItsStep() throws IOException {
        startFourSteps();
        for (int step = 1; step <= 4; step++) {
            held.step(step, 0.5);
        }
        until(() -> state() instanceof TrainingState.Finished);
        dialogs.answerFolder(temp);
        model.export().export(shown());
        Path target = temp.resolve("training-step-4");
        assertEquals(List.of(target), held.exported());
        assertEquals(
                new TrainingExportViewModel.State.Done(folder, target, target.resolve("onnx")),
                model.export().stateProperty().get());
    }

    @Test
    void goingOnWithAnotherPlanIsToldOnceWithBothRates() throws IOException {
        held.resumeFrom(new Resumption(5, 1e-3, 2e-3));
        startFourSteps();
        held.step(1, 0.5);
        until(() -> shown().curve().points().size() == 1);
        held.step(2, 0.5);
        until(() -> shown().curve().points().size() == 2);
        Notice told = dialogs.notices().getFirst();
        assertEquals(1, dialogs.notices().size());
        assertEquals(Notice.Level.WARNING, told.level());
        assertTrue(told.text().contains("Step 5 had the learning rate 1.000e-03"), told.text());
        assertTrue(told.text().contains("2.000e-03"), told.text());
    }

    @Test
    void goingOnAsBeforeIsNotTold() throws IOException {
        held.resumeFrom(new Resumption(5, 1e-3, 1.0004e-3));
        startFourSteps();
        held.step(1, 0.5);
        until(() -> shown().curve().points().size() == 1);
        assertEquals(List.of(), dialogs.notices());
    }

    @Test
    void closingTheWindowDuringAnExportIsAskedAbout() throws IOException {
        startFourSteps();
        for (int step = 1; step <= 4; step++) {
            held.step(step, 0.5);
        }
        until(() -> state() instanceof TrainingState.Finished);
        until(() -> !model.activeProperty().get());
        dialogs.answerFolder(temp);
        List<Optional<Unfinished>> meanwhile = new ArrayList<>();
        held.whileExporting(_ -> meanwhile.add(model.unfinished()));
        model.export().export(shown());
        Unfinished asked = meanwhile.getFirst().orElseThrow();
        assertEquals("A training is being exported", asked.work());
        assertTrue(asked.consequence().contains("training-step-4"), asked.consequence());
        assertEquals(Optional.empty(), model.unfinished(), "the export has ended");
    }

    @Test
    void curveFileOfTheCommandLineIsFollowedWhileItGrows() throws IOException {
        open();
        Path file = Files.createDirectories(folder).resolve("curves.jsonl");
        Files.writeString(file, "{\"step\":1,\"loss\":0.5}\n");
        dialogs.answerFile(file);
        model.openCurves();
        assertEquals(folder, shown().path());
        assertEquals(1, shown().curve().points().size());
        Files.writeString(file, "{\"step\":1,\"loss\":0.5}\n{\"step\":2,\"loss\":0.4}\n");
        model.list().look();
        assertEquals(2, shown().curve().points().size());
        assertEquals(new TrainingState.Elsewhere(0), state());
        assertFalse(shown().canResume());
    }

    @Test
    void otherCurvesAreLaidOverTheOneInView() throws IOException {
        open();
        for (String name : List.of("one", "two")) {
            Path file = Files.createDirectories(temp.resolve(name)).resolve("loss.jsonl");
            Files.writeString(file, "{\"step\":1,\"loss\":0.5}\n");
            model.open(file);
        }
        model.list().lay(temp.resolve("one").toAbsolutePath().normalize(), true);
        assertEquals(
                List.of("two", "one"),
                model.list().laid().stream().map(CurvePlots.Laid::name).toList());
    }

    @Test
    void trainingsAreRememberedAndCanBeTakenOffTheList() throws Exception {
        open();
        model.open(temp);
        assertEquals(
                temp.toAbsolutePath().normalize().toString(),
                workbench.setting(TrainingListViewModel.RECENT).orElseThrow());
        assertTrue(shown().state().startsWith("There is no training here"));
        model.list().forget(shown().path());
        assertNull(model.list().shown());
        assertEquals("", workbench.setting(TrainingListViewModel.RECENT).orElseThrow());
    }

    @Test
    void rememberedLinesThatAreNoPathsAreLeftOut() {
        workbench.putSetting(TrainingListViewModel.RECENT, "no\0path\n\n" + temp);
        open();
        assertEquals(
                List.of(temp),
                model.list().entriesProperty().get().stream().map(TrainingEntry::path).toList());
    }

    @Test
    void missingLibrariesLeaveTheCurves() throws IOException {
        held.loseLibraries();
        open();
        assertEquals(HeldTraining.MISSING, model.obstacleProperty().get());
    }

    @Test
    void nextGoesThroughTheListAndBackToTheForm() {
        open();
        model.open(temp.resolve("a"));
        model.open(temp.resolve("b"));
        model.next(1);
        assertEquals("a", shown().name());
        model.next(1);
        assertNull(model.list().shown());
    }

    @Test
    void snapshotCountsStepsOfEarlierPieces() throws IOException {
        startFourSteps();
        held.step(3, 0.5);
        until(() -> {
            TrainingSnapshot now = model.list().currentProperty().get();
            return now != null && now.step() == 3;
        });
    }
}
