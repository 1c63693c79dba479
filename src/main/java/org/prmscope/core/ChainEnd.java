package org.prmscope.core;

/// How a chain came to its end.
public enum ChainEnd {
    COMPLETED,
    /// Stopped by the user; never stored as a result.
    CANCELLED,
    /// The environment failed; an event says how.
    FAILED
}
