package org.prmscope.store;

/// Where a run stands.
public enum RunState {
    /// Chains are being made.
    RUNNING,
    /// Every solution was verified.
    FINISHED,
    /// Stopped by the user; its chains are kept and it can be resumed.
    CANCELLED,
    /// The environment failed; its chains are kept and it can be resumed.
    FAILED,
    /// The program ended while it was running; its chains are kept and it can be resumed.
    INTERRUPTED
}
