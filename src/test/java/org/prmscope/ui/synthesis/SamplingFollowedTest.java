package org.prmscope.ui.synthesis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.prmscope.core.ChainRuling;
import org.prmscope.core.FirstError;
import org.prmscope.core.Solution;
import org.prmscope.run.RunState;
import org.prmscope.ui.fake.FakeWorkbench;
import org.prmscope.ui.fake.RecordingDialogs;
import org.prmscope.ui.fake.Samples;
import org.prmscope.ui.fx.BackgroundTasks;
import org.prmscope.ui.workbench.SetsViewModel;
import org.prmscope.ui.workbench.WorkbenchViewModel;

import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// What the data view shows while chains are being sampled, and rulings made meanwhile.
class SamplingFollowedTest {
    private final FakeWorkbench workbench = new FakeWorkbench();
    private final RecordingDialogs dialogs = new RecordingDialogs();
    private final Deque<Runnable> later = new ArrayDeque<>();
    private boolean waits;
    private final WorkbenchViewModel window =
            new WorkbenchViewModel(
                    new BackgroundTasks(this::execute, Runnable::run),
                    dialogs,
                    ZoneOffset.UTC,
                    _ -> {});
    private final DataViewModel model = window.data();
    private final SampleViewModel sample = new SampleViewModel(model);

    private void execute(Runnable work) {
        if (waits) {
            later.add(work);
        } else {
            work.run();
        }
    }

    private void workOff() {
        waits = false;
        while (!later.isEmpty()) {
            later.remove().run();
        }
    }

