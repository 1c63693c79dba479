package org.prmscope.core;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// One pass over a solution inside a chain of sequential scaling.
///
/// @param index from 0
/// @param trigger the phrase that opened it, as the model saw it; null for the first
/// @param tokens its part of the chain's tokens, the trigger included
/// @param verdicts what this round itself said, one for each step; a step it did not come to is not
///   reached here, and keeps its earlier verdict in the chain
/// @param solutionConfidence the probability that the whole solution is correct, as asked after
///   this round; null where the protocol gives none or the round did not come to its end
/// @param generated tokens sampled in it
public record Round(
        int index,
        @Nullable String trigger,
        TokenSpan tokens,
        List<StepVerdict> verdicts,
        @Nullable Confidence solutionConfidence,
        int generated) {
    public Round {
        verdicts = List.copyOf(verdicts);
    }

    /// What stands after some rounds: of each step the last verdict that can be read, or where none
    /// can, the last invalid one. A round that runs out of tokens takes nothing back.
    ///
    /// @param rounds at least one, in order
    public static List<StepVerdict> standing(List<Round> rounds) {
        List<StepVerdict> standing = new java.util.ArrayList<>(rounds.getFirst().verdicts);
        for (Round round : rounds.subList(1, rounds.size())) {
            for (int step = 0; step < standing.size(); step++) {
                StepVerdict later = round.verdicts.get(step);
                if (weight(later.verdict()) >= weight(standing.get(step).verdict())) {
                    standing.set(step, later);
                }
            }
        }
        return standing;
    }

    private static int weight(Verdict verdict) {
        return switch (verdict) {
            case Verdict.NotReached() -> 0;
            case Verdict.Invalid _ -> 1;
            case Verdict.Correct(), Verdict.Incorrect() -> 2;
        };
    }
}
