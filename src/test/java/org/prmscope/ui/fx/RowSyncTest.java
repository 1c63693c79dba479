package org.prmscope.ui.fx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.skin.VirtualFlow;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

class RowSyncTest extends FxTest {
    private record Row(String id, int figure) {}

    private final TableView<Row> table = onFx(RowSyncTest::shownTable);
    private final RowSync<Row> rows = new RowSync<>(table, Row::id, 2);

    private static TableView<Row> shownTable() {
        TableView<Row> table = new TableView<>();
        table.getColumns().add(new TableColumn<>("id"));
        table.getItems().setAll(rows(0));
        scene(new Theme(), table, 200, 240);
        return table;
    }

    private static List<Row> rows(int figure) {
        return IntStream.range(0, 100).mapToObj(i -> new Row("row " + i, figure)).toList();
    }

    private int firstInSight() {
        table.layout();
        VirtualFlow<?> flow = (VirtualFlow<?>) table.lookup(".virtual-flow");
        return flow.getFirstVisibleCell().getIndex();
    }

    @Test
    void rowIsSelectedAndBroughtIntoSightWithSomeAboveIt() {
        onFx(() -> {
            rows.select(new Row("row 50", 0));
            assertEquals(50, table.getSelectionModel().getSelectedIndex());
            // A part of the row before may be in sight too.
            assertTrue(firstInSight() == 48 || firstInSight() == 47);
            return true;
        });
    }

    @Test
    void rowStaysInSightWhenTheTableGetsItsHeightOnlyAfterwards() {
        onFx(() -> {
            table.resize(200, 2_000);
            table.layout();
            rows.select(new Row("row 80", 0));
            table.layout();
            table.resize(200, 240);
            assertTrue(firstInSight() == 78 || firstInSight() == 77, "first " + firstInSight());
            return true;
        });
    }

    @Test
    void rowThatComesLaterThanItIsSelectedIsBroughtIntoSight() {
        onFx(() -> {
            table.getItems().clear();
            rows.select(new Row("row 50", 0));
            rows.quietly(() -> table.getItems().setAll(rows(0)));
            rows.select(new Row("row 50", 0));
            assertTrue(firstInSight() == 48 || firstInSight() == 47, "first " + firstInSight());
            return true;
        });
    }

    @Test
    void sameRowMadeAnewWithOtherFiguresDoesNotScroll() {
        onFx(() -> {
            rows.select(new Row("row 50", 0));
            firstInSight();
            table.scrollTo(10);
            rows.quietly(() -> table.getItems().setAll(rows(1)));
            rows.select(new Row("row 50", 1));
            assertEquals(new Row("row 50", 1), table.getSelectionModel().getSelectedItem());
            assertEquals(10, firstInSight());
            rows.select(new Row("row 70", 1));
            assertEquals(68, firstInSight());
            return true;
        });
    }

    @Test
    void whatItSelectsItselfIsToldApartFromAPersonsChoice() {
        List<Boolean> own = new ArrayList<>();
        onFx(() -> {
            table.getSelectionModel()
                    .selectedItemProperty()
                    .addListener((_, _, _) -> own.add(rows.isSyncing()));
            rows.select(new Row("row 3", 0));
            table.getSelectionModel().select(5);
            return true;
        });
        assertEquals(false, own.getLast());
        assertEquals(true, own.getFirst());
    }

    @Test
    void rowThatIsNotThereSelectsNothing() {
        onFx(() -> {
            rows.select(new Row("row 3", 0));
            rows.select(new Row("row 300", 0));
            assertNull(table.getSelectionModel().getSelectedItem());
            rows.select(null);
            return true;
        });
    }
}
