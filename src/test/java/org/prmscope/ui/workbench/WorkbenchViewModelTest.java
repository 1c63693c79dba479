package org.prmscope.ui.workbench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prmscope.core.FirstError;
import org.prmscope.core.Scaling;
import org.prmscope.core.VerificationChain;
import org.prmscope.core.WorkbenchException;
import org.prmscope.run.SetSummary;
import org.prmscope.run.Workbench;
import org.prmscope.ui.fake.FakeWorkbench;
import org.prmscope.ui.fake.RecordingDialogs;
import org.prmscope.ui.fake.Samples;
import org.prmscope.ui.fx.BackgroundTasks;
import org.prmscope.ui.fx.Notice;
import org.prmscope.ui.model.VerifierViewModel;
import org.prmscope.ui.session.Unfinished;
import org.prmscope.ui.solutions.Facet;
import org.prmscope.ui.solutions.RowState;
import org.prmscope.ui.solutions.SolutionRow;
import org.prmscope.ui.steps.ScratchViewModel;
import org.prmscope.ui.steps.StepsViewModel;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

class WorkbenchViewModelTest {
    private final FakeWorkbench workbench = FakeWorkbench.withSet(9, 4);
    private final RecordingDialogs dialogs = new RecordingDialogs();
    private final List<Path> workspaces = new ArrayList<>();
    private final WorkbenchViewModel model = model();

    private WorkbenchViewModel model() {
        return new WorkbenchViewModel(
                new BackgroundTasks(Runnable::run, Runnable::run),
                dialogs,
                ZoneOffset.UTC,
                workspaces::add);
    }

    private void open(Path... files) {
        model.open(() -> workbench, List.of(files), SetsViewModel.KEYS);
    }

    private String selected() {
        SolutionRow row = model.solutions().selectedProperty().get();
        return row == null ? "" : row.id();
    }

    private String chainInView() {
        VerificationChain chain = model.steps().chainProperty().get();
        return chain == null ? "" : chain.solutionId();
    }

    @Test
    void openingShowsTheNewestSetAndItsFirstRecord() {
        assertInstanceOf(WorkbenchViewModel.Phase.Opening.class, model.phaseProperty().get());
        open();
        assertInstanceOf(WorkbenchViewModel.Phase.Ready.class, model.phaseProperty().get());
        assertEquals("gsm8k-0", selected());
        assertEquals("gsm8k-0", chainInView());
        assertFalse(model.inspector().entriesProperty().get().isEmpty());
        assertEquals("saved 12:00:00", model.status().savedProperty().get());
    }

    @Test
    void selectionIsRememberedAndRestored() {
        open();
        assertTrue(model.solutions().select("gsm8k-3"));
        WorkbenchViewModel again = model();
        again.open(() -> workbench, List.of(), SetsViewModel.KEYS);
        SolutionRow row = again.solutions().selectedProperty().get();
        assertNotNull(row);
        assertEquals("gsm8k-3", row.id());
    }

    @Test
    void workbenchThatCannotBeOpenedIsAPhaseWithItsReport() {
        model.open(
                () -> {
                    throw new WorkbenchException(
                            new WorkbenchException.Report(
                                    "The workspace is locked", "workspace.db", "", "", "Close it"));
                },
                List.of(),
                List.of());
        var failed =
                assertInstanceOf(
                        WorkbenchViewModel.Phase.Failed.class, model.phaseProperty().get());
        assertEquals("The workspace is locked", failed.report().what());
    }

    @Test
    void fileThatCannotBeReadKeepsTheSetInView() {
        open();
        workbench.failOpening(
                new WorkbenchException(
                        new WorkbenchException.Report("Not JSON", "x.json:1", "{", "<", "")));
        model.sets().open(Path.of("x.json"));
        assertInstanceOf(SetsViewModel.Content.Shown.class, model.sets().contentProperty().get());
        assertEquals(Notice.Level.ERROR, dialogs.notices().getLast().level());
        assertEquals("gsm8k-0", selected());
    }

