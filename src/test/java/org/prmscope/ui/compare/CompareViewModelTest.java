package org.prmscope.ui.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.prmscope.compare.PairedOutcomes;
import org.prmscope.compare.Slice;
import org.prmscope.compare.SolutionComparison;
import org.prmscope.core.Protocol;
import org.prmscope.core.RunConfiguration;
import org.prmscope.core.Scaling;
import org.prmscope.core.Solution;
import org.prmscope.core.WorkbenchException;
import org.prmscope.run.RunRequest;
import org.prmscope.scaling.Aggregation;
import org.prmscope.ui.fake.FakeWorkbench;
import org.prmscope.ui.fake.RecordingDialogs;
import org.prmscope.ui.fx.BackgroundTasks;
import org.prmscope.ui.session.Remembered;
import org.prmscope.ui.workbench.SetsViewModel;
import org.prmscope.ui.workbench.WorkbenchViewModel;

import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

class CompareViewModelTest {
    private static final RunConfiguration CONFIGURATION = RunConfiguration.of(Protocol.GENPRM);

    private final FakeWorkbench workbench = FakeWorkbench.withSet(19, 0);
    private final RecordingDialogs dialogs = new RecordingDialogs();
    private final WorkbenchViewModel window = window();
    private final CompareViewModel model = window.compare();

    private WorkbenchViewModel window() {
        return new WorkbenchViewModel(
                new BackgroundTasks(Runnable::run, Runnable::run),
                dialogs,
                ZoneOffset.UTC,
                _ -> {});
    }

    private static RunConfiguration with(Scaling scaling) {
        return CONFIGURATION.withScaling(scaling);
    }

    private void open(WorkbenchViewModel of) {
        List<String> settings = new ArrayList<>(SetsViewModel.KEYS);
        settings.addAll(CompareViewModel.KEYS);
        of.open(() -> workbench, List.of(), settings);
        of.modeProperty().set(WorkbenchViewModel.Mode.COMPARE);
    }

    private void openWithPair() {
        workbench.addRun(1, with(Scaling.parallel(8)), 10_000);
        workbench.addRun(1, with(Scaling.sequential(3)), 10_000);
        open(window);
    }

    private SolutionComparison inView() {
        SolutionComparison now = model.solution().shownProperty().get();
        assertNotNull(now);
        return now;
    }

    private CompareViewModel.Figures figures() {
        CompareViewModel.Figures now = model.figuresProperty().get();
        assertNotNull(now);
        return now;
    }

    @Test
    void setWithoutRunsSaysSo() {
        open(window);
        CompareState.NothingChosen state =
                assertInstanceOf(CompareState.NothingChosen.class, model.stateProperty().get());
        assertEquals(0, state.runs());
    }

    @Test
    void workspaceWithoutSetsSaysSo() {
        WorkbenchViewModel empty = window();
        empty.open(FakeWorkbench::new, List.of(), List.of());
        empty.modeProperty().set(WorkbenchViewModel.Mode.COMPARE);
        assertInstanceOf(CompareState.NoSet.class, empty.compare().stateProperty().get());
    }

    @Test
    void twoNewestRunsAreTheColumnsTheOlderFirst() {
        workbench.addRun(1, with(Scaling.parallel(2)), 10_000);
        openWithPair();
        assertInstanceOf(CompareState.Ready.class, model.stateProperty().get());
        assertEquals(List.of(3L, 4L), model.runs().chosenProperty().get());
        assertEquals("1 of 20", model.solution().positionProperty().get());
        assertEquals(8, inView().rows().getFirst().outcomes().get(0).cells().size());
        assertEquals(3, inView().rows().getFirst().outcomes().get(1).cells().size());
    }

    @Test
    void oneRunAloneIsShown() {
        workbench.addRun(1, with(Scaling.SINGLE), 10_000);
        open(window);
        assertInstanceOf(CompareState.Ready.class, model.stateProperty().get());
        assertEquals(1, inView().columns().size());
        assertTrue(figures().set().pairs().isEmpty());
    }

    @Test
    void theFirstRunOfASetThatHadNoneIsShownWhenItIsDone() {
        open(window);
        window.verifyShown();
        workbench.run().finishAll();
        window.poll();
        assertEquals(List.of(workbench.run().id()), model.runs().chosenProperty().get());
        assertInstanceOf(CompareState.Ready.class, model.stateProperty().get());
    }