    private void openSet() {
        List<Solution> solutions = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            FirstError gold = i % 3 == 0 ? new FirstError.None() : new FirstError.At(i % 3);
            solutions.add(Samples.plain("p-" + i, 3 + i % 2, gold, i));
        }
        workbench.addSet(1, "apples", solutions);
        workbench.putSetting("data.filters", "process\nlength:max=4096\n");
        List<String> keys = new ArrayList<>(SetsViewModel.KEYS);
        keys.addAll(DataViewModel.KEYS);
        window.open(() -> workbench, List.of(), keys);
        window.modeProperty().set(WorkbenchViewModel.Mode.DATA);
    }

    /// As many polls as the window makes in a few seconds.
    private void pollForAWhile() {
        for (int i = 0; i < 50; i++) {
            window.poll();
        }
    }

    private void finish(int chains) {
        for (int i = 0; i < chains; i++) {
            workbench.run().finishOne();
        }
        pollForAWhile();
    }

    private void openWhileSampling(int chains) {
        openSet();
        sample.start(4, false);
        finish(chains);
    }

    private DataReview review() {
        DataReview now = model.reviewProperty().get();
        assertNotNull(now, () -> String.valueOf(model.stateProperty().get()));
        return now;
    }

    private ChainRow kept() {
        return review().rows().stream().filter(ChainRow::isKept).findFirst().orElseThrow();
    }

    private void rule(ChainRow row, ChainRuling.Ruling ruling) {
        model.chains().select(row);
        model.rulings().rule(ruling);
    }

    @Test
    void samplingThatWasStartedIsShownBeforeItsFirstChain() {
        openSet();
        assertInstanceOf(DataState.NoChains.class, model.stateProperty().get());
        sample.start(4, false);
        assertInstanceOf(DataState.Sampling.class, model.stateProperty().get());
        pollForAWhile();
        assertEquals(new DataState.Sampling(0, 24), model.stateProperty().get());
    }

    @Test
    void chainsAreShownAsTheyCome() {
        openWhileSampling(5);
        assertEquals(5, review().rows().size());
        finish(4);
        assertEquals(9, review().rows().size());
        workbench.run().finishAll();
        window.poll();
        assertEquals(24, review().rows().size());
        assertEquals(RunState.FINISHED, review().run().state());
    }

    @Test
    void runOfTheInspectViewIsFollowedToo() {
        openSet();
        window.verifyShown();
        finish(2);
        assertEquals(2, review().rows().size());
        finish(1);
        assertEquals(3, review().rows().size());
    }

    @Test
    void chainsAreNotReadAgainWhileNoneHasCome() {
        openWhileSampling(5);
        int reads = workbench.reads(workbench.run().id());
        int examinations = workbench.synthesis().examinations();
        pollForAWhile();
        assertEquals(reads, workbench.reads(workbench.run().id()));
        assertEquals(examinations, workbench.synthesis().examinations());
        for (int i = 0; i < 3; i++) {
            workbench.run().finishOne();
            window.poll();
        }
        assertTrue(workbench.synthesis().examinations() <= examinations + 1);
    }

    @Test
    void selectionAndFiltersAsTypedStayAsChainsCome() {
        openWhileSampling(8);
        ChainRow third = model.chains().shown().get(2);
        model.chains().select(third);
        model.filters().take(FilterPreset.ALL.getLast());
        finish(4);
        assertEquals(12, review().summary().kept());
        ChainRow now = model.chains().selectedProperty().get();
        assertNotNull(now);
        assertEquals(third.key(), now.key());
        workbench.run().finishAll();
        window.poll();
        assertEquals(List.of(), model.filters().texts());
        assertEquals(24, review().summary().kept());
    }

    @Test
    void rulingWhileChainsAreReadAgainIsKept() {
        openWhileSampling(8);
        model.saving().save("", () -> {});
        waits = true;
        finish(4);
        rule(kept(), ChainRuling.Ruling.DROP);
        workOff();
        pollForAWhile();
        assertEquals(1, review().summary().droppedByHand());
        assertEquals(1, workbench.synthesis().rulings(1).size());
    }

    @Test
    void chainsMadeSinceTheFiltersWereSavedComeInWhenTheyAreSavedAnew() {
        openWhileSampling(8);
        rule(kept(), ChainRuling.Ruling.DROP);
        assertEquals(1, workbench.synthesis().rulings(1).size());
        finish(4);
        assertEquals(4, review().missing());
        window.run().cancel();
        assertEquals(4, review().missing());
        assertEquals(8, review().rows().size());
        assertNull(model.saving().obstacle());
        model.saving().save("all", () -> {});
        assertEquals(0, review().missing());
        assertEquals(12, review().rows().size());
        assertEquals(1, review().summary().droppedByHand());
        assertEquals(1, workbench.synthesis().rulings(2).size());
        assertNotNull(model.saving().obstacle());
    }

    @Test
    void filtersAsTypedTakeOverWhatWasSaidOfTheChainsInView() {
        openWhileSampling(24);
        rule(kept(), ChainRuling.Ruling.DROP);
        model.filters().take(FilterPreset.ALL.getLast());
        assertEquals(1, review().summary().droppedByHand());
        DataSource saved = model.sourcesProperty().get().getLast();
        model.choose(saved);
        assertNotNull(review().saved());
        model.choose(model.sourcesProperty().get().getFirst());
        assertNull(review().saved());
        assertEquals(List.of(), model.filters().texts());
        assertEquals(1, review().summary().droppedByHand());
        model.saving().save("", () -> {});
        assertEquals(1, workbench.synthesis().rulings(2).size());
    }

    @Test
    void savedFiltersHaveTheirOwnRulingsWhateverWasInViewBefore() {
        openWhileSampling(24);
        model.saving().save("untouched", () -> {});
        DataSource untouched = model.sourceProperty().get();
        assertNotNull(untouched);
        model.filters().take(FilterPreset.ALL.getLast());
        rule(kept(), ChainRuling.Ruling.DROP);
        assertEquals(1, workbench.synthesis().rulings(2).size());
        model.choose(untouched);
        assertEquals(0, review().summary().droppedByHand());
    }

    @Test
    void whyNoRunCanBeStartedIsSaid() {
        openSet();
        assertTrue(sample.canStart(false));
        assertEquals(List.of(), sample.warnings(4, false));
        sample.start(4, false);
        assertFalse(sample.canStart(false));
        assertEquals(
                List.of("A run goes on already: wait until it ends, or cancel it."),
                sample.warnings(4, false));
    }

    @Test
    void noteIsNotLeftBehindByARulingThatWasUndone() {
        openWhileSampling(24);
        model.saving().save("", () -> {});
        model.chains().select(kept());
        model.rulings().noteProperty().set("wrong sum");
        model.rulings().rule(ChainRuling.Ruling.DROP);
        assertEquals("wrong sum", model.rulings().noteProperty().get());
        waits = true;
        model.rulings().undo();
        workOff();
        assertEquals(0, review().summary().droppedByHand());
        assertEquals("", model.rulings().noteProperty().get());
    }
}
