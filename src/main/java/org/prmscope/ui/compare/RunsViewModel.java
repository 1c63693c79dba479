package org.prmscope.ui.compare;

import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

import org.jspecify.annotations.Nullable;
import org.prmscope.compare.Comparison;
import org.prmscope.core.Solution;
import org.prmscope.run.RunRequest;
import org.prmscope.run.RunSnapshot;
import org.prmscope.run.RunSummary;
import org.prmscope.run.SetSummary;
import org.prmscope.run.VerifierChoice;
import org.prmscope.ui.fx.BackgroundTasks;
import org.prmscope.ui.session.Session;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// The runs of the set shown, and which of them are columns.
public final class RunsViewModel {
    private final Session session;
    private final CompareDesk desk;
    private final BackgroundTasks.Lane listing;
    private final ObservableList<RunEntry> runs = FXCollections.observableArrayList();
    private final ObservableList<RunEntry> runsView =
            FXCollections.unmodifiableObservableList(runs);
    private final ReadOnlyObjectWrapper<List<Long>> chosen = new ReadOnlyObjectWrapper<>(List.of());
    private final ReadOnlyBooleanWrapper loaded = new ReadOnlyBooleanWrapper();
    private final RunQueueViewModel queue;
    private final ChosenRuns kept;
    private final Supplier<ReadRuns> read;
    private @Nullable SetSummary set;
    private List<Solution> solutions = List.of();
    private boolean newPair;

    // Kept until a list is delivered: a newer listing takes the place of one under way.
    private final List<Long> arrived = new ArrayList<>();
    private boolean chooses;

    private record Listed(List<RunSummary> runs, List<Long> choice) {}

    /// @param read where runs are read, anew for each set
    RunsViewModel(Session session, CompareDesk desk, ChosenRuns kept, Supplier<ReadRuns> read) {
        this.session = session;
        this.desk = desk;
        this.kept = kept;
        this.read = read;
        listing = session.tasks().lane();
        queue = new RunQueueViewModel(desk, this::begun);
        desk.activeProperty()
                .subscribe(active -> {
                    if (!active && set != null) {
                        list();
                    }
                });
    }

    /// Lists the runs of another set and chooses those compared last, else the two newest that have
    /// a solution in common, the older one first.
    void show(@Nullable SetSummary next, List<Solution> of) {
        set = next;
        solutions = List.copyOf(of);
        runs.clear();
        loaded.set(false);
        chosen.set(List.of());
        arrived.clear();
        newPair = false;
        if (next != null) {
            chooses = true;
            list();
        }
    }

    /// Remembers the columns: they are compared now.
    void keep() {
        SetSummary of = set;
        if (of != null) {
            kept.keep(of.id(), chosen.get());
        }
    }

    private void list() {
        SetSummary of = set;
        if (of == null) {
            return;
        }
        boolean choosing = chooses;
        List<Long> last = kept.of(of.id());
        List<Solution> all = solutions;
        ReadRuns reader = read.get();
        session.call(
                listing,
                (workbench, cancellation) -> {
                    List<RunSummary> found = workbench.runs(of.id());
                    return new Listed(
                            found,
                            choosing
                                    ? ChosenRuns.choose(
                                            workbench, reader, all, last, found, cancellation)
                                    : List.of());
                },
                listed -> {
                    runs.setAll(listed.runs().stream().map(RunEntry::new).toList());
                    loaded.set(true);
                    // A set without runs waits for its first one.
                    if (chooses && !listed.choice().isEmpty()) {
                        chooses = false;
                        if (chosen.get().isEmpty()) {
                            chosen.set(listed.choice());
                        }
                    }
                    arrived.forEach(this::addColumn);
                    arrived.clear();
                },
                failure -> session.dialogs().showFailure("Listing the runs", failure));
    }

    private void begun(RunRequest request, long id) {
        // A queue goes on when another set is opened; its runs are none of that one.
        if (set == null || request.setId() != set.id()) {
            return;
        }
        arrived.add(id);
        list();
    }

    private void addColumn(long id) {
        List<Long> columns = new ArrayList<>(newPair ? List.of() : chosen.get());
        newPair = false;
        chooses = false;
        columns.remove(id);
        if (columns.size() == Comparison.MOST_RUNS) {
            columns.removeFirst();
        }
        columns.add(id);
        chosen.set(List.copyOf(columns));
    }

    /// The entry of a run, null if the list has none.
    @Nullable RunEntry entry(long id) {
        for (RunEntry entry : runs) {
            if (entry.id() == id) {
                return entry;
            }
        }
        return null;
    }

    /// Makes a run a column, or no longer one; a fifth takes the place of the first.
    public void toggle(long id) {
        chooses = false;
        List<Long> columns = new ArrayList<>(chosen.get());
        if (!columns.remove(id)) {
            if (columns.size() == Comparison.MOST_RUNS) {
                columns.removeFirst();
            }
            columns.add(id);
        }
        chosen.set(List.copyOf(columns));
    }

    /// Makes the chains that a run lacks.
    public void resume(RunEntry entry) {
        VerifierChoice verifier = desk.verifier();
        SetSummary of = set;
        if (verifier != null && of != null) {
            newPair = false;
            queue.start(
                    List.of(
                            new RunRequest(
                                    of.id(),
                                    solutions,
                                    verifier,
                                    entry.summary().run().configuration(),
                                    entry.id())));
        }
    }

    /// Makes new runs one after the other; they become the columns as they begin.
    void start(List<RunRequest> requests) {
        newPair = true;
        queue.start(requests);
    }

    /// What there is to wait for: a column that goes on, or the queue where no run is a column yet;
    /// null for nothing.
    CompareState.@Nullable GoesOn goesOn() {
        RunSnapshot now = desk.snapshotProperty().get();
        List<Long> columns = chosen.get();
        if (now != null && !now.state().isOver() && columns.contains(now.runId())) {
            return new CompareState.GoesOn(
                    "Run %s goes on".formatted(Comparison.letter(columns.indexOf(now.runId()))),
                    now.done(),
                    now.total());
        }
        SetSummary of = set;
        return columns.isEmpty() && of != null && queue.isOver(of.id())
                ? new CompareState.GoesOn(queue.textProperty().get(), 0, 0)
                : null;
    }

    /// The set whose runs they are, null if none.
    @Nullable SetSummary set() {
        return set;
    }

    /// The solutions of the set.
    List<Solution> solutions() {
        return solutions;
    }

    /// All runs of the set, the newest first.
    public ObservableList<RunEntry> runs() {
        return runsView;
    }

    /// The runs that are columns, in order.
    public ReadOnlyObjectProperty<List<Long>> chosenProperty() {
        return chosen.getReadOnlyProperty();
    }

    /// Whether the list was read.
    public ReadOnlyBooleanProperty loadedProperty() {
        return loaded.getReadOnlyProperty();
    }

    public RunQueueViewModel queue() {
        return queue;
    }
}