    @Test
    void aWorkspaceOpenedLikeSolutionsIsHandedOnAndTheSetInViewStays(@TempDir Path folder)
            throws IOException {
        open();
        Path other = Files.writeString(folder.resolve("other.prmscope"), "SQLite format 3\u0000");
        model.sets().open(other);
        assertEquals(List.of(other), workspaces);
        assertInstanceOf(SetsViewModel.Content.Shown.class, model.sets().contentProperty().get());
        assertEquals(List.of(), dialogs.notices());
        assertEquals(List.of(), model.sets().recent());
    }

    @Test
    void aWorkspaceGivenWhileAFileIsReadDoesNotEndTheReading(@TempDir Path folder)
            throws IOException {
        List<Runnable> waiting = new ArrayList<>();
        WorkbenchViewModel slow =
                new WorkbenchViewModel(
                        new BackgroundTasks(waiting::add, Runnable::run),
                        dialogs,
                        ZoneOffset.UTC,
                        workspaces::add);
        slow.open(() -> workbench, List.of(), SetsViewModel.KEYS);
        drain(waiting);
        int before = slow.sets().sets().size();
        slow.sets().open(Path.of("more.jsonl"));
        waiting.removeLast().run();
        Runnable reading = waiting.removeLast();
        Path other = Files.writeString(folder.resolve("other.prmscope"), "SQLite format 3\u0000");
        slow.sets().open(other);
        drain(waiting);
        assertEquals(List.of(other), workspaces);
        assertInstanceOf(
                SetsViewModel.Content.Importing.class, slow.sets().contentProperty().get());
        reading.run();
        drain(waiting);
        assertEquals(before + 1, slow.sets().sets().size());
    }

    @Test
    void withoutAWorkspaceAnotherOneIsTakenAndAnythingElseRefused(@TempDir Path folder)
            throws IOException {
        model.open(
                () -> {
                    throw new WorkbenchException(
                            new WorkbenchException.Report("It is locked", "w.db", "", "", ""));
                },
                List.of(),
                List.of());
        Path other = Files.writeString(folder.resolve("other.prmscope"), "SQLite format 3\u0000");
        model.openInstead(other);
        assertEquals(List.of(other), workspaces);
        model.openInstead(Files.writeString(folder.resolve("solutions.jsonl"), "{}"));
        assertEquals(List.of(other), workspaces);
        assertEquals(Notice.Level.ERROR, dialogs.notices().getLast().level());
    }

    @Test
    void aWorkspaceGivenAtTheStartIsHandedOnOverTheSetShownLast(@TempDir Path folder)
            throws IOException {
        Path other = Files.writeString(folder.resolve("other.prmscope"), "SQLite format 3\u0000");
        open(other);
        assertEquals(List.of(other), workspaces);
        assertEquals("gsm8k-0", selected());
    }

    @Test
    void theOpenWorkspaceIsNeitherReadNorHandedOn() {
        open();
        workbench.failOpening(
                new WorkbenchException(
                        new WorkbenchException.Report("It is open", "own.prmscope", "", "", "")));
        model.sets().open(Path.of("own.prmscope"));
        assertEquals(List.of(), workspaces);
        assertEquals(Notice.Level.ERROR, dialogs.notices().getLast().level());
    }

    @Test
    void aWorkbenchWhoseContentCannotBeReadIsClosed() {
        Workbench broken =
                (Workbench)
                        Proxy.newProxyInstance(
                                Workbench.class.getClassLoader(),
                                new Class<?>[] {Workbench.class},
                                (_, method, arguments) -> {
                                    if (method.getName().equals("verifiers")) {
                                        throw new IllegalStateException("damaged");
                                    }
                                    return method.invoke(workbench, arguments);
                                });
        model.open(() -> broken, List.of(), SetsViewModel.KEYS);
        assertInstanceOf(WorkbenchViewModel.Phase.Failed.class, model.phaseProperty().get());
        assertTrue(workbench.isClosed());
    }