    @Test
    void nothingIsComputedWhileTheViewIsOutOfSight() {
        workbench.addRun(1, with(Scaling.parallel(8)), 10_000);
        window.open(() -> workbench, List.of(), SetsViewModel.KEYS);
        assertNull(model.figuresProperty().get());
        window.modeProperty().set(WorkbenchViewModel.Mode.COMPARE);
        assertNotNull(model.figuresProperty().get());
    }

    @Test
    void solutionInViewIsTheSameInBothModes() {
        workbench.addRun(1, with(Scaling.parallel(2)), 10_000);
        window.open(() -> workbench, List.of(), SetsViewModel.KEYS);
        window.solutions().select("gsm8k-7");
        window.modeProperty().set(WorkbenchViewModel.Mode.COMPARE);
        assertEquals("gsm8k-7", inView().solution().id());
        model.solution().next(1);
        window.modeProperty().set(WorkbenchViewModel.Mode.INSPECT);
        var row = window.solutions().selectedProperty().get();
        assertNotNull(row);
        assertEquals("gsm8k-8", row.id());
    }

    @Test
    void countSelectsTheSolutionsBehindItAndTheFilterIsCleared() {
        openWithPair();
        PairedOutcomes pair = figures().set().pairs().getFirst();
        assertFalse(pair.neither().isEmpty());
        model.select("neither right", pair.neither());
        assertEquals(pair.neither(), model.solution().ids());
        assertEquals(20, figures().set().size());
        model.figuresFollowProperty().set(true);
        assertEquals(pair.neither().size(), figures().set().size());
        model.clearFilter();
        assertEquals(20, model.solution().ids().size());
        assertEquals(20, figures().set().size());
    }

    @Test
    void savedSliceIsThereAgainAtTheNextStart() {
        openWithPair();
        model.select("odd\tones", List.of("gsm8k-1", "gsm8k-3"));
        model.saveSlice();
        model.clearFilter();
        WorkbenchViewModel next = window();
        open(next);
        assertEquals(1, next.compare().slices().shown().size());
        next.compare().select(next.compare().slices().shown().getFirst());
        assertEquals("1 of 2", next.compare().solution().positionProperty().get());
        next.compare().slices().remove(next.compare().slices().shown().getFirst());
        assertTrue(next.compare().slices().shown().isEmpty());
    }

    @Test
    void nextDisagreementGoesThroughStepsAndSolutions() {
        openWithPair();
        List<String> seen = new ArrayList<>();
        while (model.solution().nextDisagreement(1)) {
            int step = model.solution().stepProperty().get();
            assertTrue(inView().rows().get(step).isDisagreement());
            seen.add(inView().solution().id() + "/" + step);
        }
        assertFalse(seen.isEmpty());
        assertEquals(seen.size(), seen.stream().distinct().count());
        List<String> back = new ArrayList<>(List.of(seen.getLast()));
        while (model.solution().nextDisagreement(-1)) {
            back.add(inView().solution().id() + "/" + model.solution().stepProperty().get());
        }
        assertTrue(back.containsAll(seen));
    }

    @Test
    void runsAreReadOnceBeforeTheViewIsOpenedAndNotAgainForAnotherAggregation() {
        workbench.addRun(1, with(Scaling.parallel(8)), 10_000);
        workbench.addRun(1, with(Scaling.sequential(3)), 10_000);
        window.open(() -> workbench, List.of(), SetsViewModel.KEYS);
        List<Long> chosen = model.runs().chosenProperty().get();
        assertEquals(2, chosen.size());
        assertNull(model.figuresProperty().get(), "nothing is shown before it is looked at");
        for (long run : chosen) {
            assertEquals(1, workbench.reads(run));
        }
        window.modeProperty().set(WorkbenchViewModel.Mode.COMPARE);
        assertNotNull(model.figuresProperty().get());
        model.aggregationProperty().set(Aggregation.DEFAULT.with(Aggregation.StepVote.MAJORITY));
        model.pinNext();
        for (long run : chosen) {
            assertEquals(1, workbench.reads(run));
        }
    }

    @Test
    void aPointOfACurveStandsForTheSolutionsItHasRight() {
        openWithPair();
        var right = figures().set().figures().getFirst().right();
        var points = (org.prmscope.plot.Series.Points) figures().curves().series().getFirst();
        assertEquals(right, points.points().getLast().key());
        assertTrue(right.size() < figures().set().figures().getFirst().accuracy().n());
    }

