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
import org.prmscope.run.SetSummary;
import org.prmscope.run.VerifierChoice;
import org.prmscope.ui.fx.BackgroundTasks;
import org.prmscope.ui.session.Session;

import java.util.ArrayList;
import java.util.List;

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
    private @Nullable SetSummary set;
    private List<Solution> solutions = List.of();
    private boolean newPair;

    // Kept until a list is delivered: a newer listing takes the place of one under way.
    private final List<Long> arrived = new ArrayList<>();
    private boolean chooses;

    RunsViewModel(Session session, CompareDesk desk) {
        this.session = session;
        this.desk = desk;
        listing = session.tasks().lane();
        queue = new RunQueueViewModel(desk, this::begun);
        desk.activeProperty()
                .subscribe(active -> {
                    if (!active && set != null) {
                        list();
                    }
                });
    }

    /// Lists the runs of another set and chooses the two newest, the older one first.
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

    private void chooseNewest() {
        if (chosen.get().isEmpty()) {
            List<RunEntry> several =
                    runs.stream().filter(entry -> entry.summary().chains() > 0).toList();
            chosen.set(
                    several.subList(0, Math.min(2, several.size())).reversed().stream()
                            .map(RunEntry::id)
                            .toList());
        }
    }

    private void list() {
        SetSummary of = set;
        if (of == null) {
            return;
        }
        session.call(
                listing,
                (workbench, cancellation) -> workbench.runs(of.id()),
                summaries -> {
                    runs.setAll(summaries.stream().map(RunEntry::new).toList());
                    loaded.set(true);
                    if (chooses) {
                        chooses = false;
                        chooseNewest();
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
