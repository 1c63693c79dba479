package org.prmscope.cli;

import org.prmscope.core.Cancellation;

import java.util.concurrent.CountDownLatch;

/// Lets Ctrl+C cancel the work of this thread, and the program wait until it has cleaned up: until
/// this is closed.
final class Interruption implements AutoCloseable {
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
            tidy.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
