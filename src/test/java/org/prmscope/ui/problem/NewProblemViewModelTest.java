package org.prmscope.ui.problem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.prmscope.ui.fake.FakeWorkbench;
import org.prmscope.ui.fake.RecordingDialogs;
import org.prmscope.ui.fx.BackgroundTasks;
import org.prmscope.ui.session.Session;

import java.util.ArrayList;
import java.util.List;

class NewProblemViewModelTest {
    private final FakeWorkbench workbench = new FakeWorkbench();
    private final Session session =
            new Session(new BackgroundTasks(Runnable::run, Runnable::run), new RecordingDialogs());
    private final List<String> added = new ArrayList<>();
    private final NewProblemViewModel model =
            new NewProblemViewModel(session, (set, id) -> added.add(set.name() + " " + id));

    @BeforeEach
    void attach() {
        session.attach(workbench);
        model.resume("problem-1");
        model.problemProperty().set("What is 1 + 2?");
        model.solutionProperty().set("One is one.\n\nTwo is two.\n\nThree.");
    }

    private List<String> steps() {
        return model.draftProperty().get().steps();
    }

    @Test
    void pastedSolutionIsSplitAtBlankLines() {
        assertEquals(List.of("One is one.", "Two is two.", "Three."), steps());
        assertEquals(0, model.selectedProperty().get());
        assertTrue(model.canAddProperty().get());
    }

    @Test
    void everyArrangementCanBeUndone() {
        List<String> first = steps();
        model.select(1);
        model.mergeWithNext();
        assertEquals(2, steps().size());
        model.splitAt(4);
        model.move(-1);
        model.remove();
        while (model.canUndoProperty().get()) {
            model.undo();
        }
        assertEquals(first, steps());
    }

    @Test
    void movedStepStaysSelected() {
        model.select(2);
        model.move(-1);
        assertEquals(List.of("One is one.", "Three.", "Two is two."), steps());
        assertEquals(1, model.selectedProperty().get());
        model.move(-1);
        model.move(-1);
        assertEquals(0, model.selectedProperty().get());
    }

    @Test
    void cutThatLeavesNothingDoesNothing() {
        model.splitAt(0);
        assertEquals(3, steps().size());
        assertFalse(model.canUndoProperty().get());
    }

    @Test
    void removingEveryStepForbidsAdding() {
        model.remove();
        model.remove();
        model.remove();
        assertTrue(steps().isEmpty());
        assertEquals(-1, model.selectedProperty().get());
        assertFalse(model.canAddProperty().get());
    }

    @Test
    void addedProblemIsStoredAndTold() {
        model.add();
        assertEquals(List.of("My problems problem-1"), added);
        assertEquals(3, workbench.solutions(99).getFirst().steps().size());
    }

    @Test
    void withoutProblemOrIdNothingCanBeAdded() {
        model.problemProperty().set(" ");
        assertFalse(model.canAddProperty().get());
        model.problemProperty().set("x");
        model.idProperty().set("");
        assertFalse(model.canAddProperty().get());
        model.add();
        assertTrue(added.isEmpty());
    }

    @Test
    void formIsResumedUntilItIsAddedOrDropped() {
        model.resume("problem-7");
        assertEquals("problem-1", model.idProperty().get());
        assertEquals("What is 1 + 2?", model.problemProperty().get());
        model.add();
        assertEquals("", model.problemProperty().get());
        assertTrue(steps().isEmpty());
        model.resume("problem-2");
        assertEquals("problem-2", model.idProperty().get());
        model.problemProperty().set("x");
        model.clear();
        assertEquals("", model.problemProperty().get());
    }
}
