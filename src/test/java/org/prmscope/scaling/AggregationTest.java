package org.prmscope.scaling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.prmscope.core.FirstError;
import org.prmscope.core.StepVerdict;
import org.prmscope.core.Verdict;
import org.prmscope.scaling.Aggregation.InvalidRule;
import org.prmscope.scaling.Aggregation.StepReduction;
import org.prmscope.scaling.Aggregation.StepVote;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.SplittableRandom;

class AggregationTest {
    private static List<Aggregation> everyAggregation() {
        List<Aggregation> all = new ArrayList<>();
        for (StepVote vote : StepVote.values()) {
            for (InvalidRule rule : InvalidRule.values()) {
                for (StepReduction reduction : StepReduction.values()) {
                    all.add(new Aggregation(vote, rule, reduction));
                }
            }
        }
        return all;
    }

    private static AggregatedStep step(StepVote vote, InvalidRule rule, String... votes) {
        return new Aggregation(vote, rule, StepReduction.MIN)
                .aggregate(Votes.chains(votes), 1)
                .steps()
                .getFirst();
    }

    private static void assertScore(double expected, AggregatedStep step) {
        assertEquals(expected, Objects.requireNonNull(step.score()), 1e-12);
    }

    /// Worked out by hand from the definitions of the votes.
    @ParameterizedTest
    @CsvSource({
        // Two weak votes against one strong: heads and scores differ.
        "MEAN_SCORE, DROPPED, +0.6 +0.6 -0.1, '-', 0.4333333333333333",
        "MAJORITY, DROPPED, +0.6 +0.6 -0.1, '+', 0.4333333333333333",
        "VOTE_SHARE, DROPPED, +0.6 +0.6 -0.1, '+', 0.6666666666666666",
        "CONFIDENCE_WEIGHTED, DROPPED, +0.6 +0.6 -0.1, '-', 0.3333333333333333",
        // A tie: the mean confidence decides, 0.5 is correct.
        "MAJORITY, DROPPED, +0.9 -0.3, '+', 0.6",
        "MAJORITY, DROPPED, +0.6 -0.1, '-', 0.35",
        "VOTE_SHARE, DROPPED, +0.9 -0.3, '+', 0.5",
        "VOTE_SHARE, DROPPED, +0.6 -0.1, '-', 0.5",
        "MEAN_SCORE, DROPPED, +0.75 -0.25, '+', 0.5",
        "CONFIDENCE_WEIGHTED, DROPPED, +0.75 -0.25, '+', 0.5",
        // An invalid vote is dropped, or stays in the denominator.
        "MEAN_SCORE, DROPPED, +0.9 ? ?, '+', 0.9",
        "MEAN_SCORE, COUNTED_AGAINST, +0.9 +0.9 ?, '+', 0.9",
        "VOTE_SHARE, DROPPED, +0.9 +0.9 -0.1 ?, '+', 0.6666666666666666",
        "VOTE_SHARE, COUNTED_AGAINST, +0.9 +0.9 +0.9 -0.1 ?, '+', 0.6",
        "VOTE_SHARE, COUNTED_AGAINST, -0.1 -0.1 ?, '-', 0",
        "MAJORITY, COUNTED_AGAINST, -0.2 -0.2 ?, '-', 0.2",
        "CONFIDENCE_WEIGHTED, COUNTED_AGAINST, -0.2 -0.2 ?, '-', 0",
        // What a chain did not come to is no vote and no denominator.
        "VOTE_SHARE, COUNTED_AGAINST, +0.9 . . . , '+', 1",
        "MAJORITY, DROPPED, -0.2 . ., '-', 0.2"
    })
    void votesCombineAsDefined(
            StepVote vote, InvalidRule rule, String votes, char verdict, double score) {
        AggregatedStep step = step(vote, rule, votes.trim().split(" "));
        assertEquals(verdict, Votes.kind(step.verdict()), step.toString());
        assertScore(score, step);
    }

