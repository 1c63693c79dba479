package org.prmscope.scaling;

import org.prmscope.core.FirstError;
import org.prmscope.core.Round;
import org.prmscope.core.StepVerdict;

import java.util.List;

/// What a replay needs of a chain that is there.
///
/// @param verdicts one for each step; with several rounds what stands after the last
/// @param rounds of sequential scaling in order; empty for a chain of a single round
/// @param generated tokens sampled in it
public record StoredChain(List<StepVerdict> verdicts, List<Round> rounds, int generated) {
    public StoredChain {
        verdicts = List.copyOf(verdicts);
        rounds = List.copyOf(rounds);
    }

    /// Its rounds, at least 1.
    public int roundCount() {
        return Math.max(1, rounds.size());
    }

    /// The chain as it stood after its first rounds.
    ///
    /// @param count at least 1; as many as there are, or more, give the chain itself
    public StoredChain afterRounds(int count) {
        if (count >= rounds.size()) {
            return this;
        }
        List<Round> first = rounds.subList(0, count);
        return new StoredChain(
                Round.standing(first), first, first.stream().mapToInt(Round::generated).sum());
    }

    FirstError firstError() {
        return FirstError.ofVerdicts(verdicts);
    }
}
