package org.prmscope.scaling;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.Confidence;
import org.prmscope.core.InvalidReason;
import org.prmscope.core.StepVerdict;
import org.prmscope.core.Verdict;

import java.util.ArrayList;
import java.util.List;

/// How the chains of one solution become one judgement. Chosen after the fact: it reads verdicts
/// that are there, and computes no token.
///
/// A chain votes on the steps it came to. What a chain did not reach is no vote; what it judged
/// unreadably is one only as the [InvalidRule] says, and never a number.
///
/// @param vote how chains combine at one step
/// @param invalidRule what an invalid verdict does
/// @param steps how the scores of the steps become the solution's
public record Aggregation(StepVote vote, InvalidRule invalidRule, StepReduction steps) {
    /// GenPRM's (arXiv 2504.00891, section 4: Maj@K averages the rewards of the K chains); the
    /// solution's score is that of its weakest step.
    public static final Aggregation DEFAULT =
            new Aggregation(StepVote.MEAN_SCORE, InvalidRule.DROPPED, StepReduction.MIN);

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

        /// The score 0..1 of a solution; null where there is no score of a step.
        @Nullable Double of(List<@Nullable Double> scores) {
            Double reduced = null;
            for (Double score : scores) {
                if (score != null) {
                    double before = reduced == null ? score : reduced;
                    reduced =
                            switch (this) {
                                case MIN -> Math.min(before, score);
                                case PRODUCT -> reduced == null ? score : before * score;
                                case LAST -> score;
                            };
                }
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
        List<@Nullable Double> scores = new ArrayList<>(stepCount);
        for (int step = 0; step < stepCount; step++) {
            AggregatedStep one = aggregate(chains, new Tally(), step);
            aggregated.add(one);
            scores.add(one.score());
        }
        return new AggregatedSolution(aggregated, steps.of(scores));
    }

    private AggregatedStep aggregate(List<List<StepVerdict>> chains, Tally tally, int step) {
        for (List<StepVerdict> verdicts : chains) {
            tally.add(verdicts.get(step));
        }
        if (tally.correct + tally.incorrect == 0) {
            Verdict verdict =
                    tally.invalid == 0 ? new Verdict.NotReached() : tally.allInvalid(chains.size());
            return tally.step(step, verdict, null);
        }
        Double score = score(tally);
        return tally.step(step, verdict(tally, score), score);
    }

    private @Nullable Double score(Tally tally) {
        return switch (vote) {
            case MEAN_SCORE, MAJORITY -> tally.mean();
            case VOTE_SHARE -> (double) tally.correct / voters(tally);
            case CONFIDENCE_WEIGHTED -> tally.weighted();
        };
    }

    private int voters(Tally tally) {
        int readable = tally.correct + tally.incorrect;
        return invalidRule == InvalidRule.DROPPED ? readable : readable + tally.invalid;
    }

    private Verdict verdict(Tally tally, @Nullable Double score) {
        int voters = voters(tally);
        if (invalidRule == InvalidRule.COUNTED_AGAINST
                && 2 * tally.correct <= voters
                && 2 * tally.incorrect <= voters
                && tally.invalid > 0) {
            return invalid(
                    "%d of %d chains are invalid, and no side has more than half"
                            .formatted(tally.invalid, voters));
        }
        boolean votes = vote == StepVote.MAJORITY || vote == StepVote.VOTE_SHARE;
        if ((votes || score == null) && tally.correct != tally.incorrect) {
            return decided(tally.correct > tally.incorrect);
        }
        Double decisive = votes ? tally.mean() : score;
        if (decisive == null) {
            return invalid(
                    "%d chains say correct, as many incorrect, and no confidence decides"
                            .formatted(tally.correct));
        }
        return decided(decisive >= 0.5);
    }

    private static Verdict decided(boolean correct) {
        return correct ? new Verdict.Correct() : new Verdict.Incorrect();
    }

    private static Verdict invalid(String detail) {
        return new Verdict.Invalid(InvalidReason.CONTRADICTION, detail);
    }

    /// The votes at one step.
    private static final class Tally {
        private int correct;
        private int incorrect;
        private int invalid;
        private int notReached;
        private int scored;
        private double sum;
        private double lowest = 1;
        private double highest;
        private double weights;
        private double weightedCorrect;
        private Verdict.@Nullable Invalid anInvalid;

        void add(StepVerdict step) {
            switch (step.verdict()) {
                case Verdict.Correct() -> {
                    correct++;
                    addScore(step.confidence(), true);
                }
                case Verdict.Incorrect() -> {
                    incorrect++;
                    addScore(step.confidence(), false);
                }
                case Verdict.Invalid found -> {
                    invalid++;
                    anInvalid = found;
                }
                case Verdict.NotReached() -> notReached++;
            }
        }

        private void addScore(@Nullable Confidence confidence, boolean positive) {
            if (confidence == null) {
                return;
            }
            double probability = confidence.probability();
            scored++;
            sum += probability;
            lowest = Math.min(lowest, probability);
            highest = Math.max(highest, probability);
            double weight = Math.abs(probability - 0.5);
            weights += weight;
            weightedCorrect += positive ? weight : 0;
        }

        @Nullable Double mean() {
            return scored == 0 ? null : sum / scored;
        }

        @Nullable Double weighted() {
            return weights == 0 ? mean() : (Double) (weightedCorrect / weights);
        }

        Verdict allInvalid(int chains) {
            Verdict.Invalid found = anInvalid;
            if (found == null || invalid == 1) {
                return found == null ? new Verdict.NotReached() : found;
            }
            return new Verdict.Invalid(
                    found.reason(),
                    "%d of %d chains are invalid, the last one: %s"
                            .formatted(invalid, chains, found.detail()));
        }

        AggregatedStep step(int step, Verdict verdict, @Nullable Double score) {
            return new AggregatedStep(
                    step,
                    verdict,
                    score,
                    correct,
                    incorrect,
                    invalid,
                    notReached,
                    scored == 0 ? 0 : highest - lowest);
        }
    }
}
