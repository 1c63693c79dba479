package org.prmscope.run;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.TokenUsage;
import org.prmscope.core.VerificationChain;
import org.prmscope.core.WorkbenchException;

import java.util.Map;

/// A run at one moment.
///
/// @param runId in the workspace; 0 until the verifier is loaded
/// @param total solutions to verify
/// @param finished results of this run so far, by solution id
/// @param current the solution being verified, null between solutions
/// @param live the chain being written, null if none
/// @param tokensPerSecond generated tokens per second of verifying, prompts and code included, 0
///   before the first
/// @param elapsedMs milliseconds since the start
/// @param leftMs an estimate from the solutions done; null before there is one
/// @param failure why the run failed; null unless `state` is FAILED
public record RunSnapshot(
        long runId,
        RunState state,
        int total,
        Map<String, SolutionResult> finished,
        @Nullable String current,
        @Nullable VerificationChain live,
        TokenUsage usage,
        double tokensPerSecond,
        double elapsedMs,
        @Nullable Double leftMs,
        WorkbenchException.@Nullable Report failure) {
    public RunSnapshot {
        finished = Map.copyOf(finished);
    }

    public int done() {
        return finished.size();
    }
}