    @Test
    void whatWasCalledForBeforeClosingIsNotDelivered() {
        List<Runnable> waiting = new ArrayList<>();
        WorkbenchViewModel slow =
                new WorkbenchViewModel(
                        new BackgroundTasks(waiting::add, Runnable::run),
                        dialogs,
                        ZoneOffset.UTC,
                        workspaces::add);
        slow.open(() -> workbench, List.of(), SetsViewModel.KEYS);
        drain(waiting);
        slow.sets().show(slow.sets().sets().getFirst());
        Runnable late = waiting.removeLast();
        List<String> closed = new ArrayList<>();
        slow.close(() -> closed.add("closed"));
        assertInstanceOf(WorkbenchViewModel.Phase.Closing.class, slow.phaseProperty().get());
        drain(waiting);
        assertEquals(List.of("closed"), closed);
        assertTrue(workbench.isClosed());
        late.run();
        assertInstanceOf(SetsViewModel.Content.Loading.class, slow.sets().contentProperty().get());
    }

    private static void drain(List<Runnable> waiting) {
        while (!waiting.isEmpty()) {
            waiting.removeFirst().run();
        }
    }

    @Test
    void rejectedRowsAreKeptAndTheGoodOnesShown() {
        var row = new WorkbenchException.Report("Bad row", "x.json[3]", "steps", "none", "");
        workbench.reject(List.of(row));
        open(Path.of("x.json"));
        assertEquals(List.of(row), model.sets().rejected());
        assertEquals("pens-0", selected());
        assertEquals(1, model.sets().recent().size());
    }

    @Test
    void runFollowsTheSolutionBeingVerified() {
        open();
        model.verifyShown();
        assertTrue(model.run().activeProperty().get());
        workbench.run().write(30);
        model.poll();
        assertEquals("gsm8k-0", selected());
        assertEquals(StepsViewModel.Phase.LIVE, model.steps().phaseProperty().get());
        workbench.run().finishOne();
        workbench.run().write(20);
        model.poll();
        assertEquals("gsm8k-1", selected());
        assertEquals("Verifying 2 of 10 · 1:20 left", model.status().progressTextProperty().get());
        assertEquals("212 tok/s", model.status().speedProperty().get());
    }

    @Test
    void solutionTheUserSelectsStaysInViewWhileTheRunGoesOn() {
        open();
        model.verifyShown();
        workbench.run().write(30);
        model.poll();
        model.solutions().select("gsm8k-2");
        assertFalse(model.followProperty().get());
        workbench.run().finishOne();
        workbench.run().write(20);
        model.poll();
        assertEquals("gsm8k-2", selected());
        model.followProperty().set(true);
        assertEquals("gsm8k-1", selected());
    }

    @Test
    void closingDuringARunIsAskedAboutWithWhatIsKept() {
        open();
        assertTrue(model.unfinished().isEmpty());
        model.verifyShown();
        workbench.run().finishOne();
        workbench.run().write(5);
        model.poll();
        Unfinished asked = model.unfinished().orElseThrow();
        assertEquals("A verification is going on", asked.work());
        assertTrue(asked.consequence().contains("1 of 10 solutions are kept"), asked.consequence());
        model.run().cancel();
        assertTrue(model.unfinished().isEmpty());
    }

    @Test
    void followingARunOverAnotherSetShowsThatSet() {
        open();
        model.verifyShown();
        workbench.run().finishOne();
        workbench.run().write(5);
        model.poll();
        SetSummary other =
                workbench.addSet(
                        7, "Other", List.of(Samples.plain("other-1", 3, new FirstError.None(), 1)));
        model.sets().show(other);
        assertEquals("other-1", selected());
        assertFalse(model.followProperty().get());
        model.poll();
        assertTrue(model.status().progressTextProperty().get().startsWith("Verifying another set"));
        model.followProperty().set(true);
        assertEquals("gsm8k-1", selected());
        assertTrue(model.followProperty().get());
        model.poll();
        assertTrue(model.status().progressTextProperty().get().startsWith("Verifying 2 of 10"));
    }

