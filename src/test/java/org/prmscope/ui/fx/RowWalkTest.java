package org.prmscope.ui.fx;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;

final class RowWalkTest {
    private static final List<Integer> ROWS = List.of(10, 21, 30, 41);

    @Test
    void nextWantedRowIsFoundInBothDirectionsAndNotPastTheEnds() {
        assertEquals(Optional.of(30), RowWalk.next(ROWS, 10, 1, row -> row % 10 == 0));
        assertEquals(Optional.of(21), RowWalk.next(ROWS, 41, -1, row -> row % 10 == 1));
        assertEquals(Optional.empty(), RowWalk.next(ROWS, 41, 1, _ -> true));
        assertEquals(Optional.empty(), RowWalk.next(ROWS, 10, -1, _ -> true));
    }

    @Test
    void walkBeginsAtAnEndWhereNothingOfTheTableIsSelected() {
        assertEquals(Optional.of(10), RowWalk.next(ROWS, null, 1, _ -> true));
        assertEquals(Optional.of(41), RowWalk.next(ROWS, 99, -1, _ -> true));
        assertEquals(Optional.empty(), RowWalk.next(List.of(), null, -1, _ -> true));
    }

    @Test
    void positionCountsFromOneAndIsEmptyForAHiddenRow() {
        assertEquals("2 of 4", RowWalk.position(ROWS, 21));
        assertEquals("", RowWalk.position(ROWS, 99));
        assertEquals("", RowWalk.position(ROWS, null));
    }
}
