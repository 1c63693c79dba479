package org.prmscope.run;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.prmscope.sandbox.UnusedExecutor;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

@Timeout(30)
class RolloutDeskTest {
    private long now;
    private final RolloutDesk desk = new RolloutDesk(new UnusedExecutor(), () -> now);

    @Test
    void closingWaitsUntilTheThreadThatScoresHasLeft() throws Exception {
        desk.take();
        AtomicBoolean left = new AtomicBoolean();
        CompletableFuture<Void> scoring =
                CompletableFuture.runAsync(() -> {
                    try {
                        Thread.sleep(100);
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                    left.set(true);
                    desk.leave();
                });
        desk.close();

        assertTrue(left.get());
        scoring.get();
        assertThrows(CancellationException.class, desk::take);
    }

    @Test
    void closingDoesNotWaitForEver() throws Exception {
        RolloutDesk hurried = new RolloutDesk(new UnusedExecutor(), () -> now += 60_000_000_000L);
        hurried.take();
        hurried.close();
        assertTrue(hurried.isWorking());
    }

    @Test
    void aDeskThatNobodyUsesClosesAtOnce() {
        desk.close();
        assertFalse(desk.isWorking());
    }
}
