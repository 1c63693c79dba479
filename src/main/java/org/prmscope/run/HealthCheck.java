package org.prmscope.run;

/// One thing the program needs, and whether it is there.
///
/// @param name such as `Code checks`
/// @param detail what was found
/// @param remedy what to do; empty if nothing
public record HealthCheck(String name, State state, String detail, String remedy) {
    /// How it is.
    public enum State {
        OK,
        /// Works, but not as well as it could.
        NOTICE,
        /// Does not work.
        ERROR
    }
}
