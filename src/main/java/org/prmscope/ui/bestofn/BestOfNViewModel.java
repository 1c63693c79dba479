package org.prmscope.ui.bestofn;

import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;

import org.jspecify.annotations.Nullable;
import org.prmscope.bestofn.Grading;
import org.prmscope.core.Candidate;
import org.prmscope.core.CandidateGroup;
import org.prmscope.core.Solution;
import org.prmscope.dataset.CandidateSets;
import org.prmscope.run.CandidateScores;
import org.prmscope.run.GradedSet;
import org.prmscope.run.RunRequest;
import org.prmscope.run.RunSnapshot;
import org.prmscope.run.RunSummary;
import org.prmscope.run.SetSummary;
import org.prmscope.run.SolutionResult;
import org.prmscope.run.VerifierChoice;
import org.prmscope.run.Workbench;
import org.prmscope.scaling.Aggregation.StepReduction;
import org.prmscope.ui.compare.CompareDesk;
import org.prmscope.ui.figures.Figures;
import org.prmscope.ui.fx.BackgroundTasks;
import org.prmscope.ui.fx.DialogService;
import org.prmscope.ui.fx.Notice;
import org.prmscope.ui.session.Session;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/// The best-of-N view as a whole: grades the candidates of the set once, off the FX thread, then
/// ranks them by the chosen score, and follows a verifier's run over them.
public final class BestOfNViewModel {
    /// Polls between two looks at a run that goes on: with ten polls a second, about two looks.
    private static final int POLLS_A_LOOK = 5;

    /// Grades of a set; they do not depend on what ranks the candidates.
    private record Graded(List<CandidateGroup> groups, GradedSet grades) {}

    /// What reading a set came to.
    private record Found(List<CandidateGroup> groups, List<RunSummary> runs) {}

    private record Computed(
            Ranked ranked, @Nullable RunSummary read, List<SolutionResult> results) {}

    private final Session session;
    private final CompareDesk desk;
    private final BackgroundTasks.Lane grading;
    private final BackgroundTasks.Lane listing;
    private final BackgroundTasks.Lane ranking;
    private final ProblemsViewModel problems = new ProblemsViewModel();
    private final ReadOnlyObjectWrapper<BestOfNState> state =
            new ReadOnlyObjectWrapper<>(new BestOfNState.NoSet());
    private final ScoresViewModel scores = new ScoresViewModel(this::rank);
    private final BooleanProperty shown = new SimpleBooleanProperty();
    private final Map<SetSummary, Graded> known = new HashMap<>();
    private final Map<RunSummary, List<SolutionResult>> read = new HashMap<>();
    private AtomicInteger done = new AtomicInteger();
    private @Nullable SetSummary set;
    private List<Solution> solutions = List.of();
    private boolean stale = true;
    private boolean ownRun;
    private boolean ranks;
    private int polls;
    private long runSeen;
    private int chainsSeen = -1;

    /// @param desk the window's one run, and what to run with
    public BestOfNViewModel(Session session, CompareDesk desk) {
        this.session = session;
        this.desk = desk;
        grading = session.tasks().lane();
        listing = session.tasks().lane();
        ranking = session.tasks().lane();
        shown.subscribe(on -> {
            if (on && stale) {
                begin();
            }
        });
        desk.activeProperty()
                .subscribe(active -> {
                    if (!active && set != null) {
                        list();
                    }
                });
    }

    /// Shows another set, or none.
    public void show(@Nullable SetSummary next, List<Solution> of) {
        grading.cancel();
        listing.cancel();
        ranking.cancel();
        set = next;
        solutions = List.copyOf(of);
        read.clear();
        ownRun = false;
        ranks = false;
        runSeen = 0;
        scores.clear();
        problems.clear();
        state.set(next == null ? new BestOfNState.NoSet() : new BestOfNState.Reading());
        stale = true;
        if (shown.get()) {
            begin();
        }
    }

    private void begin() {
        SetSummary of = set;
        if (of == null) {
            return;
        }
        stale = false;
        List<Solution> all = solutions;
        Graded before = known.get(of);
        state.set(new BestOfNState.Reading());
        session.call(
                grading,
                (workbench, cancellation) ->
                        new Found(
                                before == null ? new CandidateSets().groups(all) : before.groups(),
                                workbench.runs(of.id())),
                found -> {
                    if (found.groups().isEmpty()) {
                        state.set(new BestOfNState.NoCandidates(of.name()));
                    } else {
                        listed(found.groups(), found.runs(), null);
                        grade(of, found.groups(), before);
                    }
                },
                this::failed);
    }

