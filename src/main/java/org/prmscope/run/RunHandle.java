package org.prmscope.run;

import org.prmscope.core.Cancellation;

import java.util.Set;
import java.util.function.Consumer;

/// A run that was started. Thread-safe.
public interface RunHandle {
    /// The run as it stands, without its live chains; cheap, made to be polled.
    default RunSnapshot snapshot() {
        return snapshot(Set.of());
    }

    /// The run as it stands.
    ///
    /// @param wanted the live chains that are to be in it: each of them is copied
    RunSnapshot snapshot(Set<ChainKey> wanted);

    /// Asks the run to stop; finished chains are kept.
    void cancel();

    /// Waits for the end and tells how the run stands on the way, ten times a second and at last.
    ///
    /// @param watcher called on this thread
    /// @param cancellation stops the run, which then ends with what is finished
    /// @return the last snapshot
    default RunSnapshot follow(Consumer<RunSnapshot> watcher, Cancellation cancellation)
            throws InterruptedException {
        try (Cancellation.Registration _ = cancellation.onCancel(this::cancel)) {
            RunSnapshot snapshot = snapshot();
            while (!snapshot.state().isOver()) {
                watcher.accept(snapshot);
                Thread.sleep(100);
                snapshot = snapshot();
            }
            watcher.accept(snapshot);
            return snapshot;
        }
    }

    /// Waits for the end and returns the last snapshot.
    RunSnapshot await() throws InterruptedException;
}
