package org.prmscope.scaling;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.InvalidReason;
import org.prmscope.core.StepVerdict;
import org.prmscope.core.Verdict;

import java.util.ArrayList;
import java.util.List;

/// How the chains of one solution become one judgement. Chosen after the fact: it reads verdicts
/// that are there, and computes no token.
///
/// A chain votes on the steps it came to. What a chain did not reach is no vote; what it judged
/// unreadably is one only as the [InvalidRule] says, and never a number. Votes that all say the
/// same stand, whatever their confidences: one chain comes to what it says itself.
///
/// @param vote how chains combine at one step
/// @param invalidRule what an invalid verdict does
/// @param steps how the scores of the steps become the solution's
public record Aggregation(StepVote vote, InvalidRule invalidRule, StepReduction steps) {
    /// GenPRM's (arXiv 2504.00891, section 4: Maj@K averages the rewards of the K chains); the
    /// solution's score is that of its weakest step.
    public static final Aggregation DEFAULT =
            new Aggregation(StepVote.MEAN_SCORE, InvalidRule.DROPPED, StepReduction.MIN);

    /// From here up a score says correct. Less than a half by what the order of a sum may change,
    /// so that the order of the chains decides nothing.
    static final double HALF = 0.5 - 1e-9;

    /// How the chains that came to a step combine there.
    public enum StepVote {
        /// The mean of the confidences; correct from 0.5 up. GenPRM's Maj@K.
        MEAN_SCORE("mean score"),
        /// One chain, one vote; the score is the mean confidence, which also decides a tie.
        MAJORITY("majority vote"),
        /// The share of `correct` among the votes is the score; a tie is decided by the mean
        /// confidence.
        VOTE_SHARE("vote share"),
        /// Every vote weighs as much as its confidence is away from a half.
        CONFIDENCE_WEIGHTED("confidence-weighted vote");

        private final String title;

        StepVote(String title) {
            this.title = title;
        }

        public String title() {
            return title;
        }
    }

    /// What an unreadable verdict does to a vote.
    public enum InvalidRule {
        /// It is no vote.
        DROPPED("invalid chains dropped"),
        /// It stays in the denominator: a side needs more than half of all, the invalid included.
        COUNTED_AGAINST("invalid chains counted against");

        private final String title;

        InvalidRule(String title) {
            this.title = title;
        }

        public String title() {
            return title;
        }
    }

    /// How the steps' scores become the solution's (as in best-of-N with process rewards).
    public enum StepReduction {
        MIN("lowest step"),
        PRODUCT("product of steps"),
        LAST("last step");

        private final String title;

        StepReduction(String title) {
            this.title = title;
        }

        public String title() {
            return title;
        }

        /// The score 0..1 of a solution. Null where a step has none that stands before the first
        /// one judged incorrect, or is it: what cannot be read is no number, and leaving it out
        /// would rank an unreadable solution above one that was read. Steps after the first error
        /// count where they were judged.
        @Nullable Double of(List<AggregatedStep> judged) {
            Double reduced = null;
            boolean wrong = false;
            for (AggregatedStep step : judged) {
                Double score = step.score();
                if (score == null) {
                    if (wrong) {
                        continue;
                    }
                    return null;
                }
                double before = reduced == null ? 1 : reduced;
                reduced =
                        switch (this) {
                            case MIN -> Math.min(before, score);
                            case PRODUCT -> before * score;
                            case LAST -> score;
                        };
                wrong |= step.verdict() instanceof Verdict.Incorrect;
            }
            return reduced;
        }
    }

    /// The same aggregation with another vote.
    public Aggregation with(StepVote other) {
        return new Aggregation(other, invalidRule, steps);
    }

    /// The same aggregation with another rule for invalid verdicts.
    public Aggregation with(InvalidRule other) {
        return new Aggregation(vote, other, steps);
    }

    /// The same aggregation with another reduction.
    public Aggregation with(StepReduction other) {
        return new Aggregation(vote, invalidRule, other);
    }

    /// Such as `mean score, invalid chains dropped`.
    public String title() {
        return vote.title() + ", " + invalidRule.title();
    }

    /// Aggregates the verdicts of the chains of one solution.
    ///
    /// @param chains of each chain its verdicts, one for each step of the solution
    /// @param stepCount how many steps the solution has
    public AggregatedSolution aggregate(List<List<StepVerdict>> chains, int stepCount) {
        List<AggregatedStep> aggregated = new ArrayList<>(stepCount);
        for (int step = 0; step < stepCount; step++) {
            StepTally tally = new StepTally();
            for (List<StepVerdict> verdicts : chains) {
                tally.add(verdicts.get(step));
            }
            aggregated.add(combine(tally, step, chains.size()));
        }
        return new AggregatedSolution(aggregated, steps.of(aggregated));
    }

    private AggregatedStep combine(StepTally tally, int step, int chains) {
        if (tally.readable() == 0) {
            return tally.step(step, tally.unread(chains), null);
        }
        Double score = score(tally);
        return tally.step(step, verdict(tally, score), score);
    }

    private @Nullable Double score(StepTally tally) {
        return switch (vote) {
            case MEAN_SCORE, MAJORITY -> tally.mean();
            case VOTE_SHARE -> (double) tally.correct() / voters(tally);
            case CONFIDENCE_WEIGHTED -> tally.weighted();
        };
    }

    private int voters(StepTally tally) {
        return switch (invalidRule) {
            case DROPPED -> tally.readable();
            case COUNTED_AGAINST -> tally.readable() + tally.invalid();
        };
    }

    private Verdict verdict(StepTally tally, @Nullable Double score) {
        int voters = voters(tally);
        if (voters > tally.readable()
                && 2 * tally.correct() <= voters
                && 2 * tally.incorrect() <= voters) {
            return invalid(
                    "%d of %d chains are invalid, and no side has more than half"
                            .formatted(tally.invalid(), voters));
        }
        if (tally.correct() == 0 || tally.incorrect() == 0) {
            return decided(tally.incorrect() == 0);
        }
        boolean counts = countsVotes();
        if ((counts || score == null) && tally.correct() != tally.incorrect()) {
            return decided(tally.correct() > tally.incorrect());
        }
        Double decisive = counts ? tally.mean() : score;
        if (decisive == null) {
            return invalid(
                    "%d chains say correct, as many incorrect, and no confidence decides"
                            .formatted(tally.correct()));
        }
        return decided(decisive >= HALF);
    }

    /// Whether heads decide and confidences only a tie.
    boolean countsVotes() {
        return vote == StepVote.MAJORITY || vote == StepVote.VOTE_SHARE;
    }

    private static Verdict decided(boolean correct) {
        return correct ? new Verdict.Correct() : new Verdict.Incorrect();
    }

    private static Verdict invalid(String detail) {
        return new Verdict.Invalid(InvalidReason.CONTRADICTION, detail);
    }
}
