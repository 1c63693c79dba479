package org.prmscope.run;

import org.prmscope.core.WorkbenchException;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/// The one platform thread that owns model sessions: native calls pin their thread, and a session
/// belongs to one.
final class ModelWork implements AutoCloseable {
    private static final int CLOSE_SECONDS = 10;

    private final ExecutorService thread =
            Executors.newSingleThreadExecutor(
                    Thread.ofPlatform().daemon().name("prmscope-verifier").factory());

    void start(Runnable work) {
        thread.execute(work);
    }

    /// Runs work on the thread and waits for it.
    <T> T call(Callable<T> work) throws WorkbenchException {
        try {
            return thread.submit(work).get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case WorkbenchException expected -> throw expected;
                case RuntimeException bug -> throw bug;
                case Error error -> throw error;
                case null, default -> throw new IllegalStateException(e.getCause());
            }
        } catch (RejectedExecutionException e) {
            throw new WorkbenchException(
                    new WorkbenchException.Report("The program is closing", "", "", "", ""), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new WorkbenchException(
                    new WorkbenchException.Report("The wait was interrupted", "", "", "", ""), e);
        }
    }

    @Override
    public void close() {
        thread.shutdown();
        try {
            // What takes longer ends by itself, and what waits behind it, such as closing the
            // model,
            // is still done: the thread keeps no program alive.
            var _ = thread.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