    @Test
    void finishedSolutionInViewGetsItsRecord() {
        open();
        model.solutions().select("gsm8k-8");
        assertEquals(StepsViewModel.Phase.NOT_RUN, model.steps().phaseProperty().get());
        model.verifySelected();
        assertEquals(StepsViewModel.Phase.QUEUED, model.steps().phaseProperty().get());
        workbench.run().write(10);
        model.poll();
        assertEquals(StepsViewModel.Phase.LIVE, model.steps().phaseProperty().get());
        workbench.run().finishOne();
        model.poll();
        assertEquals(StepsViewModel.Phase.DONE, model.steps().phaseProperty().get());
        assertEquals("gsm8k-8", chainInView());
        assertFalse(model.run().activeProperty().get());
        assertEquals(5, model.solutions().count(Facet.NOT_RUN));
    }

    @Test
    void cancelKeepsWhatIsFinished() {
        open();
        model.verifyShown();
        workbench.run().finishOne();
        workbench.run().write(5);
        model.poll();
        model.run().cancel();
        assertFalse(model.run().activeProperty().get());
        assertEquals("Cancelled: 1 of 10 kept", model.status().progressTextProperty().get());
        for (SolutionRow row : model.solutions().all()) {
            assertTrue(row.state() == RowState.DONE || row.state() == RowState.NOT_RUN, row.id());
        }
    }

    @Test
    void failedRunIsToldAndCanBeRunAgainForTheRest() {
        open();
        model.verifyShown();
        workbench.run().finishOne();
        workbench
                .run()
                .fail(new WorkbenchException.Report("Disk full", "workspace.db", "", "", ""));
        model.poll();
        Notice notice = dialogs.notices().getLast();
        assertEquals("Disk full", notice.title());
        notice.actions().getFirst().run().run();
        assertEquals(10, workbench.run().request().solutions().size());
        assertEquals(2, workbench.run().request().resumes());
    }

    @Test
    void resumedRunQueuesOnlyWhatIsMadeAgain() {
        open();
        model.runBar().scaling().apply(Scaling.parallel(2));
        model.verifyShown();
        for (int chain = 0; chain < 3; chain++) {
            workbench.run().finishOne();
        }
        workbench
                .run()
                .fail(new WorkbenchException.Report("Disk full", "workspace.db", "", "", ""));
        model.poll();
        List<RowState> states = new ArrayList<>();
        model.solutions()
                .all()
                .getFirst()
                .standingProperty()
                .subscribe(now -> states.add(now.state()));
        dialogs.notices().getLast().actions().getFirst().run().run();

        assertFalse(states.contains(RowState.QUEUED), states.toString());
        assertEquals(RowState.DONE, stateOf("gsm8k-0"));
        assertEquals(RowState.QUEUED, stateOf("gsm8k-1"));
        assertEquals(RowState.QUEUED, stateOf("gsm8k-9"));
        workbench.run().finishAll();
        model.poll();
        assertEquals(RowState.DONE, stateOf("gsm8k-1"));
    }

    @Test
    void solutionThatLacksChainsShowsItsWholeResultOfBeforeOrSaysThatItLacksThem() {
        open();
        SolutionRow verified = model.solutions().all().getFirst();
        SolutionRow fresh = model.solutions().all().get(8);
        model.runBar().scaling().apply(Scaling.parallel(3));
        var before = verified.standing().result();
        model.verifySelected();
        workbench.run().finishOne();
        model.run().cancel();
        assertEquals(before, verified.standing().result());
        assertEquals("done", verified.stateText());

        model.solutions().select(fresh.id());
        model.verifySelected();
        workbench.run().finishOne();
        model.run().cancel();
        assertEquals("1/3 chains", fresh.stateText());
        assertEquals(RowState.DONE, fresh.state());
    }

