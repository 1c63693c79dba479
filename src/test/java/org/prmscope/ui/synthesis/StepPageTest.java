package org.prmscope.ui.synthesis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StepPageTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 99, 100, 101, 199, 200, 250, 4_096})
    void pagesHoldEveryStepOnceAndInOrder(int steps) {
        StepPage page = StepPage.of(0, steps);
        assertTrue(page.isFirst());
        int next = 0;
        while (true) {
            assertEquals(next, page.from());
            assertTrue(page.to() > page.from() && page.to() - page.from() <= StepPage.SIZE);
            next = page.to();
            if (page.isLast()) {
                break;
            }
            assertEquals(page, page.after().before());
            page = page.after();
        }
        assertEquals(steps, next);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 100, 101, 250})
    void stepIsOnItsPage(int steps) {
        for (int step = 0; step < 300; step++) {
            assertEquals(step < steps, StepPage.of(step, steps).has(step));
        }
    }

    @Test
    void solutionWithoutStepsHasOnePageWithNone() {
        StepPage page = StepPage.of(0, 0);
        assertTrue(page.isFirst() && page.isLast());
        assertEquals(0, page.to());
    }
}
