package org.prmscope.run;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/// What runs where.
///
/// @param verifier what is in memory; null if nothing is
/// @param load how busy it is; null where that is not counted
/// @param codeExecutor who runs code checks, such as `bubblewrap, Python 3.11.2`
/// @param codeIsolation why another executor is not used; empty when the first choice works
/// @param residentBytes memory of the program
/// @param savedAt when the workspace was last written; null if never in this session
/// @param workspace the workspace file
public record WorkbenchStatus(
        @Nullable LoadedVerifier verifier,
        @Nullable EngineLoad load,
        String codeExecutor,
        String codeIsolation,
        long residentBytes,
        @Nullable Instant savedAt,
        String workspace) {}
