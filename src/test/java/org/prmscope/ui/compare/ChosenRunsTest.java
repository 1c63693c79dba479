package org.prmscope.ui.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.prmscope.core.Protocol;
import org.prmscope.core.RunConfiguration;
import org.prmscope.core.Scaling;
import org.prmscope.core.Solution;
import org.prmscope.core.WorkbenchException;
import org.prmscope.run.RunRequest;
import org.prmscope.ui.fake.FakeWorkbench;
import org.prmscope.ui.fake.RecordingDialogs;
import org.prmscope.ui.fx.BackgroundTasks;
import org.prmscope.ui.session.Remembered;
import org.prmscope.ui.workbench.SetsViewModel;
import org.prmscope.ui.workbench.WorkbenchViewModel;

import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/// Which runs stand side by side when a set is opened, and what is said while they are made.
class ChosenRunsTest {
    private static final RunConfiguration TWO =
            RunConfiguration.of(Protocol.GENPRM).withScaling(Scaling.parallel(2));

    private final FakeWorkbench workbench = FakeWorkbench.withSet(19, 0);
    private WorkbenchViewModel window = window();

    private static WorkbenchViewModel window() {
        return new WorkbenchViewModel(
                new BackgroundTasks(Runnable::run, Runnable::run),
                new RecordingDialogs(),
                ZoneOffset.UTC,
                _ -> {});
    }

    private void open() {
        window = window();
        List<String> settings = new ArrayList<>(SetsViewModel.KEYS);
        settings.addAll(CompareViewModel.KEYS);
        window.open(() -> workbench, List.of(), settings);
        window.modeProperty().set(WorkbenchViewModel.Mode.COMPARE);
    }

    private CompareViewModel model() {
        return window.compare();
    }

    private CompareState state() {
        return model().stateProperty().get();
    }

    private List<Long> columns() {
        return model().runs().chosenProperty().get();
    }

    private long run(int from, int to) throws WorkbenchException {
        List<Solution> some = workbench.solutions(1).subList(from, to);
        workbench.start(new RunRequest(1, some, FakeWorkbench.BUILTIN, TWO));
        workbench.run().finishAll();
        return workbench.run().id();
    }

    /// Three polls of the window make one look of the compare view.
    private void pollSome() {
        for (int poll = 0; poll < 6; poll++) {
            window.poll();
        }
    }

    @Test
    void pairInViewIsThereAgainAtTheNextStartThoughThereAreNewerRuns() {
        long first = workbench.addRun(1, TWO, 10_000);
        long second = workbench.addRun(1, TWO, 10_000);
        open();
        assertEquals(List.of(first, second), columns());
        workbench.addRun(1, TWO, 7);
        open();
        assertEquals(List.of(first, second), columns());
    }

    @Test
    void runsThatWereTakenInPlaceOfOthersAreRemembered() {
        long first = workbench.addRun(1, TWO, 10_000);
        long second = workbench.addRun(1, TWO, 10_000);
        long third = workbench.addRun(1, TWO, 10_000);
        open();
        assertEquals(List.of(second, third), columns());
        model().runs().toggle(second);
        model().runs().toggle(first);
        open();
        assertEquals(List.of(third, first), columns());
    }

    @Test
    void newestRunsWithASolutionInCommonAreTakenBeforeNewerOnesWithNone()
            throws WorkbenchException {
        long first = run(0, 4);
        run(6, 8);
        long third = run(3, 5);
        open();
        assertEquals(List.of(first, third), columns());
        assertInstanceOf(CompareState.Ready.class, state());
    }

    @Test
    void oneRunThatWasAllThereWasGivesWayToAPair() {
        workbench.addRun(1, TWO, 10_000);
        open();
        assertEquals(1, columns().size());
        workbench.addRun(1, TWO, 10_000);
        open();
        assertEquals(2, columns().size());
    }

    @Test
    void columnsAreRememberedForEachSetAndWhatCannotBeReadIsLeftOut() {
        Remembered remembered = new Remembered(window.session());
        ChosenRuns chosen = new ChosenRuns(remembered);
        chosen.keep(1, List.of(4L, 2L));
        chosen.keep(12, List.of(7L, 8L));
        chosen.keep(1, List.of(5L, 4L, 2L));
        assertEquals(List.of(5L, 4L, 2L), chosen.of(1));
        assertEquals(List.of(7L, 8L), chosen.of(12));
        assertEquals(List.of(), chosen.of(2));
        remembered.put(ChosenRuns.KEY, "3\tx\t\t9");
        assertEquals(List.of(9L), chosen.of(3));
    }

    @Test
    void runThatHasBegunSaysThatItGoesOnUntilItsFirstSolutionIsDone() {
        open();
        model().recipes().start();
        assertInstanceOf(CompareState.GoesOn.class, state());
        workbench.run().write(10);
        pollSome();
        CompareState.GoesOn begun = assertInstanceOf(CompareState.GoesOn.class, state());
        assertEquals("Run A goes on", begun.title());
        assertEquals(0, begun.done());
        assertEquals(workbench.run().snapshot().total(), begun.total());
        workbench.run().finishAll();
        pollSome();
        CompareState.GoesOn other = assertInstanceOf(CompareState.GoesOn.class, state());
        assertEquals("Run B goes on", other.title());
        workbench.run().finishAll();
        pollSome();
        assertInstanceOf(CompareState.Ready.class, state());
    }

    @Test
    void runThatEndsWithNothingIsNotSaidToGoOn() {
        open();
        model().recipes().start();
        workbench.run().write(10);
        pollSome();
        window.run().cancel();
        pollSome();
        assertInstanceOf(CompareState.NothingCommon.class, state());
    }

    @Test
    void cancellingRunsThatOnlyWaitLeavesTheOneThatGoesOn() {
        open();
        window.verifyShown();
        workbench.run().write(5);
        pollSome();
        long other = workbench.run().id();
        model().recipes().start();
        assertEquals(2, model().runs().queue().queued());
        assertEquals(
                "2 runs wait for the one that goes on",
                model().runs().queue().textProperty().get());
        model().runs().queue().cancel();
        pollSome();
        assertEquals(0, model().runs().queue().queued());
        assertTrue(window.run().activeProperty().get());
        workbench.run().finishAll();
        pollSome();
        assertEquals(other, workbench.run().id());
    }
}
