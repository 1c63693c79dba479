package org.prmscope.ui.synthesis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prmscope.core.Cancellation;
import org.prmscope.core.ChainRuling;
import org.prmscope.core.FirstError;
import org.prmscope.core.Protocol;
import org.prmscope.core.RunConfiguration;
import org.prmscope.core.Scaling;
import org.prmscope.core.Solution;
import org.prmscope.core.WorkbenchException;
import org.prmscope.run.RunState;
import org.prmscope.synthesis.export.ExportManifest;
import org.prmscope.synthesis.export.TrainingFormat;
import org.prmscope.synthesis.filter.FilterPlan;
import org.prmscope.synthesis.filter.FilterSummary;
import org.prmscope.ui.fake.FakeWorkbench;
import org.prmscope.ui.fake.RecordingDialogs;
import org.prmscope.ui.fake.Samples;
import org.prmscope.ui.fx.BackgroundTasks;
import org.prmscope.ui.workbench.SetsViewModel;
import org.prmscope.ui.workbench.WorkbenchViewModel;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;

class DataViewModelTest {
    private static final RunConfiguration FOUR =
            RunConfiguration.of(Protocol.GENPRM).withScaling(Scaling.parallel(4));

    private final FakeWorkbench workbench = new FakeWorkbench();
    private final RecordingDialogs dialogs = new RecordingDialogs();
    private final Deque<Runnable> later = new ArrayDeque<>();
    private boolean waits;
    private WorkbenchViewModel window = window();
    private DataViewModel model = window.data();

    private WorkbenchViewModel window() {
        return new WorkbenchViewModel(
                new BackgroundTasks(this::execute, Runnable::run),
                dialogs,
                ZoneOffset.UTC,
                _ -> {});
    }

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

    private void open() {
        List<String> keys = new ArrayList<>(SetsViewModel.KEYS);
        keys.addAll(DataViewModel.KEYS);
        window.open(() -> workbench, List.of(), keys);
        window.modeProperty().set(WorkbenchViewModel.Mode.DATA);
    }

    private void openAgain() {
        window = window();
        model = window.data();
        open();
    }

