package org.prmscope.ui.compare;

import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleIntegerProperty;

import org.jspecify.annotations.Nullable;
import org.prmscope.compare.Comparison;
import org.prmscope.compare.SolutionComparison;
import org.prmscope.ui.figures.Figures;

import java.util.List;

/// The solution in view, its selected step, and moving among the solutions that the filter keeps.
public final class SolutionViewModel {
    private final ReadOnlyObjectWrapper<@Nullable SolutionComparison> shown =
            new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<@Nullable Comparison> comparison =
            new ReadOnlyObjectWrapper<>();
    private final ReadOnlyStringWrapper position = new ReadOnlyStringWrapper("");
    private final IntegerProperty step = new SimpleIntegerProperty(-1);
    private List<String> ids = List.of();
    private int at = -1;
    private @Nullable String wanted;

    /// Takes over what was computed; the solution in view stays if it is still there.
    ///
    /// @param of null for nothing to compare
    /// @param kept ids of the solutions that the filter keeps
    void show(@Nullable Comparison of, List<String> kept) {
        comparison.set(of);
        ids = List.copyOf(kept);
        if (of == null || ids.isEmpty()) {
            at = -1;
            shown.set(null);
            position.set("");
            return;
        }
        int same = wanted == null ? -1 : ids.indexOf(wanted);
        open(same < 0 ? Math.clamp(at, 0, ids.size() - 1) : same, same >= 0);
    }

    private void open(int index, boolean keepStep) {
        Comparison of = comparison.get();
        if (of == null || index < 0 || index >= ids.size()) {
            return;
        }
        at = index;
        wanted = ids.get(index);
        SolutionComparison next = of.solution(of.indexOf(ids.get(index)));
        position.set("%s of %s".formatted(Figures.count(index + 1), Figures.count(ids.size())));
        int before = step.get();
        boolean keeps = keepStep && before >= 0 && before < next.rows().size();
        shown.set(next);
        step.set(keeps ? before : firstOfInterest(next));
    }

    private static int firstOfInterest(SolutionComparison of) {
        return of.disagreements().isEmpty() ? 0 : of.disagreements().getFirst();
    }

    /// Shows a solution by its id; returns whether it is among those kept.
    public boolean select(String id) {
        int index = ids.indexOf(id);
        if (index >= 0) {
            open(index, false);
        }
        return index >= 0;
    }

    /// Shows a solution once it is there to be shown.
    public void prefer(String id) {
        if (!select(id)) {
            wanted = id;
        }
    }

    /// Shows the next (1) or previous (-1) solution.
    public void next(int direction) {
        open(at + direction, false);
    }

    /// Selects the next (1) or previous (-1) step.
    public void nextStep(int direction) {
        SolutionComparison now = shown.get();
        int to = step.get() + direction;
        if (now != null && to >= 0 && to < now.rows().size()) {
            step.set(to);
        }
    }

    /// Selects the next (1) or previous (-1) step on which runs disagree, in this solution or in
    /// one after it; returns whether there is one.
    public boolean nextDisagreement(int direction) {
        Comparison of = comparison.get();
        SolutionComparison now = shown.get();
        if (of == null || now == null) {
            return false;
        }
        List<Integer> here = now.disagreements();
        int from = step.get();
        List<Integer> beyond =
                here.stream().filter(each -> direction > 0 ? each > from : each < from).toList();
        if (!beyond.isEmpty()) {
            step.set(direction > 0 ? beyond.getFirst() : beyond.getLast());
            return true;
        }
        for (int index = at + direction; index >= 0 && index < ids.size(); index += direction) {
            List<Integer> there = of.solution(of.indexOf(ids.get(index))).disagreements();
            if (!there.isEmpty()) {
                open(index, false);
                step.set(direction > 0 ? there.getFirst() : there.getLast());
                return true;
            }
        }
        return false;
    }

    /// Ids of the solutions that can be moved to.
    List<String> ids() {
        return ids;
    }

    /// The solution in view, null if none.
    public ReadOnlyObjectProperty<@Nullable SolutionComparison> shownProperty() {
        return shown.getReadOnlyProperty();
    }

    /// What it belongs to, null if there is nothing to compare.
    public ReadOnlyObjectProperty<@Nullable Comparison> comparisonProperty() {
        return comparison.getReadOnlyProperty();
    }

    /// The selected step, from 0.
    public IntegerProperty stepProperty() {
        return step;
    }

    /// Such as `3 of 40`; empty without a solution.
    public ReadOnlyStringProperty positionProperty() {
        return position.getReadOnlyProperty();
    }
}
