package org.prmscope.ui.solutions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import javafx.scene.Node;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableView;
import javafx.scene.control.skin.VirtualFlow;
import javafx.scene.text.Text;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.prmscope.core.FirstError;
import org.prmscope.core.GoldLabels;
import org.prmscope.core.Solution;
import org.prmscope.run.SetSummary;
import org.prmscope.ui.WindowTest;
import org.prmscope.ui.fake.FakeWorkbench;
import org.prmscope.ui.workbench.SetsViewModel;

import java.util.List;
import java.util.concurrent.TimeoutException;

class SolutionsWindowTest extends WindowTest {

    private TableView<?> table() {
        return (TableView<?>) node(".solutions .table-view");
    }

    private List<String> columns() {
        return table().getVisibleLeafColumns().stream().map(each -> each.getText()).toList();
    }

    @ParameterizedTest
    @CsvSource({"1, 0.33", "1, 0.25", "1.3, 0.33", "1.3, 0.25", "1.6, 0.33", "0.8, 0.33"})
    void noFigureIsCutAtAnySizeOfTextAndWidthOfTheList(double scale, double share)
            throws TimeoutException {
        open(FakeWorkbench.withSet(30, 30), "mode.inspect");
        on(() -> window().theme().fontScaleProperty().set(scale));
        on(() -> window().view().regions().setDividerPositions(share, 0.74));
        on(() -> {
            table().applyCss();
            table().layout();
            double all =
                    table().getVisibleLeafColumns().stream()
                            .mapToDouble(each -> each.getWidth())
                            .sum();
            assertTrue(all <= table().getWidth(), all + " of " + table().getWidth());
            assertTrue(columns().containsAll(List.of("solution", "=", "min")), columns()::toString);
            for (Node each : table().lookupAll(".table-row-cell:filled > .table-cell")) {
                TableCell<?, ?> cell = (TableCell<?, ?>) each;
                String column = cell.getTableColumn().getText();
                if (!List.of("solution", "generator", "steps").contains(column)) {
                    assertEquals(cell.getText(), painted(cell), column);
                }
            }
        });
    }

    /// What is painted of a text: less where it was cut.
    private static String painted(TableCell<?, ?> cell) {
        Node text = cell.lookup(".text");
        return text == null ? "" : ((Text) text).getText();
    }

    @Test
    void columnsThatLargerTextLeftOutComeBackWithTheUsualSize() throws TimeoutException {
        open(FakeWorkbench.withSet(30, 30), "mode.inspect");
        List<String> usual = columns();
        on(() -> window().theme().fontScaleProperty().set(1.8));
        on(() -> assertFalse(columns().contains("generator"), columns()::toString));
        on(() -> window().theme().zoomReset());
        on(() -> assertEquals(usual, columns()));
    }

    @Test
    void generatorsHaveAColumnOnlyWhereTheSetNamesThem() throws TimeoutException {
        FakeWorkbench workbench = FakeWorkbench.withSet(3, 0);
        workbench.addSet(
                9, "Without generators", List.of(withoutGenerator("a"), withoutGenerator("b")));
        open(workbench, "mode.inspect");
        on(() -> root().getScene().getWindow().setWidth(1400));
        on(() -> window().view().regions().setDividerPositions(0.4, 0.74));
        for (String set : List.of("Without generators", "ProcessBench gsm8k")) {
            on(() -> model().sets().show(named(set)));
            until(() ->
                    columns().contains("generator") == set.equals("ProcessBench gsm8k")
                            && model().sets().contentProperty().get()
                                    instanceof SetsViewModel.Content.Shown(SetSummary shown)
                            && shown.name().equals(set));
        }
    }

    @Test
    void theSelectedRowIsInSightAgainAfterAFilterIsCleared() throws TimeoutException {
        open(FakeWorkbench.withSet(300, 0), "mode.inspect");
        on(() -> model().solutions().filterTextProperty().set("gsm8k-25"));
        on(() -> model().solutions().select("gsm8k-257"));
        on(() -> model().solutions().filterTextProperty().set(""));
        on(() -> {
            table().layout();
            VirtualFlow<?> rows = (VirtualFlow<?>) table().lookup(".virtual-flow");
            int selected = table().getSelectionModel().getSelectedIndex();
            assertEquals(257, selected);
            assertTrue(rows.getFirstVisibleCell().getIndex() <= selected);
            assertTrue(rows.getLastVisibleCell().getIndex() >= selected);
        });
    }

    private SetSummary named(String name) {
        return model().sets().sets().stream()
                .filter(set -> set.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Solution withoutGenerator(String id) {
        return new Solution(
                id,
                "What is 1 + 2?",
                List.of("It is 3."),
                "",
                GoldLabels.ofFirstError("ProcessBench", 1, new FirstError.None()),
                false,
                "{}");
    }
}
