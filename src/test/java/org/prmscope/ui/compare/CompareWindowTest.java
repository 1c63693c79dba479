package org.prmscope.ui.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ListView;

import org.junit.jupiter.api.Test;
import org.prmscope.core.Protocol;
import org.prmscope.core.RunConfiguration;
import org.prmscope.core.Scaling;
import org.prmscope.ui.WindowTest;
import org.prmscope.ui.fake.FakeWorkbench;
import org.prmscope.ui.fx.ChainStrip;

import java.util.concurrent.TimeoutException;

class CompareWindowTest extends WindowTest {

    private void openWithPair() throws TimeoutException {
        FakeWorkbench workbench = FakeWorkbench.withSet(19, 0);
        RunConfiguration configuration = RunConfiguration.of(Protocol.GENPRM);
        workbench.addRun(1, configuration.withScaling(Scaling.parallel(8)), 10_000);
        workbench.addRun(1, configuration.withScaling(Scaling.sequential(4)), 10_000);
        open(workbench, "mode.compare");
        until(() -> model().compare().figuresProperty().get() != null);
        until(() -> node(".step-rows .chain-strip") != null);
    }

    @Test
    void stepsAreRowsWithAStripForEachRun() throws TimeoutException {
        openWithPair();
        on(() -> {
            ListView<?> rows = (ListView<?>) node(".step-rows");
            var shown = model().compare().solution().shownProperty().get();
            assertNotNull(shown);
            assertEquals(shown.rows().size(), rows.getItems().size());
            ChainStrip strip = (ChainStrip) node(".step-rows .list-cell:filled .chain-strip");
            assertEquals(8, strip.cells().size());
            assertTrue(node(".chain-columns").isVisible());
            assertFalse(node(".solutions").getParent().getParent().isVisible());
        });
    }

    @Test
    void cellOfAStripOpensItsChain() throws TimeoutException {
        openWithPair();
        on(() -> ((ChainStrip) node(".step-rows .list-cell:filled .chain-strip")).choose(5));
        until(() ->
                model().compare()
                        .chains()
                        .columnsProperty()
                        .get()
                        .getFirst()
                        .title()
                        .equals("A · chain 6 of 8"));
    }

    @Test
    void countFiltersAndEscapeShowsAllAgain() throws TimeoutException {
        openWithPair();
        until(() -> node(".compare .count-link") != null);
        on(() -> ((Button) node(".compare .count-link")).fire());
        until(() -> node(".compare .filter-chip") != null);
        press("view.close");
        until(() -> model().compare().filterProperty().get() == null);
        until(() -> node(".compare .filter-chip") == null);
    }

    @Test
    void setWithoutRunsOffersToPlanAPair() throws TimeoutException {
        open(FakeWorkbench.withSet(5, 0), "mode.compare");
        until(() -> node(".compare .empty-state .button") != null);
        on(() -> ((Button) node(".compare .empty-state .button")).fire());
        until(() -> node(".runs-panel") != null);
    }

    @Test
    void partsOfTheFilterAndRowsOfRunsStayWhileTheyAreUsed() throws TimeoutException {
        openWithPair();
        on(() -> ((Button) node(".compare .count-link")).fire());
        until(() -> node(".compare .filter-chip") != null);
        Node chip = node(".compare .filter-chip");
        press("solution.next");
        on(() -> assertSame(chip, node(".compare .filter-chip")));
        press("compare.runs");
        until(() -> node(".runs-panel .check-box") != null);
        on(() -> {
            CheckBox box = (CheckBox) node(".runs-panel .check-box");
            box.requestFocus();
            box.fire();
            assertFalse(box.isSelected());
            assertSame(box, root().getScene().getFocusOwner());
            box.fire();
            assertTrue(box.isSelected());
        });
    }

    @Test
    void runsThatWaitAreCountedOnTheButtonThatTakesThemBackEveryTime() throws TimeoutException {
        open(FakeWorkbench.withSet(5, 0), "mode.compare");
        until(() -> model().verifier().canRun());
        on(() -> model().verifyShown());
        for (int time = 0; time < 2; time++) {
            on(() -> runBoth().fire());
            on(() -> assertEquals("■ Cancel 2 queued", runBoth().getText()));
            on(() -> runBoth().fire());
            on(() -> assertEquals("▶ Run both", runBoth().getText()));
        }
        on(() -> assertTrue(model().run().activeProperty().get()));
    }

    private Button runBoth() {
        return root().lookupAll(".compare-tools .verify").stream()
                .filter(node -> node.getParent() instanceof CompareTools)
                .map(Button.class::cast)
                .findFirst()
                .orElseThrow();
    }
}
