package org.prmscope.ui.fx;

import org.prmscope.core.Cancellation;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/// Runs work off the FX thread and delivers its result or failure on it.
///
/// Nothing is delivered after a task was cancelled on the delivering thread. Errors (bugs in the
/// work) are delivered as failures too, so that none is lost.
public final class BackgroundTasks {
    /// Work that may fail and looks at its cancellation.
    @FunctionalInterface
    public interface Work<T> {
        T run(Cancellation cancellation) throws Exception;
    }

    private final Executor workers;
    private final Executor delivery;

    /// @param workers runs the work; [#onVirtualThreads()] gives the usual one
    /// @param delivery runs the callbacks, usually an [FxExecutor]
    public BackgroundTasks(Executor workers, Executor delivery) {
        this.workers = workers;
        this.delivery = delivery;
    }

    /// Work on virtual threads, callbacks on the FX thread.
    public static BackgroundTasks onVirtualThreads() {
        return new BackgroundTasks(
                command -> Thread.ofVirtual().name("background").start(command), new FxExecutor());
    }

    /// Starts work; the returned switch cancels it and its callbacks.
    ///
    /// @param onFailure gets what the work threw
    public <T> Cancellation run(
            Work<T> work, Consumer<? super T> onResult, Consumer<? super Throwable> onFailure) {
        Cancellation cancellation = new Cancellation();
        start(work, onResult, onFailure, cancellation);
        return cancellation;
    }

    private <T> void start(
            Work<T> work,
            Consumer<? super T> onResult,
            Consumer<? super Throwable> onFailure,
            Cancellation cancellation) {
        workers.execute(() -> {
            Runnable callback;
            try {
                T result = work.run(cancellation);
                callback = () -> onResult.accept(result);
            } catch (Throwable failure) {
                if (failure instanceof InterruptedException) {
                    Thread.currentThread().interrupt();
                }
                callback = () -> onFailure.accept(failure);
            }
            Runnable deliver = callback;
            delivery.execute(() -> {
                if (!cancellation.isCancelled()) {
                    deliver.run();
                }
            });
        });
    }

    /// A lane in which only the newest work counts: each submission cancels the one before.
    public Lane lane() {
        return new Lane();
    }

    /// Latest wins: results of superseded work are never delivered.
    public final class Lane {
        private final AtomicReference<Cancellation> current =
                new AtomicReference<>(new Cancellation());

        private Lane() {}

        /// Cancels the work before and starts this one.
        public <T> Cancellation submit(
                Work<T> work, Consumer<? super T> onResult, Consumer<? super Throwable> onFailure) {
            Cancellation mine = new Cancellation();
            current.getAndSet(mine).cancel();
            start(work, onResult, onFailure, mine);
            return mine;
        }

        /// Cancels the running work, if any.
        public void cancel() {
            current.get().cancel();
        }
    }
}
