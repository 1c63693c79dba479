package org.prmscope.ui.solutions;

import javafx.beans.Observable;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.collections.transformation.FilteredList;
import javafx.collections.transformation.SortedList;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.Solution;
import org.prmscope.core.VerificationChain;
import org.prmscope.diagnostics.Agreement;
import org.prmscope.run.RunSnapshot;
import org.prmscope.run.SolutionResult;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/// The state of the solutions table: rows, text filter, facets with counts, order and selection.
///
/// The selected row survives filtering and sorting: a row that a filter hides stays selected, and
/// "next" goes on from where it was.
public final class SolutionsViewModel {
    private final ObservableList<SolutionRow> all =
            FXCollections.observableArrayList(row -> new Observable[] {row.standingProperty()});
    private final FilteredList<SolutionRow> filtered = new FilteredList<>(all);
    private final SortedList<SolutionRow> shown = new SortedList<>(filtered);
    private final StringProperty filterText = new SimpleStringProperty("");
    private final ObjectProperty<Facet> facet = new SimpleObjectProperty<>(Facet.ALL);
    private final ObjectProperty<@Nullable SolutionRow> selected = new SimpleObjectProperty<>();
    private final ReadOnlyObjectWrapper<Map<Facet, Integer>> counts =
            new ReadOnlyObjectWrapper<>(Map.of());
    private final ReadOnlyBooleanWrapper generators = new ReadOnlyBooleanWrapper();
    private final ObservableList<SolutionRow> marked = FXCollections.observableArrayList();
    private final Map<String, SolutionRow> byId = new HashMap<>();
    private final Set<String> queued = new HashSet<>();
    private List<String> words = List.of();
    private int lastShownIndex = -1;

    public SolutionsViewModel() {
        filterText.subscribe(this::refilter);
        facet.subscribe(this::refilter);
        selected.subscribe(row -> rememberIndex());
    }

    /// Shows another set.
    public void show(List<Solution> solutions, Map<String, SolutionResult> results) {
        List<SolutionRow> rows = new ArrayList<>(solutions.size());
        byId.clear();
        queued.clear();
        for (Solution solution : solutions) {
            SolutionRow row = new SolutionRow(solution, rows.size(), results.get(solution.id()));
            rows.add(row);
            byId.put(row.id(), row);
        }
        selected.set(null);
        marked.clear();
        all.setAll(rows);
        generators.set(solutions.stream().anyMatch(each -> !each.generator().isBlank()));
        filterText.set("");
        facet.set(Facet.ALL);
        // Where the selection was in the rows before says nothing of these.
        lastShownIndex = -1;
        recount();
    }

    /// The rows in the table, filtered and sorted.
    public SortedList<SolutionRow> shown() {
        return shown;
    }

    /// Every row of the set in file order.
    public List<SolutionRow> all() {
        return List.copyOf(all);
    }

    /// Whether the set says of any solution what wrote it.
    public ReadOnlyBooleanProperty generatorsProperty() {
        return generators.getReadOnlyProperty();
    }

    public StringProperty filterTextProperty() {
        return filterText;
    }

    public ObjectProperty<Facet> facetProperty() {
        return facet;
    }

    /// The row in view, null if none.
    public ObjectProperty<@Nullable SolutionRow> selectedProperty() {
        return selected;
    }

    /// The rows that "Verify selected" takes: those marked in the table, otherwise the one in view.
    public List<Solution> toVerify() {
        List<SolutionRow> rows = new ArrayList<>(marked);
        if (rows.size() < 2) {
            SolutionRow one = selected.get();
            return one == null ? List.of() : List.of(one.solution());
        }
        rows.sort((a, b) -> Integer.compare(a.position(), b.position()));
        return rows.stream().map(SolutionRow::solution).toList();
    }

    /// The rows marked in the table when more than one is; the view writes it.
    public ObservableList<SolutionRow> marked() {
        return marked;
    }

    /// The solutions in the table, in its order.
    public List<Solution> shownSolutions() {
        return shown.stream().map(SolutionRow::solution).toList();
    }

    /// How many of the solutions that the text filter keeps are in each facet.
    public ReadOnlyObjectProperty<Map<Facet, Integer>> countsProperty() {
        return counts.getReadOnlyProperty();
    }

    public int count(Facet of) {
        return counts.get().getOrDefault(of, 0);
    }

    /// Selects by id; returns whether the set has it.
    public boolean select(String id) {
        SolutionRow row = byId.get(id);
        if (row != null) {
            selected.set(row);
        }
        return row != null;
    }

    /// Selects the next (1) or previous (-1) row of the table; returns whether there was one.
    public boolean selectNext(int direction) {
        return selectNext(direction, row -> true);
    }

