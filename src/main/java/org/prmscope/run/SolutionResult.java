package org.prmscope.run;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.ChainEnd;
import org.prmscope.core.ChainEvent;
import org.prmscope.core.Confidence;
import org.prmscope.core.FirstError;
import org.prmscope.core.Protocol;
import org.prmscope.core.StepVerdict;
import org.prmscope.core.TokenUsage;
import org.prmscope.core.VerificationChain;

import java.util.List;

/// One solution's result in one run, without the token record.
public record SolutionResult(
        long runId,
        String solutionId,
        int chainIndex,
        Protocol protocol,
        FirstError firstError,
        List<StepVerdict> verdicts,
        @Nullable Confidence solutionConfidence,
        List<ChainEvent> events,
        ChainEnd end,
        TokenUsage usage,
        double wallMs) {
    public SolutionResult {
        verdicts = List.copyOf(verdicts);
        events = List.copyOf(events);
    }

    /// The light part of a chain.
    public static SolutionResult of(long runId, Protocol protocol, VerificationChain chain) {
        return new SolutionResult(
                runId,
                chain.solutionId(),
                chain.index(),
                protocol,
                chain.firstError(),
                chain.verdicts(),
                chain.solutionConfidence(),
                chain.events(),
                chain.end(),
                chain.usage(),
                chain.wallMs());
    }
}
