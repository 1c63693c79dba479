package org.prmscope.core;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;

/// A one-way switch that asks running work to stop. Thread-safe.
///
/// Work checks [#isCancelled()] once a token; work blocked in native code or in a process registers
/// an action that interrupts it.
public final class Cancellation {
    private final AtomicBoolean cancelled = new AtomicBoolean();
    private final List<Runnable> actions = new CopyOnWriteArrayList<>();

    /// Takes a registered action back.
    public interface Registration extends AutoCloseable {
        @Override
        void close();
    }

    public boolean isCancelled() {
        return cancelled.get();
    }

    /// Asks the work to stop and runs every registered action once, on the calling thread.
    public void cancel() {
        if (cancelled.compareAndSet(false, true)) {
            actions.forEach(Runnable::run);
        }
    }

    /// Runs `action` when cancellation is asked for, at once if it already was. An action must be
    /// quick and may run twice when registration and cancellation meet.
    public Registration onCancel(Runnable action) {
        actions.add(action);
        if (isCancelled()) {
            action.run();
        }
        return () -> actions.remove(action);
    }
}
