package org.prmscope.ui.bestofn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.prmscope.bestofn.AnswerGrader;
import org.prmscope.bestofn.BestOfN;
import org.prmscope.bestofn.Choice;
import org.prmscope.bestofn.Grade;
import org.prmscope.bestofn.Grading;
import org.prmscope.core.CandidateGroup;
import org.prmscope.core.Protocol;
import org.prmscope.core.RunConfiguration;
import org.prmscope.dataset.CandidateSets;
import org.prmscope.plot.Point;
import org.prmscope.plot.Series;
import org.prmscope.run.CandidateScores;
import org.prmscope.scaling.Aggregation.StepReduction;
import org.prmscope.ui.fake.FakeWorkbench;
import org.prmscope.ui.fake.RecordingDialogs;
import org.prmscope.ui.fx.BackgroundTasks;
import org.prmscope.ui.workbench.SetsViewModel;
import org.prmscope.ui.workbench.WorkbenchViewModel;

import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

class BestOfNViewModelTest {
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
    private final BestOfNViewModel model = window.bestOfN();

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
        window.open(() -> workbench, List.of(), SetsViewModel.KEYS);
        window.modeProperty().set(WorkbenchViewModel.Mode.BEST_OF_N);
    }

    private void openCandidates() {
        workbench.addSet(1, "candidates", Candidates.solutions());
        open();
    }

    private Ranked ranked() {
        Ranked now = model.ranked();
        assertNotNull(now, () -> String.valueOf(model.stateProperty().get()));
        return now;
    }

    private ProblemRow row(String id) {
        return ranked().rows().stream()
                .filter(row -> row.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private List<String> shown() {
        return model.problems().shown().stream().map(ProblemRow::id).toList();
    }

    private static List<Integer> order(ProblemRow row) {
        return row.candidates().stream().map(CandidateRow::index).toList();
    }

    @Test
    void workspaceWithoutSetsSaysSo() {
        open();
        assertInstanceOf(BestOfNState.NoSet.class, model.stateProperty().get());
    }

    @Test
    void setWithOneSolutionAProblemHasNoCandidatesAndIsNotGraded() {
        WorkbenchViewModel plain =
                new WorkbenchViewModel(
                        new BackgroundTasks(Runnable::run, Runnable::run),
                        dialogs,
                        ZoneOffset.UTC,
                        _ -> {});
        FakeWorkbench without = FakeWorkbench.withSet(5, 0);
        plain.open(() -> without, List.of(), SetsViewModel.KEYS);
        plain.modeProperty().set(WorkbenchViewModel.Mode.BEST_OF_N);
        BestOfNState.NoCandidates state =
                assertInstanceOf(
                        BestOfNState.NoCandidates.class, plain.bestOfN().stateProperty().get());
        assertEquals("ProcessBench gsm8k", state.set());
        assertEquals(0, without.gradings());
    }

    @Test
    void nothingIsGradedWhileTheViewIsOutOfSight() {
        workbench.addSet(1, "candidates", Candidates.solutions());
        window.open(() -> workbench, List.of(), SetsViewModel.KEYS);
        assertEquals(0, workbench.gradings());
        window.modeProperty().set(WorkbenchViewModel.Mode.BEST_OF_N);
        assertEquals(1, workbench.gradings());
    }

    @Test
    void figuresAreThoseOfTheCommandLinesCode() {
        openCandidates();
        List<CandidateGroup> groups = new CandidateSets().groups(Candidates.solutions());
        CandidateScores scores = CandidateScores.ofFile(groups, StepReduction.LAST);
        Grading grading =
                Grading.of(
                        groups,
                        new AnswerGrader(org.prmscope.bestofn.Algebra.none("no sandbox in tests")),
                        scores::of);
        assertEquals(BestOfN.of(grading.problems(), 0, 0), ranked().output().figures());
        assertEquals(grading, ranked().output().grading());
        assertEquals("the file's own, last step", ranked().output().scores());
    }

    @Test
    void candidatesAreRankedByTheirScoreAndEqualsShareARank() {
        openCandidates();
        assertEquals(List.of(0, 1, 2), order(row("a")));
        assertEquals(
                List.of("1=", "1=", "3"),
                row("b").candidates().stream().map(CandidateRow::rankText).toList());
    }

    @Test
    void votesGatherEqualAnswersTheLargestGroupFirst() {
        openCandidates();
        assertEquals(
                List.of("B ×1", "A ×2", "A ×2"),
                row("a").candidates().stream().map(CandidateRow::voteText).toList());
        assertEquals(
                "–",
                row("e").candidates().stream()
                        .filter(each -> each.grade() == Grade.NO_ANSWER)
                        .findFirst()
                        .orElseThrow()
                        .voteText());
    }

    @Test
    void outcomesSayWhichChoiceIsRightOnEachProblem() {
        openCandidates();
        assertEquals("✗", BestOfNWording.glyph(row("a").outcome(Choice.NAIVE)));
        assertEquals("✓", BestOfNWording.glyph(row("a").outcome(Choice.MAJORITY)));
        assertEquals("✓", BestOfNWording.glyph(row("a").outcome(Choice.PASS)));
        assertEquals("✗", BestOfNWording.glyph(row("e").outcome(Choice.PASS)));
        assertEquals("–", BestOfNWording.glyph(row("d").outcome(Choice.PASS)));
    }

    @Test
    void undecidedAnswerIsNeitherRightNorWrongAndItsReasonIsGiven() {
        openCandidates();
        CandidateRow first = row("c").candidates().getFirst();
        assertEquals(Grade.UNDECIDED, first.grade());
        assertTrue(first.reason().contains("no sandbox in tests"), first.reason());
        assertEquals("?", BestOfNWording.glyph(row("c").outcome(Choice.NAIVE)));
        assertTrue(row("c").hasUngraded());
    }

    @Test
    void missingSandboxIsToldOnceAndTheRestIsGraded() {
        openCandidates();
        assertEquals(
                1,
                dialogs.notices().stream()
                        .filter(notice -> notice.title().contains("without symbolic checks"))
                        .count());
        assertEquals(4, ranked().output().grading().problems().size());
    }

    @Test
    void facetsKeepWhatTheirNameSaysAndCountIt() {
        openCandidates();
        ProblemsViewModel problems = model.problems();
        assertEquals(5, problems.count(ProblemFacet.ALL));
        problems.facetProperty().set(ProblemFacet.DISAGREE);
        assertTrue(shown().contains("a"), shown().toString());
        assertFalse(shown().contains("b"), shown().toString());
        problems.facetProperty().set(ProblemFacet.NONE_RIGHT);
        assertEquals(List.of("e"), shown());
        problems.facetProperty().set(ProblemFacet.UNGRADED);
        assertEquals(List.of("c", "d", "e"), shown());
        problems.facetProperty().set(ProblemFacet.MISSED);
        assertEquals(List.of("a", "c"), shown());
    }

    @Test
    void everyProblemThatIsListedAsUngradedIsInTheFacetAndAKeyAway() {
        openCandidates();
        List<String> listed =
                ranked().output().grading().ungraded().stream()
                        .map(Grading.Ungraded::problem)
                        .distinct()
                        .sorted()
                        .toList();
        ProblemsViewModel problems = model.problems();
        problems.facetProperty().set(ProblemFacet.UNGRADED);
        assertEquals(listed, shown());
        problems.facetProperty().set(ProblemFacet.ALL);
        assertTrue(problems.select("d", null));
        assertTrue(problems.nextUngraded(1));
        ProblemRow now = problems.selectedProperty().get();
        assertNotNull(now);
        assertEquals("e", now.id());
    }

    @Test
    void axisOfThePlotNamesTheNumbersOfCandidatesThatThereAre() {
        openCandidates();
        assertEquals(List.of(1.0, 2.0, 3.0), ranked().plot().x().marked());
    }

    @Test
    void filterFindsWordsOfIdProblemAndAnswer() {
        openCandidates();
        model.problems().filterTextProperty().set("SUM sin");
        assertEquals(List.of("c"), shown());
        assertEquals(1, model.problems().count(ProblemFacet.ALL));
    }

    @Test
    void everyMarkOfThePlotSelectsTheProblemsBehindIt() {
        openCandidates();
        for (Series series : ranked().plot().series()) {
            for (Point point : ((Series.Points) series).points()) {
                assertTrue(point.y() == 0 || !point.key().isEmpty(), series.name());
            }
        }
        Series.Points pass =
                (Series.Points)
                        ranked().plot().series().stream()
                                .filter(series -> series.name().equals("pass@N"))
                                .findFirst()
                                .orElseThrow();
        model.problems().slice("pass@N", pass.points().getFirst().key());
        assertEquals(List.of("a", "b", "c"), shown());
        model.problems().clearSlice();
        assertEquals(5, shown().size());
    }

    @Test
    void selectionOutsideASliceMovesIntoIt() {
        openCandidates();
        assertTrue(model.problems().select("e", null));
        model.problems().slice("a mark", List.of("b"));
        ProblemRow now = model.problems().selectedProperty().get();
        assertNotNull(now);
        assertEquals("b", now.id());
        assertEquals("1 of 1", model.problems().position());
    }

    @Test
    void anotherReductionRanksAnewWithoutGradingAnew() {
        openCandidates();
        assertTrue(model.problems().select("a", 1));
        assertEquals(2, model.problems().candidateProperty().get().rank());
        model.scores().reduceBy(StepReduction.MIN);
        assertEquals(StepReduction.MIN, ranked().reduction());
        assertEquals("the file's own, lowest step", ranked().output().scores());
        assertEquals(1, model.problems().candidateProperty().get().index());
        assertEquals(1, workbench.gradings());
    }

    @Test
    void gradesAreKeptWhileTheProgramIsOpen() {
        openCandidates();
        workbench.addSet(2, "others", Candidates.unscored());
        window.sets().show(workbench.sets().get(1));
        assertEquals(2, workbench.gradings());
        window.sets().show(workbench.sets().get(0));
        assertEquals("the file's own, last step", ranked().output().scores());
        assertEquals(2, workbench.gradings());
    }

    @Test
    void withoutScoresOnlyVotesAndChanceAreShownAndTheFileKeepsItsOrder() {
        workbench.addSet(1, "candidates", Candidates.unscored());
        open();
        assertInstanceOf(ScoreSource.None.class, ranked().source());
        assertEquals(List.of(0, 1, 2), order(row("a")));
        assertEquals("–", row("a").candidates().getFirst().rankText());
        assertNull(row("a").outcome(Choice.NAIVE));
        assertEquals(0, ranked().unscored());
    }

    @Test
    void runOfAVerifierIsASourceWithTheWeakestStepAsItsScore() {
        workbench.addSet(1, "candidates", Candidates.unscored());
        workbench.addRun(1, RunConfiguration.of(Protocol.GENPRM), 10_000);
        open();
        ScoreSource.OfRun source = assertInstanceOf(ScoreSource.OfRun.class, ranked().source());
        assertTrue(source.title().startsWith("run "), source.title());
        assertEquals(StepReduction.MIN, ranked().reduction());
        assertTrue(ranked().output().scores().endsWith("lowest step"), ranked().output().scores());
    }

    @Test
    void cancelledRunLeavesCandidatesUnscoredAndSaysHowMany() {
        workbench.addSet(1, "candidates", Candidates.unscored());
        workbench.addRun(1, RunConfiguration.of(Protocol.GENPRM), 5);
        open();
        assertTrue(ranked().unscored() >= 7, "unscored " + ranked().unscored());
        CandidateRow last = row("e").candidates().getLast();
        assertNull(last.score());
        assertEquals(0, last.rank());
    }

    @Test
    void fileComesFirstAndTheNextScoresAreTheRuns() {
        workbench.addSet(1, "candidates", Candidates.solutions());
        workbench.addRun(1, RunConfiguration.of(Protocol.GENPRM), 10_000);
        open();
        assertInstanceOf(ScoreSource.File.class, ranked().source());
        model.scores().rankByNext();
        assertInstanceOf(ScoreSource.OfRun.class, ranked().source());
        model.scores().rankByNext();
        assertInstanceOf(ScoreSource.File.class, ranked().source());
        assertEquals(StepReduction.LAST, ranked().reduction());
    }

    @Test
    void verifyingRunsOverAllCandidatesAndRanksByThatRunAsItGoesOn() {
        openCandidates();
        model.verify();
        assertTrue(workbench.isRunning());
        workbench.run().write(10);
        workbench.run().finishOne();
        follow();
        ScoreSource.OfRun source = assertInstanceOf(ScoreSource.OfRun.class, ranked().source());
        assertEquals(workbench.run().id(), source.id());
        assertTrue(ranked().unscored() > 0);
        while (!workbench.run().state().isOver()) {
            workbench.run().finishOne();
        }
        follow();
        assertInstanceOf(ScoreSource.OfRun.class, ranked().source());
        assertEquals("", model.runProgress());
    }

    private void follow() {
        for (int i = 0; i < 20; i++) {
            window.poll();
        }
    }

    @Test
    void gradingShowsItsProgressAndCanBeStoppedAndStartedAgain() {
        workbench.addSet(1, "candidates", Candidates.solutions());
        List<BestOfNState> states = new ArrayList<>();
        workbench.whileGrading(() -> {
            model.poll();
            states.add(model.stateProperty().get());
            if (states.size() == 3) {
                model.stopGrading();
            }
        });
        open();
        assertEquals(new BestOfNState.Grading(3, 12), states.get(2));
        assertInstanceOf(BestOfNState.Stopped.class, model.stateProperty().get());
        assertEquals(3, states.size());
        workbench.whileGrading(() -> {});
        model.gradeAgain();
        assertEquals(5, ranked().rows().size());
    }

    @Test
    void anotherSetWhileGradingTakesItsPlace() {
        workbench.addSet(1, "candidates", Candidates.solutions());
        workbench.addSet(2, "others", Candidates.unscored());
        open();
        waits = true;
        window.sets().show(workbench.sets().get(1));
        window.sets().show(workbench.sets().get(0));
        workOff();
        assertEquals("the file's own, last step", ranked().output().scores());
    }

    @Test
    void failureOfTheGradingIsShownAndCanBeTriedAgain() {
        workbench.addSet(1, "candidates", Candidates.solutions());
        workbench.failGrading(new IllegalStateException("broken"));
        open();
        BestOfNState.Failed failed =
                assertInstanceOf(BestOfNState.Failed.class, model.stateProperty().get());
        assertTrue(failed.report().text().contains("broken"), failed.report().text());
        workbench.failGrading(null);
        model.gradeAgain();
        assertEquals(5, ranked().rows().size());
    }

    @Test
    void candidateInViewIsTheSolutionThatTheInspectViewShows() {
        openCandidates();
        assertTrue(model.problems().select("c", 2));
        window.modeProperty().set(WorkbenchViewModel.Mode.INSPECT);
        assertEquals("c#2", window.solutions().selectedProperty().get().id());
        window.solutions().select("b#1");
        window.modeProperty().set(WorkbenchViewModel.Mode.BEST_OF_N);
        assertEquals("b#1", model.problems().candidateProperty().get().id());
    }

    @Test
    void keysMoveAmongProblemsCandidatesDisagreementsAndTheUngraded() {
        openCandidates();
        ProblemsViewModel problems = model.problems();
        problems.select("a", null);
        problems.nextCandidate(1);
        assertEquals(1, problems.candidateProperty().get().index());
        assertTrue(problems.next(1));
        assertEquals("b", problems.selectedProperty().get().id());
        assertTrue(problems.nextUngraded(1));
        assertEquals("c", problems.selectedProperty().get().id());
        assertTrue(problems.nextDisagreement(-1));
        assertEquals("a", problems.selectedProperty().get().id());
        assertFalse(problems.next(-1));
    }
}
