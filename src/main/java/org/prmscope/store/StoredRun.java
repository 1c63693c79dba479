package org.prmscope.store;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.Run;

import java.time.Instant;

/// A run with where it stands.
///
/// @param endedAt null while it is running or if it was interrupted
/// @param solutions how many solutions it is to verify
/// @param chains how many it has that did not fail
/// @param judged solutions that it has any chain of, a failed one too
/// @param generated tokens of all its chains
public record StoredRun(
        Run run,
        RunState state,
        @Nullable Instant endedAt,
        int solutions,
        int chains,
        int judged,
        long generated) {}
