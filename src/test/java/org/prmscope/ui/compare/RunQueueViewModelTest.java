package org.prmscope.ui.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.prmscope.core.Protocol;
import org.prmscope.core.RunConfiguration;
import org.prmscope.core.Scaling;
import org.prmscope.core.Solution;
import org.prmscope.core.TokenUsage;
import org.prmscope.run.RunRequest;
import org.prmscope.run.RunSnapshot;
import org.prmscope.run.RunState;
import org.prmscope.run.VerifierChoice;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Runs one after the other, on a desk whose runs begin and end by hand.
class RunQueueViewModelTest {
    private final HandDesk desk = new HandDesk();
    private final List<Long> begun = new ArrayList<>();
    private final RunQueueViewModel queue = new RunQueueViewModel(desk, (_, id) -> begun.add(id));

    private static List<RunRequest> pair() {
        return List.of(request(Scaling.parallel(2)), request(Scaling.sequential(2)));
    }

    private static RunRequest request(Scaling scaling) {
        return new RunRequest(
                1,
                List.of(Solution.of("s", "1 + 1?", List.of("It is 2."))),
                new VerifierChoice("built-in", VerifierChoice.BUILTIN),
                RunConfiguration.of(Protocol.GENPRM).withScaling(scaling));
    }

    @Test
    void theSecondRunBeginsWhenTheFirstIsFinished() {
        queue.start(pair());
        desk.end(2, RunState.FINISHED);
        assertEquals(2, desk.started.size());
        assertTrue(queue.isBusy());
        desk.end(3, RunState.FINISHED);
        assertEquals(List.of(2L, 3L), begun);
        assertFalse(queue.isBusy());
        assertEquals("", queue.textProperty().get());
    }

    @Test
    void theVeryFirstRunThatCannotStartEndsTheQueue() {
        queue.start(pair());
        desk.refuse();
        assertEquals(1, desk.started.size());
        assertEquals(List.of(), begun);
        assertFalse(queue.isBusy());
        assertEquals("", queue.textProperty().get());
    }

    @Test
    void aRunThatCannotStartEndsTheQueueThoughTheRunBeforeItFinished() {
        desk.start(request(Scaling.SINGLE));
        desk.end(7, RunState.FINISHED);
        queue.start(pair());
        desk.refuse();
        assertEquals(2, desk.started.size(), "the one before and the first of the pair");
        assertEquals(List.of(), begun, "the finished run is not the queue's");
        assertFalse(queue.isBusy());
    }

    @Test
    void theSecondRunThatCannotStartLeavesTheFirst() {
        queue.start(pair());
        desk.end(2, RunState.FINISHED);
        desk.refuse();
        assertEquals(List.of(2L), begun);
        assertFalse(queue.isBusy());
    }

    @Test
    void cancellingRunsThatOnlyWaitCancelsNoOther() {
        desk.start(request(Scaling.SINGLE));
        queue.start(pair());
        assertEquals(2, queue.queued());
        queue.cancel();
        assertEquals(0, desk.cancelled);
        assertFalse(queue.isBusy());
        assertEquals("", queue.textProperty().get());
        desk.end(7, RunState.FINISHED);
        assertEquals(1, desk.started.size(), "the one before alone");
    }

    @Test
    void cancellingARunOfTheQueueCancelsIt() {
        queue.start(pair());
        assertEquals(0, queue.queued());
        queue.cancel();
        assertEquals(1, desk.cancelled);
    }

    @Test
    void aQueueThatEndedTakesRunsAgain() {
        queue.start(pair());
        desk.refuse();
        queue.start(pair());
        assertEquals("Run 1 of 2: parallel K=2", queue.textProperty().get());
        desk.end(2, RunState.FINISHED);
        desk.end(3, RunState.FINISHED);
        assertEquals(List.of(2L, 3L), begun);
    }

    @Test
    void aRunThatFailsOrIsCancelledForgetsTheOther() {
        for (RunState state : List.of(RunState.FAILED, RunState.CANCELLED)) {
            int before = desk.started.size();
            queue.start(pair());
            desk.end(before + 10, state);
            assertEquals(before + 1, desk.started.size(), state.name());
            assertFalse(queue.isBusy());
        }
    }

    private static final class HandDesk implements CompareDesk {
        private final List<RunRequest> started = new ArrayList<>();
        private int cancelled;
        private final ReadOnlyBooleanWrapper active = new ReadOnlyBooleanWrapper();
        private final ReadOnlyObjectWrapper<@Nullable RunSnapshot> snapshot =
                new ReadOnlyObjectWrapper<>();

        /// As the window does when a run is refused: no snapshot is ever seen.
        void refuse() {
            active.set(false);
        }

        @SuppressWarnings("NullAway") // It reads the nullness of a nested record type wrongly.
        void end(long id, RunState state) {
            snapshot.set(
                    new RunSnapshot(
                            id,
                            state,
                            1,
                            1,
                            Map.of(),
                            Map.of(),
                            Map.of(),
                            TokenUsage.NONE,
                            0,
                            0,
                            null,
                            null));
            active.set(false);
        }

        @Override
        public void start(RunRequest request) {
            started.add(request);
            active.set(true);
        }

        @Override
        public void cancel() {
            cancelled++;
        }

        @Override
        public ReadOnlyBooleanProperty activeProperty() {
            return active.getReadOnlyProperty();
        }

        @Override
        public ReadOnlyObjectProperty<@Nullable RunSnapshot> snapshotProperty() {
            return snapshot.getReadOnlyProperty();
        }

        @Override
        public VerifierChoice verifier() {
            return new VerifierChoice("built-in", VerifierChoice.BUILTIN);
        }

        @Override
        public RunConfiguration configuration() {
            return RunConfiguration.of(Protocol.GENPRM);
        }
    }
}