    @Test
    void countedAgainstNeedsMoreThanHalfOfAll() {
        for (StepVote vote : StepVote.values()) {
            InvalidRule rule = InvalidRule.COUNTED_AGAINST;
            assertEquals('+', Votes.kind(step(vote, rule, "+0.9", "+0.9", "?").verdict()));
            AggregatedStep half = step(vote, rule, "+0.9", "+0.9", "?", "?");
            assertEquals('?', Votes.kind(half.verdict()), vote.title());
            assertNull(half.score(), "an invalid verdict is no number");
            assertEquals(
                    "2 of 4 chains are invalid, and no side has more than half",
                    assertInstanceOf(Verdict.Invalid.class, half.verdict()).detail());
            assertEquals('?', Votes.kind(step(vote, rule, "-0.1", "+0.9", "+0.9", "?").verdict()));
            assertEquals(
                    '-',
                    Votes.kind(step(vote, rule, "-0.1", "-0.1", "-0.1", "+0.9", "?").verdict()));
        }
    }

    @Test
    void invalidChainsDroppedChangeNothing() {
        SplittableRandom random = new SplittableRandom(21);
        for (int trial = 0; trial < 500; trial++) {
            List<List<StepVerdict>> chains = randomChains(random, 1);
            List<List<StepVerdict>> without =
                    chains.stream()
                            .filter(one -> Votes.kind(one.getFirst().verdict()) != '?')
                            .toList();
            for (StepVote vote : StepVote.values()) {
                Aggregation dropped = new Aggregation(vote, InvalidRule.DROPPED, StepReduction.MIN);
                AggregatedStep with = dropped.aggregate(chains, 1).steps().getFirst();
                AggregatedStep bare = dropped.aggregate(without, 1).steps().getFirst();
                if (bare.correct() + bare.incorrect() > 0) {
                    assertEquals(Votes.kind(bare.verdict()), Votes.kind(with.verdict()));
                    assertEquals(bare.score(), with.score());
                }
            }
        }
    }

    @Test
    void allInvalidIsInvalidAndNoNumber() {
        for (Aggregation aggregation : everyAggregation()) {
            AggregatedSolution solution =
                    aggregation.aggregate(Votes.chains("? ?", "? .", "? ?"), 2);
            assertEquals("??", Votes.kinds(solution));
            assertNull(solution.score());
            assertEquals(new FirstError.Unknown(), solution.firstError());
            assertEquals(3, solution.steps().getFirst().invalid());
            assertEquals(1, solution.steps().get(1).notReached());
        }
    }

    @Test
    void noChainsReachNothing() {
        AggregatedSolution none = Aggregation.DEFAULT.aggregate(List.of(), 3);
        assertEquals("...", Votes.kinds(none));
        assertNull(none.score());
        assertEquals(new FirstError.Unknown(), none.firstError());
    }

    @Test
    void tieWithoutConfidenceIsInvalidWithItsReason() {
        for (StepVote vote : List.of(StepVote.MEAN_SCORE, StepVote.MAJORITY)) {
            AggregatedStep tie = step(vote, InvalidRule.DROPPED, "+", "-");
            assertEquals(
                    "1 chains say correct, as many incorrect, and no confidence decides",
                    assertInstanceOf(Verdict.Invalid.class, tie.verdict()).detail());
        }
        assertEquals(
                '-',
                Votes.kind(
                        step(StepVote.MEAN_SCORE, InvalidRule.DROPPED, "-", "-", "+").verdict()));
    }

    /// A sampled verdict may go against its own probability; one chain is not overruled by it.
    @Test
    void oneChainComesToWhatItSays() {
        SplittableRandom random = new SplittableRandom(1);
        for (int trial = 0; trial < 400; trial++) {
            List<StepVerdict> chain = Votes.random(random, 5);
            for (Aggregation aggregation : everyAggregation()) {
                AggregatedSolution solution = aggregation.aggregate(List.of(chain), 5);
                for (int step = 0; step < 5; step++) {
                    assertEquals(chain.get(step).verdict(), solution.steps().get(step).verdict());
                    assertEquals(0, solution.steps().get(step).spread());
                }
                assertEquals(FirstError.ofVerdicts(chain), solution.firstError());
            }
        }
        assertEquals(
                '-',
                Votes.kind(
                        step(StepVote.CONFIDENCE_WEIGHTED, InvalidRule.DROPPED, "-0.5").verdict()));
    }

