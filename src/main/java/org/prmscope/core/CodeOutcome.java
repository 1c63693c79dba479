package org.prmscope.core;

import org.jspecify.annotations.Nullable;

/// How one code check ended. Every case but `Unavailable` is the code's own doing and normal.
public sealed interface CodeOutcome {
    /// Ran to its end.
    record Completed() implements CodeOutcome {}

    /// Raised an exception.
    ///
    /// @param line the line in the check's code, from 1, or null if unknown
    record Raised(String type, String message, @Nullable Integer line) implements CodeOutcome {}

    /// Was stopped at a limit.
    record LimitHit(Limit limit) implements CodeOutcome {}

    /// There was no code block to run.
    record NoCode() implements CodeOutcome {}

    /// Was not run because the run's mode or the user says so.
    record NotRun() implements CodeOutcome {}

    /// The executor itself failed; the text says how.
    record Unavailable(String reason) implements CodeOutcome {}

    /// What a check may run out of.
    enum Limit {
        TIME,
        MEMORY,
        OUTPUT,
        PROCESSES,
        CANCELLED
    }
}
