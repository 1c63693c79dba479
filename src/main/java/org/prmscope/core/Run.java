package org.prmscope.core;

import java.time.Instant;

/// One configuration applied to a set of solutions with one model.
///
/// @param id unique in its workspace
/// @param setId the set the solutions are from
public record Run(
        long id,
        long setId,
        RunConfiguration configuration,
        ModelIdentity model,
        RunEnvironment environment,
        Instant startedAt) {}
