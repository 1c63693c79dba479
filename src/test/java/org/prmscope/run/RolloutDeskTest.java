package org.prmscope.run;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.prmscope.core.CodeLimits;
import org.prmscope.sandbox.CodeExecutor;
import org.prmscope.sandbox.CodeSession;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

@Timeout(30)
class RolloutDeskTest {
    private static final CodeExecutor NONE =
            new CodeExecutor() {
                @Override
                public String description() {
                    return "none";
                }

                @Override
                public CodeSession open(CodeLimits limits) {
                    throw new AssertionError("not used here");
                }
            };

    private long now;
    private final RolloutDesk desk = new RolloutDesk(NONE, () -> now);

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
        RolloutDesk hurried = new RolloutDesk(NONE, () -> now += 60_000_000_000L);
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
