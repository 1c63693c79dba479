package org.prmscope.ui.fx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.prmscope.core.Cancellation;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

class BackgroundTasksTest {
    private final Queue<Runnable> work = new ArrayDeque<>();
    private final Queue<Runnable> deliveries = new ArrayDeque<>();
    private final List<Object> results = new ArrayList<>();
    private final BackgroundTasks tasks = new BackgroundTasks(work::add, deliveries::add);

    private static void drain(Queue<Runnable> queue) {
        while (!queue.isEmpty()) {
            queue.remove().run();
        }
    }

    @Test
    void resultsAndFailuresAreDelivered() {
        tasks.run(_ -> 5, results::add, results::add);
        tasks.run(
                _ -> {
                    throw new IOException("gone");
                },
                results::add,
                failure -> results.add(failure.getMessage()));
        drain(work);
        assertTrue(results.isEmpty());
        drain(deliveries);
        assertEquals(List.of(5, "gone"), results);
    }

    @Test
    void nothingIsDeliveredAfterCancellation() {
        Cancellation task = tasks.run(_ -> 5, results::add, results::add);
        drain(work);
        task.cancel();
        drain(deliveries);
        assertTrue(results.isEmpty());
    }

    @Test
    void theLatestOfALaneWinsAlsoWhenItEndsFirst() {
        BackgroundTasks.Lane lane = tasks.lane();
        lane.submit(_ -> "old", results::add, results::add);
        lane.submit(_ -> "new", results::add, results::add);
        Runnable old = work.remove();
        drain(work);
        old.run();
        drain(deliveries);
        assertEquals(List.of("new"), results);
    }
}
