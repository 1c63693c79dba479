package org.prmscope.ui.synthesis;

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
import org.prmscope.run.ChainKey;
import org.prmscope.ui.fx.RowWalk;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// The table of chains: filter, facets and selection. The selection is kept by solution and chain,
/// so that it survives other filters.
public final class ChainListViewModel {
    /// Which chains of a kind are in the table.
    public enum Among {
        ALL("all"),
        KEPT("kept"),
        DROPPED("dropped"),
        BY_HAND("by hand");

        private final String title;

        Among(String title) {
            this.title = title;
        }

        public String title() {
            return title;
        }

        boolean keeps(ChainRow row) {
            return switch (this) {
                case ALL -> true;
                case KEPT -> row.isKept();
                case DROPPED -> !row.isKept();
                case BY_HAND -> row.isByHand();
            };
        }
    }

    /// How many chains of a group a facet would show.
    public record Count(String group, int chains) {}

    private final ObservableList<ChainRow> all = FXCollections.observableArrayList();
    private final FilteredList<ChainRow> filtered = new FilteredList<>(all);
    private final SortedList<ChainRow> shown = new SortedList<>(filtered);
    private final StringProperty filterText = new SimpleStringProperty("");
    private final ObjectProperty<Among> among = new SimpleObjectProperty<>(Among.ALL);
    private final ReadOnlyObjectWrapper<Map<ChainFacet, String>> facets =
            new ReadOnlyObjectWrapper<>(Map.of());
    private final ReadOnlyObjectWrapper<Map<Among, Integer>> counts =
            new ReadOnlyObjectWrapper<>(Map.of());
    private final ReadOnlyObjectWrapper<@Nullable ChainRow> selected =
            new ReadOnlyObjectWrapper<>();
    private @Nullable String wantedSolution;
    private boolean picking;

    ChainListViewModel() {
        filterText.subscribe(this::refilter);
        among.subscribe(this::refilter);
        facets.subscribe(this::refilter);
    }

    /// Shows other chains; the selected one stays where it is still there.
    void show(List<ChainRow> rows) {
        ChainRow before = selected.get();
        all.setAll(rows);
        // A group that no chain has any more would leave an empty table without a reason.
        Map<ChainFacet, String> left = new EnumMap<>(ChainFacet.class);
        facets.get()
                .forEach((facet, group) -> {
                    if (rows.stream().anyMatch(row -> facet.groupsOf(row).contains(group))) {
                        left.put(facet, group);
                    }
                });
        facets.set(Map.copyOf(left));
        recount();
        String wanted = wantedSolution;
        wantedSolution = null;
        ChainRow now = before == null ? null : find(before.key());
        if (wanted != null && selectSolution(wanted)) {
            return;
        }
        selected.set(now != null ? now : shown.isEmpty() ? null : shown.getFirst());
    }

    /// Shows a chain anew. Where it leaves the table, the one that follows is selected.
    void replace(ChainRow row) {
        int at = indexOf(row.key());
        if (at < 0) {
            return;
        }
        ChainRow before = selected.get();
        boolean isSelected = before != null && before.key().equals(row.key());
        int place = isSelected ? shown.indexOf(before) : -1;
        all.set(at, row);
        recount();
        if (isSelected) {
            boolean stays = place < 0 || shown.contains(row) || shown.isEmpty();
            selected.set(stays ? row : shown.get(Math.min(place, shown.size() - 1)));
        }
    }

    void clear() {
        picking = true;
        wantedSolution = null;
        selected.set(null);
        filterText.set("");
        among.set(Among.ALL);
        facets.set(Map.of());
        picking = false;
        all.clear();
        refilter();
    }

    private int indexOf(ChainKey key) {
        for (int at = 0; at < all.size(); at++) {
            if (all.get(at).key().equals(key)) {
                return at;
            }
        }
        return -1;
    }

    private @Nullable ChainRow find(ChainKey key) {
        int at = indexOf(key);
        return at < 0 ? null : all.get(at);
    }

    public void select(@Nullable ChainRow row) {
        selected.set(row);
    }

    /// Selects the first chain of a solution, now or as soon as chains are there.
    public void prefer(String solutionId) {
        ChainRow now = selected.get();
        if ((now == null || !now.solutionId().equals(solutionId)) && !selectSolution(solutionId)) {
            wantedSolution = solutionId;
        }
    }

    private boolean selectSolution(String id) {
        for (ChainRow row : all) {
            if (row.solutionId().equals(id)) {
                selected.set(row);
                return true;
            }
        }
        return false;
    }

    /// All chains of a solution, in the order of the run.
    List<ChainRow> ofSolution(String id) {
        return all.stream().filter(row -> row.solutionId().equals(id)).toList();
    }

    List<ChainRow> all() {
        return List.copyOf(all);
    }

    /// Selects the next (1) or previous (-1) chain of the table.
    public boolean next(int direction) {
        return next(direction, _ -> true);
    }

