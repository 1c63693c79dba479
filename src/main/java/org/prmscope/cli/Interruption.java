package org.prmscope.cli;

import org.prmscope.core.Cancellation;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Lets Ctrl+C cancel the work of this thread, and the program wait until it has cleaned up: until
/// this is closed.
final class Interruption implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Interruption.class);
    private static final int LONGEST_SECONDS = 30;

    private final Cancellation cancellation = new Cancellation();
    private final CountDownLatch tidy = new CountDownLatch(1);
    private final Thread onInterrupt;

    Interruption() {
        onInterrupt = new Thread(this::cancelAndWait, "prmscope-cancel");
        Runtime.getRuntime().addShutdownHook(onInterrupt);
    }

    Cancellation cancellation() {
        return cancellation;
    }

    @Override
    public void close() {
        tidy.countDown();
        if (!cancellation.isCancelled()) {
            Runtime.getRuntime().removeShutdownHook(onInterrupt);
        }
    }

    /// Waits for the work rather than for its thread: that one ends in `System.exit`, which does
    /// not return while the program is ending already.
    private void cancelAndWait() {
        cancellation.cancel();
        try {
            if (!tidy.await(LONGEST_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("the work did not end within {} s of the interrupt", LONGEST_SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