    @Test
    void scratchRunsTheEarlierCodeFirstAndLeavesTheRecord() {
        open();
        model.solutions().select("gsm8k-2");
        VerificationChain before = model.steps().chainProperty().get();
        ScratchViewModel scratch = model.scratch();
        scratch.open(2, 2, "print(1)", model.steps().codeBefore(2, 2));
        scratch.codeProperty().set("print(2)");
        scratch.run();
        List<String> ran = workbench.scratchRuns().getFirst();
        assertEquals(4, ran.size());
        assertEquals("print(2)", ran.getLast());
        assertNotNull(scratch.scratchProperty().get());
        assertNotNull(scratch.scratchProperty().get().result());
        assertEquals(before, model.steps().chainProperty().get());
        model.solutions().select("gsm8k-1");
        assertEquals(null, scratch.scratchProperty().get());
    }

    @Test
    void verifierThatDoesNotFitIsRefusedAndNothingRuns() {
        open();
        VerifierViewModel verifier = model.verifier();
        assertEquals("built-in verifier · fp32", verifier.labelProperty().get());
        verifier.choose(FakeWorkbench.LARGE);
        assertInstanceOf(VerifierViewModel.State.Refused.class, verifier.stateProperty().get());
        verifier.load();
        assertInstanceOf(VerifierViewModel.State.Refused.class, verifier.stateProperty().get());
        model.verifySelected();
        assertFalse(model.run().activeProperty().get());
        verifier.choose(FakeWorkbench.BUILTIN);
        verifier.load();
        assertEquals("built-in verifier · fp32 · CPU", verifier.labelProperty().get());
    }

    @Test
    void openedModelFolderIsChosen() {
        open();
        dialogs.answerFolder(Path.of("/models/tiny"));
        model.verifier().openFolder();
        assertEquals("tiny · fp32", model.verifier().labelProperty().get());
        assertEquals(3, model.verifier().choices().size());
    }

    private RowState stateOf(String id) {
        return model.solutions().all().stream()
                .filter(row -> row.id().equals(id))
                .findFirst()
                .orElseThrow()
                .state();
    }

    @Test
    void allSolutionsInWorkAreMarkedAndTheOneInViewIsLive() {
        workbench.rows(4);
        open();
        model.verifyShown();
        workbench.run().write(40);
        model.poll();

        assertEquals("gsm8k-0", selected());
        for (String id : List.of("gsm8k-0", "gsm8k-1", "gsm8k-2", "gsm8k-3")) {
            assertEquals(RowState.RUNNING, stateOf(id), id);
        }
        assertEquals(RowState.QUEUED, stateOf("gsm8k-4"));
        assertEquals(StepsViewModel.Phase.LIVE, model.steps().phaseProperty().get());
        assertEquals("gsm8k-0", chainInView());
        SolutionRow third = model.solutions().all().get(2);
        assertEquals(40, third.standing().tokens());
        assertEquals("40 tok", third.stateText());
    }

    @Test
    void aLiveChainThatIsSelectedIsShownAtOnceAndFollowed() {
        workbench.rows(4);
        open();
        model.verifyShown();
        workbench.run().write(40);
        model.poll();
        model.solutions().select("gsm8k-3");

        assertEquals("gsm8k-3", chainInView());
        workbench.run().write(40);
        model.poll();
        VerificationChain chain = model.steps().chainProperty().get();
        assertNotNull(chain);
        assertEquals(80, chain.tokens().size());
        assertEquals("gsm8k-3", selected());
        workbench.run().finish("gsm8k-1");
        model.poll();
        assertEquals("gsm8k-3", selected());
        assertEquals(RowState.DONE, stateOf("gsm8k-1"));
    }