    /// Selects the next or previous chain of another solution.
    public boolean nextSolution(int direction) {
        ChainRow now = selected.get();
        return next(direction, row -> now == null || !row.solutionId().equals(now.solutionId()));
    }

    /// Selects the next or previous chain whose verdicts differ from gold.
    public boolean nextDisagreement(int direction) {
        return next(direction, row -> row.reviewed().facts().hasGold() && !row.agrees());
    }

    /// Selects the next or previous chain that failed or cannot be read.
    public boolean nextInvalid(int direction) {
        return next(direction, ChainRow::isInvalid);
    }

    private boolean next(int direction, Predicate<ChainRow> wanted) {
        Optional<ChainRow> next = RowWalk.next(shown, selected.get(), direction, wanted);
        next.ifPresent(this::select);
        return next.isPresent();
    }

    /// Narrows the table by a facet, besides the others.
    ///
    /// @param group null for all
    public void narrow(ChainFacet facet, @Nullable String group) {
        Map<ChainFacet, String> next = new EnumMap<>(ChainFacet.class);
        next.putAll(facets.get());
        if (group == null) {
            next.remove(facet);
        } else {
            next.put(facet, group);
        }
        facets.set(Map.copyOf(next));
        selectFirst();
    }

    /// Shows one group alone, such as the chains behind a bar: other facets and the text filter are
    /// dropped, so that as many rows are there as the bar counts.
    public void pick(Among of, ChainFacet facet, String group) {
        picking = true;
        filterText.set("");
        among.set(of);
        facets.set(Map.of(facet, group));
        picking = false;
        refilter();
        selectFirst();
    }

    private void selectFirst() {
        if (!shown.isEmpty() && !shown.contains(selected.get())) {
            select(shown.getFirst());
        }
    }

    /// Whether anything keeps chains out of the table.
    public boolean isNarrowed() {
        return !facets.get().isEmpty() || among.get() != Among.ALL || !filterText.get().isBlank();
    }

    /// Shows all chains again.
    public void widen() {
        picking = true;
        filterText.set("");
        among.set(Among.ALL);
        facets.set(Map.of());
        picking = false;
        refilter();
    }

    /// How many chains each group of a facet has in the table as it is narrowed by the others, the
    /// most frequent first for reasons, else in the order of the chains' groups.
    public List<Count> counts(ChainFacet facet, List<String> order) {
        Map<String, Integer> found = new LinkedHashMap<>();
        order.forEach(name -> found.put(name, 0));
        List<String> words = words();
        for (ChainRow row : all) {
            if (keeps(row, words, facet) && among.get().keeps(row)) {
                facet.groupsOf(row).forEach(group -> found.merge(group, 1, Integer::sum));
            }
        }
        return found.entrySet().stream()
                .map(entry -> new Count(entry.getKey(), entry.getValue()))
                .toList();
    }

    /// Such as `3 of 160`; empty where none is selected or the filter hides it.
    public String position() {
        return RowWalk.position(shown, selected.get());
    }

    private void refilter() {
        if (picking) {
            return;
        }
        List<String> words = words();
        Among kind = among.get();
        filtered.setPredicate(row -> kind.keeps(row) && keeps(row, words, null));
        recount();
    }

    private boolean keeps(ChainRow row, List<String> words, @Nullable ChainFacet but) {
        for (Map.Entry<ChainFacet, String> entry : facets.get().entrySet()) {
            if (entry.getKey() != but && !entry.getKey().groupsOf(row).contains(entry.getValue())) {
                return false;
            }
        }
        return row.matches(words);
    }

    private List<String> words() {
        return filterText.get().isBlank()
                ? List.of()
                : List.of(filterText.get().strip().toLowerCase(Locale.ROOT).split("\\s+"));
    }

    private void recount() {
        List<String> words = words();
        Map<Among, Integer> fresh = new EnumMap<>(Among.class);
        for (ChainRow row : all) {
            if (keeps(row, words, null)) {
                for (Among each : Among.values()) {
                    fresh.merge(each, each.keeps(row) ? 1 : 0, Integer::sum);
                }
            }
        }
        counts.set(Map.copyOf(fresh));
    }

    /// The chains of the table, filtered and sorted.
    public SortedList<ChainRow> shown() {
        return shown;
    }

    public StringProperty filterTextProperty() {
        return filterText;
    }

    public ObjectProperty<Among> amongProperty() {
        return among;
    }

    /// The groups that the table is narrowed to.
    public ReadOnlyObjectProperty<Map<ChainFacet, String>> facetsProperty() {
        return facets.getReadOnlyProperty();
    }

    /// How many chains are kept, dropped and so on, among those that facets and text leave.
    public ReadOnlyObjectProperty<Map<Among, Integer>> countsProperty() {
        return counts.getReadOnlyProperty();
    }

    public int count(Among of) {
        return counts.get().getOrDefault(of, 0);
    }

    /// The chain in view.
    public ReadOnlyObjectProperty<@Nullable ChainRow> selectedProperty() {
        return selected.getReadOnlyProperty();
    }
}
