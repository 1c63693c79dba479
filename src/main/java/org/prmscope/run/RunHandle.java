package org.prmscope.run;

import java.util.Set;

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

    /// Waits for the end and returns the last snapshot.
    RunSnapshot await() throws InterruptedException;
}
