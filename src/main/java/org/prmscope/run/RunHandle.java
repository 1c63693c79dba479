package org.prmscope.run;

/// A run that was started. Thread-safe.
public interface RunHandle {
    /// The run as it stands; cheap, made to be polled.
    RunSnapshot snapshot();

    /// Asks the run to stop; finished chains are kept.
    void cancel();

    /// Waits for the end and returns the last snapshot.
    RunSnapshot await() throws InterruptedException;
}
