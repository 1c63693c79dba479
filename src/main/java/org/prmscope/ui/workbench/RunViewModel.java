package org.prmscope.ui.workbench;

import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.VerificationChain;
import org.prmscope.core.WorkbenchException;
import org.prmscope.run.ChainKey;
import org.prmscope.run.RunHandle;
import org.prmscope.run.RunRequest;
import org.prmscope.run.RunSnapshot;
import org.prmscope.run.RunState;
import org.prmscope.run.SetSummary;
import org.prmscope.run.Workbench;
import org.prmscope.ui.figures.Figures;
import org.prmscope.ui.fx.Notice;
import org.prmscope.ui.session.Session;
import org.prmscope.ui.session.Unfinished;
import org.prmscope.ui.solutions.SolutionRow;
import org.prmscope.ui.solutions.SolutionsViewModel;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;

/// The run that goes on: started, polled and cancelled here.
public final class RunViewModel {
    private final Session session;
    private final SolutionsViewModel solutions;
    private final Supplier<@Nullable SetSummary> shownSet;
    private final StatusViewModel status;
    private final ReadOnlyObjectWrapper<@Nullable RunSnapshot> snapshot =
            new ReadOnlyObjectWrapper<>();
    private final ReadOnlyBooleanWrapper active = new ReadOnlyBooleanWrapper();
    private @Nullable RunHandle handle;
    private @Nullable RunRequest request;
    private @Nullable ChainKey watched;
    private boolean cancelRequested;
    private int turn;

    /// @param shownSet the set in the table, null if none
    public RunViewModel(
            Session session,
            SolutionsViewModel solutions,
            StatusViewModel status,
            Supplier<@Nullable SetSummary> shownSet) {
        this.session = session;
        this.solutions = solutions;
        this.shownSet = shownSet;
        this.status = status;
    }

    /// Starts a run unless one is going on.
    public void start(RunRequest wanted) {
        if (active.get() || wanted.solutions().isEmpty()) {
            return;
        }
        active.set(true);
        cancelRequested = false;
        request = wanted;
        if (wanted.resumes() == null) {
            solutions.queue(wanted.solutions());
        }
        status.showWork("Starting…", -1);
        session.call(
                (workbench, cancellation) -> begin(workbench, wanted),
                this::started,
                failure -> {
                    active.set(false);
                    status.showWork("", 0);
                    solutions.unqueue();
                    session.dialogs().showFailure("Starting the run", failure);
                });
    }

    /// A run that is resumed has its own solutions and configuration.
    private static RunHandle begin(Workbench workbench, RunRequest wanted)
            throws WorkbenchException {
        Long resumes = wanted.resumes();
        return resumes == null
                ? workbench.start(wanted)
                : workbench.resume(resumes, wanted.verifier());
    }

    private void started(RunHandle running) {
        handle = running;
        RunRequest begun = request;
        if (begun != null && begun.resumes() != null && concernsShownSet()) {
            // Not before: the run says what it keeps.
            solutions.queue(begun.solutions(), running.snapshot());
        }
        if (cancelRequested) {
            running.cancel();
        }
        poll();
    }

    /// Asks the run to stop; finished chains are kept.
    public void cancel() {
        if (active.get()) {
            cancelRequested = true;
            RunHandle running = handle;
            if (running != null) {
                running.cancel();
                poll();
            }
        }
    }

    /// Brings everything up to the run's newest snapshot; call about ten times a second.
    public void poll() {
        RunHandle running = handle;
        if (running == null) {
            return;
        }
        RunSnapshot now = running.snapshot(concernsShownSet() ? wanted(running) : Set.of());
        if (now.state().isOver()) {
            handle = null;
        }
        if (concernsShownSet()) {
            solutions.update(now);
        }
        status.show(now, elsewhere().isPresent());
        snapshot.set(now);
        if (now.state().isOver()) {
            active.set(false);
            tell(now);
        }
    }

