package org.prmscope.scaling;

import org.prmscope.scaling.Aggregation.InvalidRule;

/// Whether a vote at one step is decided: whatever the chains that are still to come say, readably
/// or not and with whatever confidence 0..1, the verdict is the same.
///
/// @param remaining chains still to come, at least 1
record VoteBounds(Aggregation aggregation, StepTally tally, int remaining) {
    /// How a vote stands.
    enum Standing {
        OPEN,
        CORRECT,
        INCORRECT,
        INVALID
    }

    Standing standing() {
        int against = aggregation.invalidRule() == InvalidRule.DROPPED ? 0 : tally.invalid();
        boolean counted = aggregation.invalidRule() == InvalidRule.COUNTED_AGAINST;
        if (against > 0
                && tally.correct() + remaining <= tally.incorrect() + against
                && tally.incorrect() + remaining <= tally.correct() + against) {
            return Standing.INVALID;
        }
        // With the rule that counts invalid chains, all that are to come may be invalid.
        boolean readable =
                !counted
                        || tally.correct() > tally.incorrect() + against + remaining
                        || tally.incorrect() > tally.correct() + against + remaining;
        if (!readable) {
            return Standing.OPEN;
        }
        return aggregation.countsVotes() ? heads() : scores();
    }

    private Standing heads() {
        if (tally.correct() > tally.incorrect() + remaining) {
            return Standing.CORRECT;
        }
        return tally.incorrect() > tally.correct() + remaining ? Standing.INCORRECT : Standing.OPEN;
    }

    /// A vote that all agree on stands whatever the score, so a side is decided only once it has a
    /// chain.
    private Standing scores() {
        if (tally.scored() == 0) {
            return Standing.OPEN;
        }
        if (tally.correct() > 0 && score(0) >= Aggregation.HALF) {
            return Standing.CORRECT;
        }
        return tally.incorrect() > 0 && score(1) < Aggregation.HALF
                ? Standing.INCORRECT
                : Standing.OPEN;
    }

    /// The score if all that are to come have this confidence.
    ///
    /// @param each 0, which gives the lowest score there can be, or 1, the highest
    private double score(int each) {
        return switch (aggregation.vote()) {
            case MEAN_SCORE ->
                    (tally.sum() + each * remaining) / (double) (tally.scored() + remaining);
            case CONFIDENCE_WEIGHTED ->
                    (tally.weightedCorrect() + 0.5 * each * remaining)
                            / (tally.weights() + 0.5 * remaining);
            case MAJORITY, VOTE_SHARE -> throw new IllegalStateException("heads decide");
        };
    }
}
