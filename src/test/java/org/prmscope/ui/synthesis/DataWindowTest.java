package org.prmscope.ui.synthesis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import javafx.event.ActionEvent;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;

import org.junit.jupiter.api.Test;
import org.prmscope.core.FirstError;
import org.prmscope.core.Protocol;
import org.prmscope.core.RunConfiguration;
import org.prmscope.core.Scaling;
import org.prmscope.ui.WindowTest;
import org.prmscope.ui.fake.FakeWorkbench;
import org.prmscope.ui.fake.Samples;

import java.util.List;
import java.util.concurrent.TimeoutException;

class DataWindowTest extends WindowTest {

    private void openChains() throws TimeoutException {
        FakeWorkbench workbench = FakeWorkbench.withSet(8, 0);
        workbench.addRun(
                1,
                RunConfiguration.of(Protocol.GENPRM).withScaling(Scaling.parallel(4)),
                Integer.MAX_VALUE);
        workbench.putSetting("data.filters", "process\nlength:max=4096\n");
        open(workbench, "mode.data");
        until(() -> data().reviewProperty().get() != null);
        until(() -> node(".chains .table-row-cell:filled") != null);
    }

    private DataViewModel data() {
        return model().data();
    }

    @Test
    void chainsTheirTextAndTheFiltersStandSideBySide() throws TimeoutException {
        openChains();
        on(() -> {
            TableView<?> chains = (TableView<?>) node(".chains .table-view");
            assertEquals(36, chains.getItems().size());
            assertFalse(node(".bestofn").isVisible());
            assertEquals(2, root().lookupAll(".filter-field").size());
        });
        press("disagreement.next");
        until(() -> node(".pair .first-difference") != null);
        on(() -> assertEquals("≠ gold, here first", ((Label) node(".difference-mark")).getText()));
    }

    @Test
    void longChainIsShownByPagesAndOpensAtTheStepThatAReasonIsAbout() throws TimeoutException {
        FakeWorkbench workbench = FakeWorkbench.withSet(0, 0);
        workbench.addSet(
                1, "long", List.of(Samples.plain("long-0", 250, new FirstError.None(), 0)));
        workbench.addRun(
                1,
                RunConfiguration.of(Protocol.GENPRM).withScaling(Scaling.parallel(4)),
                Integer.MAX_VALUE);
        workbench.putSetting("data.filters", "process\n");
        open(workbench, "mode.data");
        until(() -> data().reviewProperty().get() != null);
        until(() -> node(".chains .table-row-cell:filled") != null);
        // The fourth chain finds an error in the last step, where there is none.
        on(() -> data().chains().select(chain(3)));
        until(() -> node(".pair .first-difference") != null);
        on(() -> {
            assertEquals(50, steps());
            assertEquals("Show steps 101 to 200", ((Button) node(".pair-turn")).getText());
            assertTrue(((ScrollPane) node(".pair .inspector-scroll")).getVvalue() > 0.5);
            ((Button) node(".pair-turn")).fire();
        });
        on(() -> {
            assertEquals(100, steps());
            assertEquals(2, root().lookupAll(".pair-turn").size());
            ((Button) node(".pair .reason-link")).fire();
        });
        on(() -> assertEquals(50, steps()));
        on(() -> data().chains().select(chain(0)));
        until(() -> steps() == 100);
        on(() -> assertEquals("Show steps 101 to 200", ((Button) node(".pair-turn")).getText()));
    }

    private ChainRow chain(int index) {
        return data().chains().shown().stream()
                .filter(row -> row.chain() == index)
                .findFirst()
                .orElseThrow();
    }

    private int steps() {
        return root().lookupAll(".pair .step-number").size();
    }

    @Test
    void filtersSayNothingOfChainsThatAreOfAnotherSet() throws TimeoutException {
        FakeWorkbench workbench = FakeWorkbench.withSet(8, 0);
        workbench.addSet(2, "bare", List.of(Samples.plain("bare-0", 3, new FirstError.None(), 0)));
        workbench.addRun(
                1,
                RunConfiguration.of(Protocol.GENPRM).withScaling(Scaling.parallel(4)),
                Integer.MAX_VALUE);
        workbench.putSetting("data.filters", "process\n");
        open(workbench, "mode.data");
        on(() -> model().sets().show(workbench.sets().getFirst()));
        until(() -> data().reviewProperty().get() != null);
        on(() -> assertTrue(filterSays().startsWith("first against"), filterSays()));
        on(() -> model().sets().show(workbench.sets().getLast()));
        until(() -> data().stateProperty().get() instanceof DataState.NoChains);
        on(() -> assertEquals("", filterSays()));
    }

    private String filterSays() {
        return ((Label) node(".filter-line-row > .quiet")).getText();
    }

    @Test
    void keysAdmitAChainAndTakeThatBack() throws TimeoutException {
        openChains();
        int kept = data().reviewProperty().get().summary().kept();
        on(() -> data().chains().amongProperty().set(ChainListViewModel.Among.DROPPED));
        on(() -> data().chains().select(data().chains().shown().getFirst()));
        press("data.admit");
        until(() -> data().reviewProperty().get().summary().kept() == kept + 1);
        press("data.undo");
        until(() -> data().reviewProperty().get().summary().kept() == kept);
        press("view.close");
        until(() -> !data().chains().isNarrowed());
    }

    @Test
    void filterThatCannotBeReadIsMarkedAndSaysWhatIsExpected() throws TimeoutException {
        openChains();
        on(() -> {
            TextField field = (TextField) node(".filter-field");
            field.setText("process:later=maybe");
            field.fireEvent(new ActionEvent());
        });
        until(() -> node(".filter-field.unreadable") != null);
        on(() ->
                assertTrue(
                        ((Label) node(".filter-line-row .lot-dropped"))
                                .getText()
                                .contains("compare or ignore")));
    }

    @Test
    void setWithoutChainsOffersToSampleSome() throws TimeoutException {
        open(FakeWorkbench.withSet(5, 0), "mode.data");
        until(() -> node(".data .empty-state .button") != null);
        on(() -> {
            Button sample = (Button) node(".data .empty-state .button");
            assertEquals("Sample chains…", sample.getText());
            sample.fire();
        });
        until(() -> node(".sample-panel") != null);
    }

    @Test
    void seedThatIsTypedCountsWhenTheFieldIsLeft() throws TimeoutException {
        openChains();
        on(() -> {
            TextField seed =
                    (TextField)
                            root().lookupAll(".data .text-field").stream()
                                    .filter(each -> ((TextField) each).getText().equals("0"))
                                    .findFirst()
                                    .orElseThrow();
            seed.requestFocus();
            seed.setText("7");
            node(".chains .table-view").requestFocus();
            assertEquals(7, data().filters().seedProperty().get());
            assertEquals("7", seed.getText());
        });
    }

    @Test
    void linksToReasonsStayWhileNothingChanged() throws TimeoutException {
        openChains();
        until(() -> node(".data .count-link") != null);
        Node link = node(".data .count-link");
        on(() -> data().filters().add("nonsense"));
        on(() -> assertSame(link, node(".data .count-link")));
    }
}
