package org.prmscope.scaling;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.Scaling;

/// When to stop spending tokens on a solution. [Replay] applies it to chains that are there, so it
/// says what a run would have saved without computing anything.
public sealed interface StoppingRule {
    /// Adaptive K: chains are drawn one after the other until those that are still to come cannot
    /// change the first error of the vote, whatever they say. Never changes an outcome.
    record DecidedVote() implements StoppingRule {}

    /// Chains are drawn one after the other until so many of them have the same first error, or
    /// none (as adaptive consistency, Aggarwal et al., arXiv 2305.11860, with a count for a bound).
    /// A chain that is invalid before an error agrees with none.
    ///
    /// @param chains at least 1
    record Agreement(int chains) implements StoppingRule {
        public Agreement {
            if (chains < 1) {
                throw new IllegalArgumentException("chains must be 1 or more, were " + chains);
            }
        }
    }

    /// In every chain, rounds are added until one changes no verdict that stands.
    record UnchangedRound() implements StoppingRule {}

    /// Such as `stop when the vote is decided`.
    default String title() {
        return switch (this) {
            case DecidedVote() -> "stop when the vote is decided";
            case Agreement(int chains) -> "stop when %d chains agree".formatted(chains);
            case UnchangedRound() -> "stop after a round that changes nothing";
        };
    }

    /// Why the rule can save nothing in runs of a shape; null where it can.
    default @Nullable String pointless(Scaling scaling) {
        return switch (this) {
            case DecidedVote() ->
                    scaling.chains() < 2
                            ? "The run has one chain a solution, so there is no vote to decide."
                            : null;
            case Agreement(int chains) ->
                    scaling.chains() <= chains
                            ? "The run has %d %s a solution; that %d agree stops none early."
                                    .formatted(
                                            scaling.chains(),
                                            scaling.chains() == 1 ? "chain" : "chains",
                                            chains)
                            : null;
            case UnchangedRound() ->
                    scaling.rounds() < 3
                            ? ("The run has %d %s a chain; a round that changes nothing is the"
                                            + " second at the earliest.")
                                    .formatted(
                                            scaling.rounds(),
                                            scaling.rounds() == 1 ? "round" : "rounds")
                            : null;
        };
    }
}
