package org.prmscope.cli;

import org.prmscope.core.Cancellation;

/// Lets Ctrl+C cancel the work of this thread, and the program wait until it has cleaned up.
final class Interruption implements AutoCloseable {
    private final Cancellation cancellation = new Cancellation();
    private final Thread onInterrupt;

    Interruption() {
        Thread working = Thread.currentThread();
        onInterrupt = new Thread(() -> cancelAndWait(working), "prmscope-cancel");
        Runtime.getRuntime().addShutdownHook(onInterrupt);
    }

    Cancellation cancellation() {
        return cancellation;
    }

    @Override
    public void close() {
        if (!cancellation.isCancelled()) {
            Runtime.getRuntime().removeShutdownHook(onInterrupt);
        }
    }

    private void cancelAndWait(Thread working) {
        cancellation.cancel();
        try {
            working.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
