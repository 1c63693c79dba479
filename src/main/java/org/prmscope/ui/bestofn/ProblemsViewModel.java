package org.prmscope.ui.bestofn;

import javafx.beans.property.ObjectProperty;
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
import org.prmscope.ui.fx.RowWalk;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// The problems and the candidate in view: filter, facets, the slice behind a mark, and selection.
/// The selection is kept by id, so that it survives other scores and filters.
public final class ProblemsViewModel {
    /// Problems that something stands for, such as a mark.
    public record Slice(String name, Set<String> ids) {
        public Slice {
            ids = Set.copyOf(ids);
        }
    }

    private final ObservableList<ProblemRow> all = FXCollections.observableArrayList();
    private final FilteredList<ProblemRow> filtered = new FilteredList<>(all);
    private final SortedList<ProblemRow> shown = new SortedList<>(filtered);
    private final StringProperty filterText = new SimpleStringProperty("");
    private final ObjectProperty<ProblemFacet> facet = new SimpleObjectProperty<>(ProblemFacet.ALL);
    private final ReadOnlyObjectWrapper<@Nullable Slice> slice = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<Map<ProblemFacet, Integer>> counts =
            new ReadOnlyObjectWrapper<>(Map.of());
    private final ReadOnlyObjectWrapper<@Nullable ProblemRow> selected =
            new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<@Nullable CandidateRow> candidate =
            new ReadOnlyObjectWrapper<>();
    private @Nullable String wantedSolution;

    ProblemsViewModel() {
        filterText.subscribe(this::refilter);
        facet.subscribe(this::refilter);
        slice.subscribe(this::refilter);
    }

    /// Shows other rows; what was selected stays where it is still there.
    void show(List<ProblemRow> rows) {
        ProblemRow before = selected.get();
        CandidateRow open = candidate.get();
        all.setAll(rows);
        recount();
        String solution = wantedSolution;
        if (solution != null && selectSolution(solution)) {
            wantedSolution = null;
            return;
        }
        ProblemRow now =
                before == null
                        ? null
                        : rows.stream()
                                .filter(row -> row.id().equals(before.id()))
                                .findFirst()
                                .orElse(null);
        if (now == null) {
            select(shown.isEmpty() ? null : shown.getFirst());
        } else {
            choose(
                    now,
                    now.candidates().stream()
                            .filter(row -> open != null && row.id().equals(open.id()))
                            .findFirst()
                            .orElse(now.candidates().getFirst()));
        }
    }

    /// Forgets everything: another set follows.
    void clear() {
        wantedSolution = null;
        choose(null, null);
        slice.set(null);
        filterText.set("");
        facet.set(ProblemFacet.ALL);
        all.clear();
        recount();
    }

    private void choose(@Nullable ProblemRow problem, @Nullable CandidateRow open) {
        // The candidate first: who looks at the problem finds its candidate.
        candidate.set(open);
        selected.set(problem);
    }

    /// Selects a problem and its best candidate.
    public void select(@Nullable ProblemRow problem) {
        ProblemRow before = selected.get();
        if (problem == null || !problem.equals(before)) {
            choose(problem, problem == null ? null : problem.candidates().getFirst());
        }
    }

    /// Selects a candidate of the problem in view.
    public void select(CandidateRow row) {
        ProblemRow problem = selected.get();
        if (problem != null && problem.candidates().contains(row)) {
            candidate.set(row);
        }
    }

    /// Selects a problem and one of its candidates.
    ///
    /// @param index of the candidate in the file, from 0; null for the best
    /// @return whether the problem is there
    public boolean select(String problem, @Nullable Integer index) {
        for (ProblemRow row : all) {
            if (row.id().equals(problem)) {
                choose(
                        row,
                        row.candidates().stream()
                                .filter(each -> index != null && each.index() == index)
                                .findFirst()
                                .orElse(row.candidates().getFirst()));
                return true;
            }
        }
        return false;
    }

    /// Selects the candidate that is a solution, now or as soon as rows are there.
    public void prefer(String solutionId) {
        if (!selectSolution(solutionId)) {
            wantedSolution = solutionId;
        }
    }

