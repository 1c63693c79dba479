package org.prmscope.decode;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// The one platform thread that owns a loaded model: everything done with it is submitted here.
public final class ModelThread implements AutoCloseable {
    private final ExecutorService executor;

    /// @param name of the thread, such as `model-builtin`
    public ModelThread(String name) {
        executor =
                Executors.newSingleThreadExecutor(
                        Thread.ofPlatform().name(name).daemon(true).factory());
    }

    /// Runs `work` after all that was submitted before.
    public <T> Future<T> submit(Callable<T> work) {
        return executor.submit(work);
    }

    /// Waits for the work that was submitted; cancel it first to be quick.
    @Override
    public void close() {
        executor.close();
    }
}