    /// Six solutions of several first errors, four chains each; every fourth chain strays.
    private void openChains() {
        List<Solution> solutions = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            FirstError gold = i % 3 == 0 ? new FirstError.None() : new FirstError.At(i % 3);
            solutions.add(Samples.plain("p-" + i, 3 + i % 2, gold, i));
        }
        workbench.addSet(1, "apples", solutions);
        workbench.addRun(1, FOUR, Integer.MAX_VALUE);
        // The chains of this workbench run no code, which the filter of the form asks for.
        workbench.putSetting("data.filters", "process\nlength:max=4096\n");
        open();
    }

    private DataReview review() {
        DataReview now = model.reviewProperty().get();
        assertNotNull(now, () -> String.valueOf(model.stateProperty().get()));
        return now;
    }

    private ChainRow first(ChainListViewModel.Among among) {
        return review().rows().stream().filter(among::keeps).findFirst().orElseThrow();
    }

    private static int saved(DataReview review) {
        return review.saved() == null ? 0 : (int) review.saved().id();
    }

    @Test
    void chainsAreFilteredAtOnceAndCountedAsTheCommandLineCountsThem() throws Exception {
        openChains();
        DataReview now = review();
        assertEquals(24, now.summary().chains());
        assertTrue(now.summary().kept() > 0 && now.summary().kept() < 24);
        FilterPlan plan = now.plan();
        long run = now.run().run().id();
        var saved = workbench.synthesis().filter(run, "", plan, _ -> {}, new Cancellation());
        assertEquals(workbench.synthesis().review(saved.id()).summary(), now.summary());
    }

    @Test
    void anotherListOfFiltersIsAppliedAsItChanges() {
        openChains();
        int process = review().summary().kept();
        model.filters().take(FilterPreset.ALL.getLast());
        assertEquals(24, review().summary().kept());
        assertNotEquals(process, review().summary().kept());
        model.filters().add("per-solution:max=1");
        assertEquals(6, review().summary().kept());
        assertNull(review().saved());
    }

    @Test
    void filterThatCannotBeReadSaysWhereAndLeavesTheCountsThatWere() {
        openChains();
        FilterSummary before = review().summary();
        model.filters().edit(0, "process:later=maybe");
        assertEquals(before, review().summary());
        assertTrue(model.isBehind());
        var problem = model.filters().linesProperty().get().getFirst().problem();
        assertNotNull(problem);
        assertTrue(problem.where().contains("later"), problem.where());
        model.filters().edit(0, "process:later=ignore");
        assertFalse(model.isBehind());
    }

    @Test
    void orderOfTheFiltersDecidesWhichReasonComesFirst() {
        openChains();
        model.filters().take(new FilterPreset("", "", List.of("process", "length:max=1")));
        assertTrue(
                review().rows().stream()
                        .anyMatch(each -> each.reasons().getFirst().startsWith("process")));
        model.filters().move(1, -1);
        assertEquals(List.of("length:max=1", "process"), model.filters().texts());
        assertTrue(
                review().rows().stream()
                        .allMatch(each -> each.reasons().getFirst().startsWith("length")));
    }

    @Test
    void savedFiltersComeBackWhenTheWorkspaceIsOpenedAgain() {
        openChains();
        model.filters().take(FilterPreset.ALL.get(1));
        model.saving().save("outcome", () -> {});
        assertEquals(1, saved(review()));
        openAgain();
        assertEquals("outcome", review().saved() == null ? "" : review().saved().name());
        assertEquals(3, model.filters().texts().size());
        assertEquals("outcome:gold=labels", model.filters().texts().getFirst());
    }

    @Test
    void filtersThatWereNotSavedAreRememberedAsTyped() {
        openChains();
        model.filters().take(new FilterPreset("", "", List.of("length:max=50")));
        openAgain();
        assertEquals(List.of("length:max=50"), model.filters().texts());
        assertNull(review().saved());
    }

    @Test
    void rulingOnAChainSavesTheFiltersFirstAndCanBeTakenBack() {
        openChains();
        int kept = review().summary().kept();
        ChainRow dropped = first(ChainListViewModel.Among.DROPPED);
        model.chains().select(dropped);
        model.rulings().setName("Ada");
        model.rulings().noteProperty().set("gold is wrong here");
        model.rulings().rule(ChainRuling.Ruling.KEEP);
        assertEquals(1, saved(review()));
        assertEquals(kept + 1, review().summary().kept());
        assertEquals(1, review().summary().readmitted());
        ChainRow now = model.chains().selectedProperty().get();
        assertNotNull(now);
        assertEquals("Admitted by Ada: gold is wrong here", now.handText());
        model.rulings().undo();
        assertEquals(kept, review().summary().kept());
        model.rulings().redo();
        assertEquals(kept + 1, review().summary().kept());
        assertEquals(3, workbench.synthesis().rulings(1).size());
    }

    @Test
    void whatWasSaidOfChainsStaysWhenTheFiltersChangeAndAreSavedAnew() {
        openChains();
        ChainRow kept = first(ChainListViewModel.Among.KEPT);
        model.chains().select(kept);
        model.rulings().rule(ChainRuling.Ruling.DROP);
        model.filters().take(FilterPreset.ALL.getLast());
        assertNull(review().saved());
        assertEquals(1, review().summary().droppedByHand());
        model.saving().save("", () -> {});
        assertEquals(2, saved(review()));
        assertEquals(1, review().summary().droppedByHand());
        assertEquals(1, workbench.synthesis().rulings(2).size());
    }

    @Test
    void nothingIsRuledWhileOtherFiltersAreApplied() {
        openChains();
        model.saving().save("", () -> {});
        model.chains().select(first(ChainListViewModel.Among.KEPT));
        waits = true;
        model.filters().take(FilterPreset.ALL.getLast());
        model.rulings().rule(ChainRuling.Ruling.DROP);
        assertTrue(dialogs.notices().getLast().title().contains("nothing was ruled"));
        workOff();
        assertEquals(0, workbench.synthesis().rulings(1).size());
        assertEquals(0, review().summary().droppedByHand());
    }

    @Test
    void rulingThatIsBeingWrittenWhenTheFiltersChangeIsInWhatTheyGive() {
        openChains();
        model.saving().save("", () -> {});
        model.chains().select(first(ChainListViewModel.Among.KEPT));
        waits = true;
        model.rulings().rule(ChainRuling.Ruling.DROP);
        model.filters().take(FilterPreset.ALL.getLast());
        workOff();
        assertNull(review().saved());
        assertEquals(1, review().summary().droppedByHand());
    }

    @Test
    void chainThatLeavesTheTableByARulingGivesWayToTheNextOne() {
        openChains();
        model.saving().save("", () -> {});
        model.chains().amongProperty().set(ChainListViewModel.Among.DROPPED);
        ChainRow second = model.chains().shown().get(1);
        model.chains().select(model.chains().shown().getFirst());
        model.rulings().rule(ChainRuling.Ruling.KEEP);
        assertEquals(second, model.chains().selectedProperty().get());
    }

    @Test
    void everyBarShowsAsManyChainsAsItCounts() {
        openChains();
        model.chains().filterTextProperty().set("no such chain");
        FilterSummary summary = review().summary();
        check(ChainFacet.LABEL, summary.labels());
        check(ChainFacet.FIRST_ERROR, summary.positions());
        check(ChainFacet.TOKENS, summary.lengths());
        check(ChainFacet.STEPS, summary.steps());
        check(ChainFacet.SOURCE, summary.sources());
        for (FilterSummary.ReasonCount count : summary.reasons()) {
            String name = ChainRow.name(count.filter(), ExportManifest.word(count.reason()));
            model.chains().pick(ChainListViewModel.Among.ALL, ChainFacet.REASON, name);
            assertEquals(count.all(), model.chains().shown().size(), name);
            model.chains().pick(ChainListViewModel.Among.DROPPED, ChainFacet.FIRST_REASON, name);
            assertEquals(count.first(), model.chains().shown().size(), name);
        }
        model.chains().widen();
        assertEquals(24, model.chains().shown().size());
    }

    private void check(ChainFacet facet, List<FilterSummary.Bucket> buckets) {
        for (FilterSummary.Bucket bucket : buckets) {
            model.chains().pick(ChainListViewModel.Among.KEPT, facet, bucket.name());
            assertEquals(bucket.kept(), model.chains().shown().size(), bucket.name());
            model.chains().pick(ChainListViewModel.Among.DROPPED, facet, bucket.name());
            assertEquals(bucket.dropped(), model.chains().shown().size(), bucket.name());
        }
    }

    @Test
    void keptChainOfTheSolutionStandsBesideADroppedOne() {
        openChains();
        ChainRow dropped =
                review().rows().stream()
                        .filter(row -> !row.isKept())
                        .filter(row ->
                                model.chains().ofSolution(row.solutionId()).stream()
                                        .anyMatch(ChainRow::isKept))
                        .findFirst()
                        .orElseThrow();
        model.chains().select(dropped);
        PairViewModel.Pair pair = model.pair().pairProperty().get();
        assertNotNull(pair);
        assertEquals(dropped, pair.side().row());
        assertNotNull(pair.beside());
        assertTrue(pair.beside().row().isKept());
        model.pair().nextBeside(1);
        PairViewModel.Pair next = model.pair().pairProperty().get();
        assertNotNull(next);
        assertNotEquals(pair.beside(), next.beside());
        assertEquals(dropped, next.side().row());
    }

    @Test
    void setWithoutGoldLabelsSaysSo() {
        workbench.addSet(
                1, "bare", List.of(Solution.of("p-1", "How many?", List.of("One.", "Two."))));
        open();
        DataState.NoChains state =
                assertInstanceOf(DataState.NoChains.class, model.stateProperty().get());
        assertEquals(0, state.labelled());
        assertFalse(new SampleViewModel(model).canStart(false));
        assertTrue(new SampleViewModel(model).canStart(true));
    }

    @Test
    void filterThatKeepsNothingSaysThatThereIsNothingToTrainOn() {
        openChains();
        model.filters().take(new FilterPreset("", "", List.of("length:min=0,max=0")));
        assertEquals(0, review().summary().kept());
        assertTrue(review().summary().notices().getFirst().startsWith("No chain is kept"));
        assertEquals("", model.export().summary());
    }

    @Test
    void failureOfTheWorkspaceIsShownAndCanBeTriedAgain() {
        workbench
                .synthesis()
                .fail(
                        new WorkbenchException(
                                new WorkbenchException.Report(
                                        "The workspace cannot be read", "", "", "", "")));
        openChains();
        DataState.Failed failed =
                assertInstanceOf(DataState.Failed.class, model.stateProperty().get());
        assertEquals("The workspace cannot be read", failed.report().what());
        workbench.synthesis().fail(null);
        model.begin();
        assertInstanceOf(DataState.Ready.class, model.stateProperty().get());
    }

    @Test
    void rulingThatCannotBeKeptLeavesTheChainAsItWas() {
        openChains();
        model.saving().save("", () -> {});
        ChainRow kept = first(ChainListViewModel.Among.KEPT);
        model.chains().select(kept);
        workbench
                .synthesis()
                .fail(
                        new WorkbenchException(
                                new WorkbenchException.Report("The disk is full", "", "", "", "")));
        model.rulings().rule(ChainRuling.Ruling.DROP);
        assertEquals("The disk is full", dialogs.notices().getLast().title());
        assertEquals(kept, model.chains().selectedProperty().get());
        model.rulings().undo();
        assertEquals("There is nothing to undo", dialogs.notices().getLast().title());
    }

    @Test
    void filteringThatIsStoppedLeavesTheChainsThatWereThere() {
        openChains();
        DataReview before = review();
        waits = true;
        model.filters().take(FilterPreset.ALL.getLast());
        model.poll();
        assertFalse(model.progressProperty().get().isEmpty());
        model.stopApplying();
        workOff();
        assertEquals(before, review());
        assertEquals("", model.progressProperty().get());
    }

    @Test
    void sampledChainsAreShownWhenTheRunEnds() {
        openChains();
        long before = review().run().run().id();
        SampleViewModel sample = new SampleViewModel(model);
        assertEquals(3, sample.configuration(3).scaling().chains());
        sample.start(3, false);
        assertTrue(window.run().activeProperty().get());
        while (workbench.run().state() != RunState.FINISHED) {
            workbench.run().finishOne();
        }
        window.poll();
        assertFalse(window.run().activeProperty().get());
        assertNotEquals(before, review().run().run().id());
        assertEquals(18, review().rows().size());
    }

    @Test
    void exportWritesTheFormsAndNamesFilesThatAreInTheWay(@TempDir Path folder) throws Exception {
        openChains();
        model.export().start(folder, EnumSet.allOf(TrainingFormat.class), false);
        ExportViewModel.Phase.Written written =
                assertInstanceOf(
                        ExportViewModel.Phase.Written.class, model.export().phaseProperty().get());
        assertEquals(1, saved(review()));
        assertEquals(
                review().summary().kept(),
                Files.readAllLines(folder.resolve(TrainingFormat.OPENAI.file())).size());
        assertTrue(written.manifest().contains("\"process:later=compare,answer=compare\""));
        model.export().start(folder, EnumSet.of(TrainingFormat.OPENAI), false);
        ExportViewModel.Phase.InTheWay inTheWay =
                assertInstanceOf(
                        ExportViewModel.Phase.InTheWay.class, model.export().phaseProperty().get());
        assertEquals(
                List.of(
                        "openai.jsonl",
                        "sharegpt.jsonl",
                        "trl-prompt-completion.jsonl",
                        "trl-stepwise.jsonl",
                        "manifest.json"),
                inTheWay.names());
        model.export().start(folder, EnumSet.of(TrainingFormat.OPENAI), true);
        assertInstanceOf(ExportViewModel.Phase.Written.class, model.export().phaseProperty().get());
    }

    @Test
    void keptAndDroppedChainsAreSetAgainstEachOtherInWords() {
        openChains();
        List<String> sentences = Balance.sentences(review().rows());
        assertTrue(
                sentences.getFirst().startsWith("Solutions with an error: "), sentences.toString());
        model.filters().take(FilterPreset.ALL.getLast());
        assertEquals(List.of(), Balance.sentences(review().rows()));
    }

    @Test
    void keysGoFromSolutionToSolutionAndToChainsThatDifferFromGold() {
        openChains();
        ChainRow first = model.chains().shown().getFirst();
        model.chains().select(first);
        assertTrue(model.chains().nextSolution(1));
        ChainRow next = model.chains().selectedProperty().get();
        assertNotNull(next);
        assertNotEquals(first.solutionId(), next.solutionId());
        assertTrue(model.chains().nextDisagreement(1));
        ChainRow differs = model.chains().selectedProperty().get();
        assertNotNull(differs);
        assertFalse(differs.agrees());
    }

    @Test
    void filtersThatCannotBeSavedSayWhy() {
        openChains();
        List<String> done = new ArrayList<>();
        model.saving().save("first", () -> done.add("first"));
        assertEquals(List.of("first"), done);
        model.saving().save("second", () -> done.add("second"));
        assertEquals(List.of("first"), done);
        assertTrue(dialogs.notices().getLast().title().contains("saved already"));
        model.filters().edit(0, "nonsense");
        model.saving().save("third", () -> done.add("third"));
        assertEquals(List.of("first"), done);
        assertEquals(1, saved(review()));
    }
}