    private void grade(SetSummary of, List<CandidateGroup> groups, @Nullable Graded before) {
        if (before != null) {
            rank();
            return;
        }
        int total = groups.stream().mapToInt(group -> group.candidates().size()).sum();
        AtomicInteger counted = new AtomicInteger();
        done = counted;
        state.set(new BestOfNState.Grading(0, total));
        session.call(
                grading,
                (workbench, cancellation) -> workbench.grade(groups, counted::set, cancellation),
                grades -> {
                    known.put(of, new Graded(groups, grades));
                    tellMissing(grades);
                    rank();
                },
                this::failed);
    }

    /// Stops the grading; nothing of it is kept.
    public void stopGrading() {
        if (state.get() instanceof BestOfNState.Grading) {
            grading.cancel();
            state.set(new BestOfNState.Stopped());
        }
    }

    /// Grades after all, or tries again after a failure.
    public void gradeAgain() {
        begin();
    }

    private void tellMissing(GradedSet grades) {
        long undecided =
                grades.grading().ungraded().stream()
                        .filter(one -> one.kind() == Grading.Ungraded.Kind.UNDECIDED)
                        .count();
        if (!grades.problem().isEmpty() && undecided > 0) {
            session.dialogs()
                    .show(
                            new Notice(
                                    Notice.Level.WARNING,
                                    "Answers were compared without symbolic checks: %s undecided"
                                            .formatted(Figures.count(undecided, "candidate")),
                                    List.of(
                                            new Notice.Part("found", grades.problem()),
                                            new Notice.Part(
                                                    "remedy",
                                                    "The rest is graded. What the sandbox lacks"
                                                            + " is said on the command line:"
                                                            + " prmscope doctor")),
                                    List.of()));
        }
    }

    private void failed(Throwable failure) {
        problems.clear();
        state.set(new BestOfNState.Failed(DialogService.report("Grading the candidates", failure)));
    }

    private void list() {
        SetSummary of = set;
        Graded graded = of == null ? null : known.get(of);
        if (of == null || graded == null) {
            return;
        }
        boolean takes = ownRun;
        session.call(
                listing,
                (workbench, cancellation) -> workbench.runs(of.id()),
                runs -> {
                    RunSnapshot now = desk.snapshotProperty().get();
                    listed(graded.groups(), runs, takes && now != null ? now.runId() : null);
                    rank();
                },
                failure -> session.dialogs().showFailure("Listing the runs", failure));
    }

    /// Takes over the runs of the set as sources.
    ///
    /// @param take the run to rank by; null to stay with what is chosen
    private void listed(List<CandidateGroup> groups, List<RunSummary> runs, @Nullable Long take) {
        List<ScoreSource> next = new ArrayList<>();
        boolean scored =
                groups.stream()
                        .flatMap(group -> group.candidates().stream())
                        .anyMatch(candidate -> candidate.stepScores() != null);
        if (scored) {
            next.add(new ScoreSource.File());
        }
        for (RunSummary run : runs) {
            if (run.chains() > 0 || isGoingOn(run.run().id())) {
                next.add(new ScoreSource.OfRun(run));
            }
        }
        if (next.isEmpty()) {
            next.add(new ScoreSource.None());
        }
        if (scores.offer(next, take)) {
            ownRun = false;
        }
    }

    private boolean isGoingOn(long run) {
        RunSnapshot now = desk.snapshotProperty().get();
        return now != null && !now.state().isOver() && now.runId() == run;
    }

    private void rank() {
        SetSummary of = set;
        Graded graded = of == null ? null : known.get(of);
        if (graded == null) {
            return;
        }
        ScoreSource by = scores.sourceProperty().get();
        StepReduction how = scores.reductionProperty().get();
        RunSnapshot now = desk.snapshotProperty().get();
        List<SolutionResult> live =
                by instanceof ScoreSource.OfRun run && now != null && isGoingOn(run.id())
                        ? List.copyOf(now.finished().values())
                        : null;
        List<SolutionResult> before =
                live == null && by instanceof ScoreSource.OfRun run
                        ? read.get(run.summary())
                        : live;
        ranks = true;
        session.call(
                ranking,
                (workbench, cancellation) ->
                        compute(workbench, graded, by, how, before, live == null),
                this::ranked,
                failure -> {
                    ranks = false;
                    failed(failure);
                });
    }