    /// The chain of the solution in view and, for the strips of the table, one more, each in its
    /// turn: the cost of a poll does not grow with the rows of the verifier.
    private Set<ChainKey> wanted(RunHandle running) {
        Set<ChainKey> wanted = new HashSet<>();
        List<ChainKey> working = List.copyOf(running.snapshot().working().keySet());
        if (!working.isEmpty()) {
            SolutionRow inView = solutions.selectedProperty().get();
            if (inView != null) {
                wanted.addAll(watchedOf(inView.id(), working));
            }
            turn = (turn + 1) % working.size();
            wanted.add(working.get(turn));
        }
        return wanted;
    }

    /// Wants one chain of the solution in view live from now on.
    ///
    /// @param key null for the one begun first
    public void watch(@Nullable ChainKey key) {
        watched = key;
    }

    private Set<ChainKey> watchedOf(String solutionId, Collection<ChainKey> working) {
        ChainKey wanted = watched;
        return wanted != null && wanted.solutionId().equals(solutionId) && working.contains(wanted)
                ? Set.of(wanted)
                : firstOf(solutionId, working);
    }

    private static Set<ChainKey> firstOf(String solutionId, Collection<ChainKey> working) {
        return working.stream()
                .filter(key -> key.solutionId().equals(solutionId))
                .findFirst()
                .map(Set::of)
                .orElse(Set.of());
    }

    /// The live chain of a solution as it stands now; null if it has none.
    public @Nullable VerificationChain live(String solutionId) {
        RunHandle running = handle;
        if (running == null || !concernsShownSet()) {
            return null;
        }
        Set<ChainKey> one = watchedOf(solutionId, running.snapshot().working().keySet());
        return one.isEmpty() ? null : running.snapshot(one).live(solutionId);
    }

    /// What closing the window would end, if a run goes on.
    Optional<Unfinished> unfinished() {
        if (!active.get()) {
            return Optional.empty();
        }
        RunSnapshot now = snapshot.get();
        String kept =
                now == null || now.state().isOver()
                        ? "Nothing of it is kept yet."
                        : "%,d of %s are kept; the list of runs to compare resumes it."
                                .formatted(
                                        now.done(),
                                        Figures.count(
                                                now.total(),
                                                now.chainsPerSolution() == 1
                                                        ? "solution"
                                                        : "chain"));
        return Optional.of(
                new Unfinished("A verification is going on", "The verification stops. " + kept));
    }

    /// The set that the run is over, where it goes on and is not the one in the table.
    OptionalLong elsewhere() {
        RunRequest running = request;
        return running != null && active.get() && !concernsShownSet()
                ? OptionalLong.of(running.setId())
                : OptionalLong.empty();
    }

    /// Whether the run is over the set in the table: ids are unique in a set only.
    public boolean concernsShownSet() {
        RunRequest running = request;
        SetSummary set = shownSet.get();
        return running != null && set != null && set.id() == running.setId();
    }

    /// Marks what is still to be done after the table shows the run's set again.
    public void rejoin() {
        RunRequest running = request;
        RunHandle current = handle;
        if (running != null && current != null && concernsShownSet()) {
            solutions.queue(running.solutions(), current.snapshot());
            poll();
        }
    }

    private void tell(RunSnapshot ended) {
        WorkbenchException.Report failure = ended.failure();
        if (ended.state() == RunState.FAILED) {
            WorkbenchException.Report report =
                    failure == null
                            ? new WorkbenchException.Report("The run failed", "", "", "", "")
                            : failure;
            session.dialogs()
                    .show(Notice.error(report, new Notice.Action("Run again", this::again)));
        }
    }

    /// Makes the chains that the last run did not finish; they join those it has.
    private void again() {
        RunRequest last = request;
        RunSnapshot ended = snapshot.get();
        if (last != null && ended != null) {
            start(
                    new RunRequest(
                            last.setId(),
                            last.solutions(),
                            last.verifier(),
                            last.configuration(),
                            ended.runId() == 0 ? last.resumes() : (Long) ended.runId()));
        }
    }

    /// Whether a run is being started or goes on.
    public ReadOnlyBooleanProperty activeProperty() {
        return active.getReadOnlyProperty();
    }

    /// The newest snapshot, null before the first run.
    public ReadOnlyObjectProperty<@Nullable RunSnapshot> snapshotProperty() {
        return snapshot.getReadOnlyProperty();
    }
}