    @Test
    void unanimousVotesStand() {
        for (StepVote vote : StepVote.values()) {
            for (InvalidRule rule : InvalidRule.values()) {
                assertEquals('-', Votes.kind(step(vote, rule, "-0.7", "-0.5", "-0.8").verdict()));
                assertEquals('+', Votes.kind(step(vote, rule, "+0.1", "+0.4", ".").verdict()));
            }
        }
    }

    private static List<List<StepVerdict>> randomChains(SplittableRandom random, int steps) {
        List<List<StepVerdict>> chains = new ArrayList<>();
        int count = 1 + random.nextInt(9);
        for (int chain = 0; chain < count; chain++) {
            chains.add(Votes.random(random, steps));
        }
        return chains;
    }

    @Test
    void orderOfTheChainsDecidesNothing() {
        SplittableRandom random = new SplittableRandom(2);
        for (int trial = 0; trial < 400; trial++) {
            List<List<StepVerdict>> chains = randomChains(random, 4);
            List<List<StepVerdict>> shuffled = new ArrayList<>(chains);
            Collections.shuffle(shuffled, new Random(trial));
            for (Aggregation aggregation : everyAggregation()) {
                AggregatedSolution there = aggregation.aggregate(chains, 4);
                AggregatedSolution back = aggregation.aggregate(shuffled, 4);
                assertEquals(Votes.kinds(there), Votes.kinds(back), aggregation.title());
                if (there.score() == null) {
                    assertNull(back.score());
                } else {
                    assertEquals(there.score(), Objects.requireNonNull(back.score()), 1e-12);
                }
            }
        }
    }

    @Test
    void scoresAreProbabilitiesAndCountsAddUp() {
        SplittableRandom random = new SplittableRandom(3);
        for (int trial = 0; trial < 400; trial++) {
            List<List<StepVerdict>> chains = randomChains(random, 3);
            for (Aggregation aggregation : everyAggregation()) {
                for (AggregatedStep step : aggregation.aggregate(chains, 3).steps()) {
                    assertEquals(
                            chains.size(),
                            step.correct() + step.incorrect() + step.invalid() + step.notReached());
                    Double score = step.score();
                    assertTrue(score == null || (score >= 0 && score <= 1), step.toString());
                    assertTrue(score == null || !(step.verdict() instanceof Verdict.Invalid));
                    assertTrue(step.spread() >= 0 && step.spread() <= 1);
                }
            }
        }
    }

    @Test
    void spreadIsFromTheLowestToTheHighest() {
        assertEquals(
                0.5,
                step(StepVote.MAJORITY, InvalidRule.DROPPED, "+0.7", "-0.2", "?", "+").spread(),
                1e-12);
    }

    @ParameterizedTest
    @CsvSource({
        "MIN, +0.9 +0.6 +0.8, 0.6",
        "PRODUCT, +0.9 +0.6 +0.8, 0.432",
        "LAST, +0.9 +0.6 +0.8, 0.8",
        // After the first error nothing is reached: the score is that of what was.
        "MIN, +0.9 -0.2 ., 0.2",
        "PRODUCT, +0.9 -0.2 ., 0.18",
        "LAST, +0.9 -0.2 ., 0.2",
        "MIN, +0.9 -0.2 ?, 0.2"
    })
    void stepsReduceToOneScore(StepReduction reduction, String chain, double score) {
        assertEquals(
                score,
                Objects.requireNonNull(
                        Aggregation.DEFAULT
                                .with(reduction)
                                .aggregate(Votes.chains(chain), 3)
                                .score()),
                1e-12);
    }

    @ParameterizedTest
    @CsvSource({"+0.9 ? +0.8", "? +0.9 +0.9", "+0.9 +0.9 .", "+0.9 + +0.9", "+0.9 - .", ". . ."})
    void solutionThatCannotBeReadHasNoScore(String chain) {
        for (StepReduction reduction : StepReduction.values()) {
            assertNull(
                    Aggregation.DEFAULT.with(reduction).aggregate(Votes.chains(chain), 3).score(),
                    reduction.title());
        }
        assertNotNull(Aggregation.DEFAULT.aggregate(Votes.chains("+0.9 +0.9 +0.9"), 3).score());
    }
}
