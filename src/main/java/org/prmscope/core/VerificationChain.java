package org.prmscope.core;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// One generated verification of one solution: the tokens, what they mean, and the verdicts.
///
/// @param solutionId the solution it verifies
/// @param index which chain of the solution in its run, from 0
/// @param seed the seed of every random draw in it
/// @param verdicts one for each step of the solution, in order
/// @param rounds the rounds of sequential scaling in order; empty for a chain of a single round,
///   which is the chain itself. `verdicts` are what stands after the last
/// @param solutionConfidence the probability that the whole solution is correct, where the protocol
///   gives one
/// @param wallMs milliseconds, code checks included
/// @param kvBytes bytes of keys and values that the chain held at most at a time; null where that
///   was not recorded
public record VerificationChain(
        String solutionId,
        int index,
        long seed,
        TokenTrace tokens,
        List<ChainSection> sections,
        List<CodeCheck> codeChecks,
        List<StepVerdict> verdicts,
        List<Round> rounds,
        @Nullable Confidence solutionConfidence,
        List<ChainEvent> events,
        ChainEnd end,
        TokenUsage usage,
        double wallMs,
        @Nullable Long kvBytes) {
    public VerificationChain {
        sections = List.copyOf(sections);
        codeChecks = List.copyOf(codeChecks);
        verdicts = List.copyOf(verdicts);
        rounds = List.copyOf(rounds);
        events = List.copyOf(events);
    }

    /// How many tokens the model sampled for a step, in all rounds.
    ///
    /// @param step from 0, of those with a verdict
    public int generatedFor(int step) {
        return rounds.isEmpty()
                ? verdicts.get(step).generatedTokens()
                : rounds.stream()
                        .mapToInt(round -> round.verdicts().get(step).generatedTokens())
                        .sum();
    }

    /// A chain whose memory was not recorded.
    public VerificationChain(
            String solutionId,
            int index,
            long seed,
            TokenTrace tokens,
            List<ChainSection> sections,
            List<CodeCheck> codeChecks,
            List<StepVerdict> verdicts,
            List<Round> rounds,
            @Nullable Confidence solutionConfidence,
            List<ChainEvent> events,
            ChainEnd end,
            TokenUsage usage,
            double wallMs) {
        this(
                solutionId,
                index,
                seed,
                tokens,
                sections,
                codeChecks,
                verdicts,
                rounds,
                solutionConfidence,
                events,
                end,
                usage,
                wallMs,
                null);
    }

    /// The first step judged incorrect, as [FirstError#ofVerdicts(List)] reads the verdicts.
    public FirstError firstError() {
        return FirstError.ofVerdicts(verdicts);
    }
}