    @Test
    void followingStaysWithAChainUntilItEndsThenTakesTheOldest() {
        workbench.rows(3);
        open();
        model.verifyShown();
        workbench.run().write(10);
        model.poll();
        workbench.run().finish("gsm8k-1");
        workbench.run().write(10);
        model.poll();
        assertEquals("gsm8k-0", selected());
        workbench.run().finish("gsm8k-0");
        workbench.run().write(10);
        model.poll();

        assertEquals("gsm8k-2", selected());
        assertEquals("gsm8k-2", chainInView());
    }

    @Test
    void aPollCopiesTwoChainsHoweverManyAreLiveAndEveryStripComesInItsTurn() {
        workbench.rows(8);
        open();
        model.verifyShown();
        workbench.run().write(300);
        model.poll();
        int before = workbench.run().copies();
        for (int poll = 0; poll < 8; poll++) {
            model.poll();
        }

        assertTrue(workbench.run().copies() - before <= 16, "" + workbench.run().copies());
        for (SolutionRow row : model.solutions().all().subList(0, 8)) {
            assertFalse(row.standing().verdicts().isEmpty(), row.id());
        }
    }

    @Test
    void optionsOfTheLastRunAreThereAtTheNextStart() {
        open();
        model.runBar().protocolProperty().set(org.prmscope.core.Protocol.THINKPRM);
        model.runBar().temperatureProperty().set(0.25);
        model.runBar().seedProperty().set(-17);
        model.runBar().maxTokensProperty().set(333);
        var before = model.runBar().configuration();
        model.verifySelected();
        WorkbenchViewModel again = model();
        again.open(() -> workbench, List.of(), RunBarViewModel.KEYS);

        assertEquals(before, again.runBar().configuration());
    }

    @Test
    void optionsThatCannotBeReadAreTheReferenceSettings() {
        workbench.putSetting("run.options", "1 THINKPRM 12 nonsense");
        model.open(() -> workbench, List.of(), RunBarViewModel.KEYS);

        assertEquals(
                org.prmscope.core.RunConfiguration.of(org.prmscope.core.Protocol.GENPRM),
                model.runBar().configuration());
        assertInstanceOf(WorkbenchViewModel.Phase.Ready.class, model.phaseProperty().get());
    }

    @Test
    void chainsOfASolutionAreChosenWithTheOpenedStepStayingOpen() {
        open();
        model.runBar().scaling().apply(Scaling.parallel(3));
        model.verifyShown();
        workbench.run().finishAll();
        model.poll();
        model.solutions().select("gsm8k-3");
        assertEquals("chain 1 of 3", model.chains().titleProperty().get());
        model.steps().open(2);
        model.chains().chooseNext(1);
        VerificationChain chain = model.steps().chainProperty().get();
        assertNotNull(chain);
        assertEquals(1, chain.index());
        assertEquals(2, model.steps().openProperty().get());
        assertEquals("chain 2 of 3", model.chains().titleProperty().get());
        model.solutions().select("gsm8k-1");
        assertEquals("chain 1 of 3", model.chains().titleProperty().get());
    }

    @Test
    void finishedAndGrowingChainsOfTheSolutionInViewCanBeReadWhileTheOthersAreWritten() {
        open();
        workbench.rows(2);
        model.runBar().scaling().apply(Scaling.parallel(3));
        model.verifyShown();
        workbench.run().write(30);
        workbench.run().finishOne();
        workbench.run().write(10);
        model.poll();
        assertEquals("chain 2 of 3", model.chains().titleProperty().get());
        model.chains().choose(0);
        VerificationChain first = model.steps().chainProperty().get();
        assertNotNull(first);
        assertEquals(0, first.index());
        assertEquals(StepsViewModel.Phase.DONE, model.steps().phaseProperty().get());
        workbench.run().write(10);
        model.poll();
        VerificationChain still = model.steps().chainProperty().get();
        assertNotNull(still);
        assertEquals(0, still.index());
        model.chains().choose(2);
        VerificationChain growing = model.steps().chainProperty().get();
        assertNotNull(growing);
        assertEquals(2, growing.index());
        assertEquals(StepsViewModel.Phase.LIVE, model.steps().phaseProperty().get());
    }
}