    @Test
    void runsOfAQueueThatGoesOnAreNoColumnsOfAnotherSet() {
        openWithPair();
        workbench.addSet(7, "another", List.of(Solution.of("o-1", "1 + 1?", List.of("It is 2."))));
        model.recipes().start();
        window.sets()
                .show(
                        workbench.sets().stream()
                                .filter(set -> set.id() == 7)
                                .findFirst()
                                .orElseThrow());
        for (int run = 0; run < 2; run++) {
            workbench.run().finishAll();
            pollSome();
        }
        assertFalse(model.runs().queue().isBusy());
        assertEquals(List.of(), model.runs().chosenProperty().get());
        assertInstanceOf(CompareState.NothingChosen.class, model.stateProperty().get());
    }

    @Test
    void chainsInViewAreNotReadAgainForAnotherAggregationThatShowsTheSame() {
        openWithPair();
        CompareViewModel.Figures figures = figures();
        List<ChainColumn> columns = model.chains().columnsProperty().get();
        List<Integer> chains = List.of(model.chains().chain(0), model.chains().chain(1));
        int same = 0;
        for (Aggregation.StepVote vote : Aggregation.StepVote.values()) {
            model.aggregationProperty().set(Aggregation.DEFAULT.with(vote));
            List<Integer> now = List.of(model.chains().chain(0), model.chains().chain(1));
            if (now.equals(chains)) {
                assertSame(columns, model.chains().columnsProperty().get());
                same++;
            }
            chains = now;
            columns = model.chains().columnsProperty().get();
        }
        assertTrue(same > 0);
        assertNotEquals(figures, figures());
    }

    @Test
    void anotherAggregationKeepsTheSolutionInViewAndChangesItsScore() {
        openWithPair();
        model.solution().select("gsm8k-6");
        Double before = inView().rows().getFirst().outcomes().getFirst().score();
        model.aggregationProperty().set(Aggregation.DEFAULT.with(Aggregation.StepVote.VOTE_SHARE));
        assertEquals("gsm8k-6", inView().solution().id());
        assertNotEquals(before, inView().rows().getFirst().outcomes().getFirst().score());
    }

    @Test
    void pinnedColumnHasNoDifference() {
        openWithPair();
        assertNull(inView().rows().getFirst().outcomes().get(0).delta());
        model.pinNext();
        assertNull(inView().rows().getFirst().outcomes().get(1).delta());
        assertNotNull(inView().rows().getFirst().outcomes().get(0).delta());
    }

    @Test
    void runsWithoutACommonSolutionSayWhy() throws WorkbenchException {
        runOn(workbench.solutions(1).subList(0, 2));
        runOn(workbench.solutions(1).subList(3, 5));
        open(window);
        CompareState.NothingCommon state =
                assertInstanceOf(CompareState.NothingCommon.class, model.stateProperty().get());
        assertFalse(state.excluded().isEmpty());
    }

    private void runOn(List<Solution> solutions) throws WorkbenchException {
        workbench.start(
                new RunRequest(1, solutions, FakeWorkbench.BUILTIN, with(Scaling.parallel(2))));
        workbench.run().finishAll();
    }

    @Test
    void runBothMakesOneRunAfterTheOtherAndShowsThemAsTheyGrow() {
        open(window);
        model.recipes().setChains(0, 2);
        model.recipes().setRounds(1, 2);
        model.recipes().budgetProperty().set(4_096);
        model.recipes().start();
        assertEquals("Run 1 of 2: parallel K=2", model.runs().queue().textProperty().get());
        workbench.run().write(10);
        workbench.run().finishOne();
        workbench.run().finishOne();
        pollSome();
        assertEquals(1, inView().columns().size());
        assertEquals("1 of 1", model.solution().positionProperty().get());
        workbench.run().finishAll();
        pollSome();
        assertEquals("Run 2 of 2: sequential R=2", model.runs().queue().textProperty().get());
        assertEquals(
                Scaling.sequential(2).withBudget(4_096),
                workbench.run().request().configuration().scaling());
        workbench.run().finishAll();
        pollSome();
        assertFalse(model.runs().queue().isBusy());
        assertEquals(2, inView().columns().size());
        assertEquals(20, figures().set().size());
        CompareState.Ready state =
                assertInstanceOf(CompareState.Ready.class, model.stateProperty().get());
        assertTrue(
                state.comparison().notes().stream().noneMatch(note -> note.contains("complete")),
                state.comparison().notes().toString());
    }

    /// Three polls of the window make one look of the compare view.
    private void pollSome() {
        for (int poll = 0; poll < 6; poll++) {
            window.poll();
        }
    }