    private boolean selectSolution(String id) {
        for (ProblemRow row : all) {
            for (CandidateRow each : row.candidates()) {
                if (each.id().equals(id)) {
                    choose(row, each);
                    return true;
                }
            }
        }
        return false;
    }

    /// Selects the next (1) or previous (-1) problem of the table.
    public boolean next(int direction) {
        return next(direction, _ -> true);
    }

    /// Selects the next or previous problem on which methods disagree.
    public boolean nextDisagreement(int direction) {
        return next(direction, ProblemRow::disagrees);
    }

    /// Selects the next or previous problem with something that could not be graded.
    public boolean nextUngraded(int direction) {
        return next(direction, ProblemRow::hasUngraded);
    }

    private boolean next(int direction, Predicate<ProblemRow> wanted) {
        Optional<ProblemRow> next = RowWalk.next(shown, selected.get(), direction, wanted);
        next.ifPresent(this::select);
        return next.isPresent();
    }

    /// Opens the next or previous candidate of the problem.
    public void nextCandidate(int direction) {
        ProblemRow problem = selected.get();
        CandidateRow now = candidate.get();
        if (problem != null && now != null) {
            int next = problem.candidates().indexOf(now) + direction;
            if (next >= 0 && next < problem.candidates().size()) {
                candidate.set(problem.candidates().get(next));
            }
        }
    }

    /// Shows only some problems, such as those behind a mark.
    public void slice(String name, List<String> ids) {
        if (!ids.isEmpty()) {
            slice.set(new Slice(name, Set.copyOf(new HashSet<>(ids))));
            if (!shown.isEmpty() && !shown.contains(selected.get())) {
                select(shown.getFirst());
            }
        }
    }

    /// Shows all problems again.
    public void clearSlice() {
        slice.set(null);
    }

    /// Such as `3 of 10`; empty where none is selected or the filter hides it.
    public String position() {
        return RowWalk.position(shown, selected.get());
    }

    private void refilter() {
        List<String> words = words();
        ProblemFacet wanted = facet.get();
        Slice among = slice.get();
        filtered.setPredicate(row ->
                row.matches(words)
                        && wanted.keeps(row)
                        && (among == null || among.ids().contains(row.id())));
        recount();
    }

    private List<String> words() {
        return filterText.get().isBlank()
                ? List.of()
                : List.of(filterText.get().strip().toLowerCase(Locale.ROOT).split("\\s+"));
    }

    private void recount() {
        List<String> words = words();
        Slice among = slice.get();
        Map<ProblemFacet, Integer> fresh = new EnumMap<>(ProblemFacet.class);
        for (ProblemRow row : new ArrayList<>(all)) {
            if (row.matches(words) && (among == null || among.ids().contains(row.id()))) {
                for (ProblemFacet each : ProblemFacet.values()) {
                    if (each.keeps(row)) {
                        fresh.merge(each, 1, Integer::sum);
                    }
                }
            }
        }
        counts.set(Map.copyOf(fresh));
    }

    /// The problems of the table, filtered and sorted.
    public SortedList<ProblemRow> shown() {
        return shown;
    }

    public StringProperty filterTextProperty() {
        return filterText;
    }

    public ObjectProperty<ProblemFacet> facetProperty() {
        return facet;
    }

    /// What the table is limited to besides its filter; null for nothing.
    public ReadOnlyObjectProperty<@Nullable Slice> sliceProperty() {
        return slice.getReadOnlyProperty();
    }

    /// How many problems are in each facet.
    public ReadOnlyObjectProperty<Map<ProblemFacet, Integer>> countsProperty() {
        return counts.getReadOnlyProperty();
    }

    public int count(ProblemFacet of) {
        return counts.get().getOrDefault(of, 0);
    }

    /// The problem in view.
    public ReadOnlyObjectProperty<@Nullable ProblemRow> selectedProperty() {
        return selected.getReadOnlyProperty();
    }

    /// The candidate that is open, one of the problem in view.
    public ReadOnlyObjectProperty<@Nullable CandidateRow> candidateProperty() {
        return candidate.getReadOnlyProperty();
    }
}
