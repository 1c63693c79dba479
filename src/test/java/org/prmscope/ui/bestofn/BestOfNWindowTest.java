package org.prmscope.ui.bestofn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import javafx.scene.control.Button;
import javafx.scene.control.TableView;

import org.junit.jupiter.api.Test;
import org.prmscope.ui.WindowTest;
import org.prmscope.ui.fake.FakeWorkbench;
import org.prmscope.ui.workbench.WorkbenchViewModel;

import java.util.concurrent.TimeoutException;

class BestOfNWindowTest extends WindowTest {

    private void openCandidates() throws TimeoutException {
        FakeWorkbench workbench = new FakeWorkbench();
        workbench.addSet(1, "candidates", Candidates.solutions());
        open(workbench, "mode.bestofn");
        until(() -> model().bestOfN().ranked() != null);
        until(() -> node(".problems .table-row-cell:filled") != null);
    }

    @Test
    void problemsCandidatesAndFiguresStandSideBySide() throws TimeoutException {
        openCandidates();
        on(() -> {
            TableView<?> problems = (TableView<?>) node(".problems .table-view");
            assertEquals(5, problems.getItems().size());
            assertTrue(node(".candidate-steps").isVisible());
            assertFalse(node(".compare").isVisible());
        });
        press("step.next");
        until(() -> model().bestOfN().problems().candidateProperty().get().index() == 1);
        press("solution.next");
        until(() -> model().bestOfN().problems().selectedProperty().get().id().equals("b"));
    }

    @Test
    void countSelectsItsProblemsAndEscapeShowsAllAgain() throws TimeoutException {
        openCandidates();
        until(() -> node(".bestofn .count-link") != null);
        on(() -> ((Button) node(".bestofn .count-link")).fire());
        until(() -> node(".bestofn .filter-chip") != null);
        // A tie or some of the draws are enough to be among them.
        assertTrue(
                model().bestOfN().problems().sliceProperty().get().name().endsWith("may be right"));
        press("view.close");
        until(() -> model().bestOfN().problems().sliceProperty().get() == null);
        until(() -> node(".bestofn .filter-chip") == null);
    }

    @Test
    void setWithoutCandidatesSaysWhichFilesHaveSome() throws TimeoutException {
        open(FakeWorkbench.withSet(5, 0), "mode.bestofn");
        until(() -> node(".bestofn .empty-state .button") != null);
        on(() ->
                assertEquals(
                        "Open file…", ((Button) node(".bestofn .empty-state .button")).getText()));
    }

    @Test
    void inspectOpensTheCandidateInTheInspectView() throws TimeoutException {
        openCandidates();
        on(() -> model().bestOfN().problems().select("c", 2));
        until(() -> node(".candidate-head .button") != null);
        on(() -> ((Button) node(".candidate-head .button")).fire());
        until(() -> model().modeProperty().get() == WorkbenchViewModel.Mode.INSPECT);
        assertEquals("c#2", model().solutions().selectedProperty().get().id());
    }
}