    /// Selects the next or previous row that disagrees with gold.
    public boolean selectNextDisagreement(int direction) {
        return selectNext(direction, row -> row.agreement() == Agreement.DISAGREE);
    }

    /// Selects the next or previous row whose verification is invalid or failed.
    public boolean selectNextInvalid(int direction) {
        return selectNext(direction, row -> row.agreement() == Agreement.INVALID);
    }

    private boolean selectNext(int direction, Predicate<SolutionRow> wanted) {
        SolutionRow current = selected.get();
        int index = current == null ? -1 : shown.indexOf(current);
        if (index < 0) {
            index = direction > 0 ? lastShownIndex - 1 : Math.max(lastShownIndex, 0);
        }
        for (int i = Math.max(index, -1) + direction; i >= 0 && i < shown.size(); i += direction) {
            if (wanted.test(shown.get(i))) {
                selected.set(shown.get(i));
                return true;
            }
        }
        return false;
    }

    /// Marks the solutions a run was started for.
    public void queue(List<Solution> solutions) {
        for (Solution solution : solutions) {
            SolutionRow row = byId.get(solution.id());
            if (row != null) {
                queued.add(row.id());
                row.queue();
            }
        }
        recount();
    }

    /// Marks those of a run's solutions that it has still to make; the others show what it has.
    public void queue(List<Solution> solutions, RunSnapshot now) {
        List<Solution> left = new ArrayList<>();
        for (Solution solution : solutions) {
            SolutionResult kept =
                    now.isDone(solution.id()) ? now.finished().get(solution.id()) : null;
            SolutionRow row = byId.get(solution.id());
            if (kept == null) {
                left.add(solution);
            } else if (row != null) {
                row.settle(kept);
            }
        }
        queue(left);
    }

    /// Brings the rows up to a run's snapshot; touches only rows that changed.
    public void update(RunSnapshot snapshot) {
        boolean changed = settleFinished(snapshot);
        snapshot.workingSolutions()
                .forEach((id, usage) -> {
                    SolutionRow row = byId.get(id);
                    if (row != null && queued.contains(id)) {
                        VerificationChain live = snapshot.live(id);
                        row.run(live == null ? null : live.verdicts(), usage.generated());
                    }
                });
        if (snapshot.state().isOver()) {
            settleUnfinished(snapshot);
            unqueue();
        } else if (changed) {
            recount();
        }
    }

    private boolean settleFinished(RunSnapshot snapshot) {
        boolean changed = false;
        for (String id : List.copyOf(queued)) {
            SolutionResult result = snapshot.isDone(id) ? snapshot.finished().get(id) : null;
            SolutionRow row = byId.get(id);
            if (result != null && row != null) {
                row.settle(result);
                queued.remove(id);
                changed = true;
            }
        }
        return changed;
    }

    /// What a run that is over has of solutions that lack chains stands where nothing better does,
    /// as it will when the set is opened again.
    private void settleUnfinished(RunSnapshot snapshot) {
        for (String id : List.copyOf(queued)) {
            SolutionResult part = snapshot.finished().get(id);
            SolutionRow row = byId.get(id);
            if (part != null && row != null) {
                SolutionResult before = row.standing().result();
                row.settle(before == null ? part : SolutionResult.preferred(before, part));
                queued.remove(id);
            }
        }
    }

    /// Takes back what a run that is over, or never began, left queued.
    public void unqueue() {
        for (String id : queued) {
            SolutionRow row = byId.get(id);
            if (row != null) {
                row.settleBack();
            }
        }
        queued.clear();
        recount();
    }

    private void refilter() {
        words =
                filterText.get().isBlank()
                        ? List.of()
                        : List.of(filterText.get().strip().toLowerCase(Locale.ROOT).split("\\s+"));
        List<String> wanted = words;
        Facet slice = facet.get();
        rememberIndex();
        filtered.setPredicate(row -> row.matches(wanted) && slice.keeps(row.agreement()));
        recount();
    }

    private void rememberIndex() {
        SolutionRow row = selected.get();
        int index = row == null ? -1 : shown.indexOf(row);
        if (index >= 0) {
            lastShownIndex = index;
        }
    }

    private void recount() {
        Map<Facet, Integer> fresh = new EnumMap<>(Facet.class);
        for (SolutionRow row : all) {
            if (row.matches(words)) {
                Agreement agreement = row.agreement();
                for (Facet each : Facet.values()) {
                    if (each.keeps(agreement)) {
                        fresh.merge(each, 1, Integer::sum);
                    }
                }
            }
        }
        counts.set(Map.copyOf(fresh));
    }
}