    private static Computed compute(
            Workbench workbench,
            Graded graded,
            ScoreSource by,
            StepReduction how,
            @Nullable List<SolutionResult> known,
            boolean keeps)
            throws Exception {
        List<SolutionResult> results = known == null ? List.of() : known;
        if (known == null && by instanceof ScoreSource.OfRun run) {
            results = workbench.resultsOf(run.id());
        }
        CandidateScores given =
                switch (by) {
                    case ScoreSource.None() -> CandidateScores.none();
                    case ScoreSource.File() -> CandidateScores.ofFile(graded.groups(), how);
                    case ScoreSource.OfRun(RunSummary summary) ->
                            CandidateScores.ofRun(summary.run(), results, how);
                };
        return new Computed(
                Ranked.of(graded.groups(), graded.grades(), given, by, how),
                keeps && by instanceof ScoreSource.OfRun run ? run.summary() : null,
                results);
    }

    private void ranked(Computed result) {
        ranks = false;
        RunSummary ofRun = result.read();
        if (ofRun != null) {
            read.put(ofRun, result.results());
        }
        problems.show(result.ranked().rows());
        state.set(new BestOfNState.Ready(result.ranked()));
    }

    /// Follows grading and a run that goes on; call about ten times a second.
    public void poll() {
        if (!shown.get()) {
            return;
        }
        if (state.get() instanceof BestOfNState.Grading(int before, int total)
                && before != done.get()) {
            state.set(new BestOfNState.Grading(done.get(), total));
        }
        RunSnapshot now = desk.snapshotProperty().get();
        if (++polls % POLLS_A_LOOK != 0 || now == null || now.state().isOver() || ranks) {
            return;
        }
        if (now.runId() > 0 && now.runId() != runSeen) {
            runSeen = now.runId();
            chainsSeen = -1;
            list();
        } else if (scores.sourceProperty().get() instanceof ScoreSource.OfRun run
                && run.id() == now.runId()
                && now.done() != chainsSeen) {
            chainsSeen = now.done();
            rank();
        }
    }

    /// Verifies all candidates with the window's verifier and options; they are ranked by the run
    /// as it goes on.
    public void verify() {
        SetSummary of = set;
        VerifierChoice verifier = desk.verifier();
        if (of == null || desk.activeProperty().get()) {
            return;
        }
        if (verifier == null) {
            session.dialogs()
                    .show(
                            new Notice(
                                    Notice.Level.HINT,
                                    "No verifier can run: choose one first (v)",
                                    List.of(),
                                    List.of()));
            return;
        }
        Graded graded = known.get(of);
        if (graded != null) {
            ownRun = true;
            List<Solution> all =
                    graded.groups().stream()
                            .flatMap(group -> group.candidates().stream())
                            .map(Candidate::solution)
                            .toList();
            desk.start(new RunRequest(of.id(), all, verifier, desk.configuration()));
        }
    }

    /// Asks the run that goes on to stop; what it judged stays.
    public void cancelRun() {
        desk.cancel();
    }

    /// How far the run that goes on is, such as `12 of 40`; empty where none does.
    public String runProgress() {
        RunSnapshot now = desk.snapshotProperty().get();
        return !desk.activeProperty().get() || now == null || now.total() == 0
                ? ""
                : "%s of %s".formatted(Figures.count(now.done()), Figures.count(now.total()));
    }

    /// What is shown now; null while nothing is.
    public @Nullable Ranked ranked() {
        return state.get() instanceof BestOfNState.Ready(Ranked ranked) ? ranked : null;
    }

    public ReadOnlyObjectProperty<BestOfNState> stateProperty() {
        return state.getReadOnlyProperty();
    }

    /// Whether the view is in sight: nothing is graded while it is not.
    public BooleanProperty shownProperty() {
        return shown;
    }

    public ScoresViewModel scores() {
        return scores;
    }

    public ProblemsViewModel problems() {
        return problems;
    }

    CompareDesk desk() {
        return desk;
    }

    Session session() {
        return session;
    }
}
