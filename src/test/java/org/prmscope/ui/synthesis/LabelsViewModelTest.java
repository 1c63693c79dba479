package org.prmscope.ui.synthesis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.prmscope.core.MonteCarloScores;
import org.prmscope.core.Solution;
import org.prmscope.dataset.ScoredSolutions;
import org.prmscope.ui.fake.FakeWorkbench;
import org.prmscope.ui.fake.RecordingDialogs;
import org.prmscope.ui.fx.BackgroundTasks;
import org.prmscope.ui.session.Session;

import java.util.Collections;
import java.util.List;

class LabelsViewModelTest {
    private final Session session =
            new Session(new BackgroundTasks(Runnable::run, Runnable::run), new RecordingDialogs());
    private final LabelsViewModel model = new LabelsViewModel(session);

    private static Solution scored(String id, double start, Double... steps) {
        Solution plain = Solution.of(id, "How many?", Collections.nCopies(steps.length, "step"));
        return new ScoredSolutions()
                .with(plain, new MonteCarloScores(start, List.of(steps), 8, "policy"));
    }

    private LabelsViewModel.Content.Shown shown() {
        return assertInstanceOf(LabelsViewModel.Content.Shown.class, model.contentProperty().get());
    }

    private void open() {
        session.attach(new FakeWorkbench());
        model.show(List.of(scored("a", 1, 0.9, 0.45, 0.45), scored("b", 0.5, 0.5, 0.5)), true);
    }

    @Test
    void thresholdChangesLabelsAndTheChangeIsToldAgainstThePapers() {
        open();
        assertEquals(0, shown().chosen().changed());
        assertEquals(4, shown().chosen().correct());
        assertEquals(1, shown().chosen().incorrect());
        model.epsilonProperty().set(0.4);
        assertEquals(5, shown().chosen().correct());
        assertEquals(1, shown().chosen().changed());
        assertEquals(1, shown().chosen().movedErrors());
        assertEquals(2, shown().solutions());
    }

    @Test
    void tableHasTheCommandLinesThresholdsAndTheChosenOne() {
        open();
        assertEquals(5, shown().table().rows().size());
        model.epsilonProperty().set(0.33);
        assertEquals(
                List.of(
                        "MC > 0",
                        "RPE >= 0.1",
                        "RPE >= 0.33",
                        "RPE >= 0.5",
                        "RPE >= 0.8",
                        "RPE >= 1"),
                shown().table().rows().stream().map(row -> row.rule().title()).toList());
        assertEquals(0.33, shown().plot().references().getFirst().at());
    }

    @Test
    void otherEstimationBeginsWithItsOwnThreshold() {
        open();
        model.kindProperty().set(LabelsViewModel.Kind.DIFFERENCE);
        assertEquals(-0.5, model.epsilonProperty().get());
        assertTrue(shown().chosen().rule().title().contains("difference"));
    }

    @Test
    void setWithoutScoresSaysSo() {
        model.show(List.of(Solution.of("a", "How many?", List.of("one"))), true);
        assertInstanceOf(LabelsViewModel.Content.NoScores.class, model.contentProperty().get());
    }

    @Test
    void curveIsDrawnOnceForEachKind() {
        open();
        var curve = shown().plot().series();
        model.epsilonProperty().set(0.4);
        assertSame(curve.getFirst(), shown().plot().series().getFirst());
        model.kindProperty().set(LabelsViewModel.Kind.DIFFERENCE);
        assertNotEquals(curve.getFirst(), shown().plot().series().getFirst());
        model.kindProperty().set(LabelsViewModel.Kind.RELATIVE);
        assertSame(curve.getFirst(), shown().plot().series().getFirst());
    }
}
