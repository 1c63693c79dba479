package org.prmscope.ui.problem;

import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

import org.prmscope.core.Solution;
import org.prmscope.dataset.StepDraft;
import org.prmscope.dataset.StepSplitter;
import org.prmscope.run.SetSummary;
import org.prmscope.ui.session.Session;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.BiConsumer;

/// A problem and a solution typed or pasted in, its steps arranged before it is added.
///
/// Typing in the solution splits it anew; arranging the steps by hand keeps the arrangement until
/// the text is changed again. Every arrangement can be undone.
public final class NewProblemViewModel {
    private final Session session;
    private final BiConsumer<SetSummary, String> added;
    private final StringProperty id = new SimpleStringProperty("");
    private final StringProperty problem = new SimpleStringProperty("");
    private final StringProperty solution = new SimpleStringProperty("");
    private final ReadOnlyObjectWrapper<StepDraft> draft =
            new ReadOnlyObjectWrapper<>(StepDraft.of(List.of()));
    private final ReadOnlyIntegerWrapper selected = new ReadOnlyIntegerWrapper(-1);
    private final ReadOnlyBooleanWrapper canAdd = new ReadOnlyBooleanWrapper();
    private final ReadOnlyBooleanWrapper canUndo = new ReadOnlyBooleanWrapper();
    private final ReadOnlyBooleanWrapper adding = new ReadOnlyBooleanWrapper();
    private final Deque<StepDraft> undo = new ArrayDeque<>();

    /// @param added told the set and the id once the solution is stored
    public NewProblemViewModel(Session session, BiConsumer<SetSummary, String> added) {
        this.session = session;
        this.added = added;
        solution.subscribe(this::split);
        problem.subscribe(this::check);
        id.subscribe(this::check);
        adding.subscribe(this::check);
    }

    /// Takes up what was typed before; only an id is proposed where there is none.
    ///
    /// @param proposedId an id that is free
    public void resume(String proposedId) {
        if (id.get().isBlank() || isBlank()) {
            id.set(proposedId);
        }
    }

    private boolean isBlank() {
        return problem.get().isBlank() && solution.get().isBlank();
    }

    /// Drops what was typed.
    public void clear() {
        id.set("");
        problem.set("");
        solution.set("");
    }

    private void split(String text) {
        undo.clear();
        show(StepSplitter.split(text));
        selected.set(draft.get().size() > 0 ? 0 : -1);
    }

    /// Joins the selected step and the one after it.
    public void mergeWithNext() {
        int at = selected.get();
        if (at >= 0 && at + 1 < draft.get().size()) {
            edit(draft.get().merge(at), at);
        }
    }

    /// Cuts the selected step before the character at `offset` of its text.
    public void splitAt(int offset) {
        int at = selected.get();
        if (at >= 0 && draft.get().canSplit(at, offset)) {
            edit(draft.get().split(at, offset), at + 1);
        }
    }

    /// Moves the selected step up (-1) or down (1).
    public void move(int direction) {
        int from = selected.get();
        int to = from + direction;
        if (from >= 0 && to >= 0 && to < draft.get().size()) {
            edit(draft.get().move(from, to), to);
        }
    }

    /// Leaves the selected step out.
    public void remove() {
        int at = selected.get();
        if (at >= 0) {
            edit(draft.get().remove(at), Math.min(at, draft.get().size() - 2));
        }
    }

    /// Drops the heads such as `Step 1:` of all steps.
    public void dropHeads() {
        edit(draft.get().withoutHeads(), selected.get());
    }

    /// Takes back the last arrangement.
    public void undo() {
        if (!undo.isEmpty()) {
            show(undo.pop());
            selected.set(Math.min(selected.get(), draft.get().size() - 1));
            check();
        }
    }

    private void edit(StepDraft next, int select) {
        if (!next.equals(draft.get())) {
            undo.push(draft.get());
            show(next);
            selected.set(select);
        }
    }

    private void show(StepDraft next) {
        draft.set(next);
        check();
    }

    private void check() {
        canUndo.set(!undo.isEmpty());
        canAdd.set(
                !problem.get().isBlank()
                        && !id.get().isBlank()
                        && draft.get().size() > 0
                        && !adding.get());
    }

    /// Selects a step, from 0.
    public void select(int step) {
        if (step >= 0 && step < draft.get().size()) {
            selected.set(step);
        }
    }

    /// Stores the solution in the set "My problems" and starts over.
    public void add() {
        if (!canAdd.get()) {
            return;
        }
        adding.set(true);
        Solution typed = Solution.of(id.get().strip(), problem.get().strip(), draft.get().steps());
        session.call(
                (workbench, cancellation) -> workbench.addSolution(typed),
                set -> {
                    adding.set(false);
                    clear();
                    added.accept(set, typed.id());
                },
                failure -> {
                    adding.set(false);
                    session.dialogs().showFailure("Adding the problem", failure);
                });
    }

    /// The id the solution will have in its set.
    public StringProperty idProperty() {
        return id;
    }

    public StringProperty problemProperty() {
        return problem;
    }

    /// The solution as pasted.
    public StringProperty solutionProperty() {
        return solution;
    }

    public ReadOnlyObjectProperty<StepDraft> draftProperty() {
        return draft.getReadOnlyProperty();
    }

    /// The step that buttons and keys act on, from 0; -1 if none.
    public ReadOnlyIntegerProperty selectedProperty() {
        return selected.getReadOnlyProperty();
    }

    public ReadOnlyBooleanProperty canAddProperty() {
        return canAdd.getReadOnlyProperty();
    }

    public ReadOnlyBooleanProperty canUndoProperty() {
        return canUndo.getReadOnlyProperty();
    }

    /// Whether the solution is being stored.
    public ReadOnlyBooleanProperty addingProperty() {
        return adding.getReadOnlyProperty();
    }
}
