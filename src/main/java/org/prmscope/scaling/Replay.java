package org.prmscope.scaling;

import org.prmscope.core.FirstError;
import org.prmscope.core.StepVerdict;
import org.prmscope.core.Verdict;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What one solution's chains come to if a [StoppingRule] had been in force.
///
/// @param chainsUsed of `chains`
/// @param roundsUsed in the chains that were used, of `rounds` in all of them
/// @param tokensUsed generated tokens, of `tokens`
/// @param outcome what the used chains and rounds come to
/// @param whole what all of them come to
public record Replay(
        int chainsUsed,
        int chains,
        int roundsUsed,
        int rounds,
        long tokensUsed,
        long tokens,
        AggregatedSolution outcome,
        AggregatedSolution whole) {
    /// Whether anything was saved.
    public boolean isEarly() {
        return chainsUsed < chains || roundsUsed < rounds;
    }

    /// Whether the rule changed the first error.
    public boolean isChanged() {
        return !outcome.firstError().equals(whole.firstError());
    }

    /// Replays a rule.
    ///
    /// @param chains of one solution in the order in which they are drawn, without those that
    ///   failed; none gives an outcome in which no step is reached
    /// @param stepCount steps of the solution, as many as every chain has verdicts
    public static Replay of(
            StoppingRule rule, Aggregation aggregation, List<StoredChain> chains, int stepCount) {
        List<StoredChain> used =
                switch (rule) {
                    case StoppingRule.DecidedVote() -> decided(aggregation, chains, stepCount);
                    case StoppingRule.Agreement(int agreeing) -> agreed(agreeing, chains);
                    case StoppingRule.UnchangedRound() ->
                            chains.stream().map(Replay::untilUnchanged).toList();
                };
        return new Replay(
                used.size(),
                chains.size(),
                rounds(used),
                rounds(chains),
                tokens(used),
                tokens(chains),
                outcome(aggregation, used, stepCount),
                outcome(aggregation, chains, stepCount));
    }

    private static AggregatedSolution outcome(
            Aggregation aggregation, List<StoredChain> chains, int stepCount) {
        return aggregation.aggregate(
                chains.stream().map(StoredChain::verdicts).toList(), stepCount);
    }

    private static int rounds(List<StoredChain> chains) {
        return chains.stream().mapToInt(StoredChain::roundCount).sum();
    }

    private static long tokens(List<StoredChain> chains) {
        return chains.stream().mapToLong(StoredChain::generated).sum();
    }

    private static List<StoredChain> decided(
            Aggregation aggregation, List<StoredChain> chains, int stepCount) {
        List<StepTally> tallies = new ArrayList<>(stepCount);
        for (int step = 0; step < stepCount; step++) {
            tallies.add(new StepTally());
        }
        for (int drawn = 1; drawn < chains.size(); drawn++) {
            List<StepVerdict> verdicts = chains.get(drawn - 1).verdicts();
            for (int step = 0; step < stepCount; step++) {
                tallies.get(step).add(verdicts.get(step));
            }
            if (isDecided(aggregation, tallies, chains.size() - drawn)) {
                return chains.subList(0, drawn);
            }
        }
        return chains;
    }

    /// Whether the first error is: every step up to it, or all of them.
    private static boolean isDecided(
            Aggregation aggregation, List<StepTally> tallies, int remaining) {
        for (StepTally tally : tallies) {
            switch (new VoteBounds(aggregation, tally, remaining).standing()) {
                case OPEN -> {
                    return false;
                }
                case INCORRECT, INVALID -> {
                    return true;
                }
                case CORRECT -> {}
            }
        }
        return true;
    }

    private static List<StoredChain> agreed(int agreeing, List<StoredChain> chains) {
        Map<FirstError, Integer> found = new HashMap<>();
        for (int drawn = 1; drawn <= chains.size(); drawn++) {
            FirstError first = chains.get(drawn - 1).firstError();
            if (!(first instanceof FirstError.Unknown)
                    && found.merge(first, 1, Integer::sum) >= agreeing) {
                return chains.subList(0, drawn);
            }
        }
        return chains;
    }

    private static StoredChain untilUnchanged(StoredChain chain) {
        List<Verdict> before = List.of();
        for (int count = 1; count < chain.rounds().size(); count++) {
            StoredChain now = chain.afterRounds(count);
            List<Verdict> standing = now.verdicts().stream().map(StepVerdict::verdict).toList();
            if (count > 1 && sameKinds(before, standing)) {
                return now;
            }
            before = standing;
        }
        return chain;
    }

    /// The detail of an invalid verdict may differ from round to round; that changes nothing.
    private static boolean sameKinds(List<Verdict> before, List<Verdict> after) {
        for (int step = 0; step < before.size(); step++) {
            if (before.get(step).getClass() != after.get(step).getClass()) {
                return false;
            }
        }
        return true;
    }
}