    @Test
    void runsThatEndBeforeTheyAreLookedAtBecomeColumnsToo() {
        Deque<Runnable> tasks = new ArrayDeque<>();
        WorkbenchViewModel slow =
                new WorkbenchViewModel(
                        new BackgroundTasks(tasks::add, Runnable::run),
                        dialogs,
                        ZoneOffset.UTC,
                        _ -> {});
        open(slow);
        drain(tasks);
        slow.compare().recipes().start();
        drain(tasks);
        for (int run = 0; run < 2; run++) {
            workbench.run().finishAll();
            for (int poll = 0; poll < 6; poll++) {
                slow.poll();
            }
            drain(tasks);
        }
        assertFalse(slow.compare().runs().queue().isBusy());
        assertEquals(2, slow.compare().runs().chosenProperty().get().size());
    }

    private static void drain(Deque<Runnable> tasks) {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    @Test
    void cancellingOneRunOfThePairForgetsTheOther() {
        open(window);
        model.recipes().start();
        workbench.run().write(5);
        pollSome();
        long first = workbench.run().id();
        model.runs().queue().cancel();
        pollSome();
        assertFalse(model.runs().queue().isBusy());
        assertEquals(first, workbench.run().id());
    }

    @Test
    void unfinishedRunIsListedAndResumed() {
        workbench.addRun(1, with(Scaling.parallel(4)), 7);
        open(window);
        RunEntry entry = model.runs().runs().getFirst();
        assertEquals("cancelled at 7 of 80", entry.state());
        assertTrue(entry.canResume());
        model.runs().resume(entry);
        assertEquals(Long.valueOf(entry.id()), workbench.run().request().resumes());
    }

    @Test
    void fifthRunTakesThePlaceOfTheFirst() {
        for (int run = 0; run < 5; run++) {
            workbench.addRun(1, with(Scaling.parallel(2)), 10_000);
        }
        open(window);
        List<Long> ids = model.runs().runs().stream().map(RunEntry::id).toList();
        for (Long id : ids.subList(2, 5)) {
            model.runs().toggle(id);
        }
        assertEquals(4, model.runs().chosenProperty().get().size());
        assertFalse(model.runs().chosenProperty().get().contains(ids.get(1)));
    }

    @Test
    void chainsAreReadSideBySideWithFlipsNamed() {
        openWithPair();
        model.solution().select("gsm8k-7");
        model.solution().stepProperty().set(1);
        List<ChainColumn> columns = model.chains().columnsProperty().get();
        assertEquals(2, columns.size());
        assertEquals("A · chain 1 of 8", columns.get(0).title());
        assertEquals("flips at round 2", columns.get(1).note());
        model.chains().choose(0, 3);
        assertEquals("A · chain 4 of 8", model.chains().columnsProperty().get().getFirst().title());
        model.chains().chooseNext(-1);
        assertEquals("A · chain 3 of 8", model.chains().columnsProperty().get().getFirst().title());
        assertTrue(dialogs.notices().isEmpty());
    }

    @Test
    void slicesOfIdsWithTabsAndLineBreaksComeBackWhole() {
        Remembered remembered = new Remembered(window().session());
        List<String> ids = List.of("a\tb", "c\nd", "\\frac{1}{2}", "\\t", "plain");
        Slices slices = new Slices(remembered);
        slices.show(1);
        slices.save(Slice.among("two\nlines", ids));
        Slices next = new Slices(remembered);
        next.show(1);
        assertEquals(List.of(Slice.among("two\nlines", ids)), next.shown());
        next.show(2);
        assertTrue(next.shown().isEmpty());
    }

    @Test
    void setThatHasTheMostSlicesTakesNoOtherAndLosesNone() {
        Slices slices = new Slices(new Remembered(window().session()));
        slices.show(2);
        slices.save(Slice.among("of another set", List.of("x")));
        slices.show(1);
        for (int i = 0; i < Slices.MOST; i++) {
            slices.save(Slice.among("slice " + i, List.of("x")));
        }
        Slice more = Slice.among("one more", List.of("x"));
        assertFalse(slices.hasRoom(more));
        slices.save(more);
        assertEquals(Slices.MOST, slices.shown().size());
        assertEquals("slice 0", slices.shown().getFirst().name());
        assertTrue(slices.hasRoom(Slice.among("slice 7", List.of("y"))));
        slices.show(2);
        assertEquals(1, slices.shown().size());
    }
}
