package org.prmscope.scaling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.prmscope.core.FirstError;
import org.prmscope.core.Scaling;
import org.prmscope.core.StepVerdict;
import org.prmscope.scaling.Aggregation.InvalidRule;
import org.prmscope.scaling.Aggregation.StepReduction;
import org.prmscope.scaling.Aggregation.StepVote;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

class ReplayTest {
    private static final Aggregation MAJORITY = Aggregation.DEFAULT.with(StepVote.MAJORITY);

    private static List<StoredChain> chains(String... texts) {
        return List.of(texts).stream().map(text -> Votes.stored(100, text)).toList();
    }

    private static Replay decided(Aggregation aggregation, String... texts) {
        List<StoredChain> chains = chains(texts);
        return Replay.of(
                new StoppingRule.DecidedVote(),
                aggregation,
                chains,
                chains.getFirst().verdicts().size());
    }

    @Test
    void majorityIsDecidedOnceTheRestCannotTurnIt() {
        assertEquals(3, decided(MAJORITY, "+", "+", "+", "-", "-").chainsUsed());
        assertEquals(4, decided(MAJORITY, "+", "-", "+", "+", "-").chainsUsed());
        // Of four, two and two are a tie: three are needed.
        assertEquals(3, decided(MAJORITY, "-", "-", "-", "+").chainsUsed());
        assertEquals(1, decided(MAJORITY, "-").chainsUsed());
        assertEquals(2, decided(MAJORITY, "-", "-", "+").chainsUsed());
        Replay replay = decided(MAJORITY, "+", "+", "+", "-", "-");
        assertEquals(300, replay.tokensUsed());
        assertEquals(500, replay.tokens());
        assertTrue(replay.isEarly());
        assertFalse(replay.isChanged());
    }

    @Test
    void laterStepsDoNotHoldUpADecidedFirstError() {
        assertEquals(2, decided(MAJORITY, "+ - +", "+ - -", "+ - .").chainsUsed());
        // The first step is open until the third.
        assertEquals(3, decided(MAJORITY, "+ -", "- .", "+ -").chainsUsed());
    }

    @Test
    void meanScoreIsDecidedByItsWorstCase() {
        Aggregation mean = Aggregation.DEFAULT;
        // (0.9 + 0.9 + 0) / 3 = 0.6, but (0.9 + 0 + 0) / 3 = 0.3.
        assertEquals(2, decided(mean, "+0.9", "+0.9", "-0.1").chainsUsed());
        // (0.7 + 0.7 + 0) / 3 = 0.47.
        assertEquals(3, decided(mean, "+0.7", "+0.7", "-0.1").chainsUsed());
    }

    @Test
    void invalidChainsCountedAgainstCanDecideToo() {
        Aggregation against = MAJORITY.with(InvalidRule.COUNTED_AGAINST);
        // Two more votes are half of all at the most.
        assertEquals(2, decided(against, "?", "?", "?", "+").chainsUsed());
        assertEquals(3, decided(against, "+", "+", "+", "?").chainsUsed());
        // Dropped, the last chain alone may still say something.
        assertEquals(4, decided(MAJORITY, "?", "?", "?", "+").chainsUsed());
    }

    private static List<Aggregation> aggregations() {
        List<Aggregation> all = new ArrayList<>();
        for (StepVote vote : StepVote.values()) {
            for (InvalidRule rule : InvalidRule.values()) {
                all.add(new Aggregation(vote, rule, StepReduction.MIN));
            }
        }
        return all;
    }

    /// Whatever the chains after the stop say, the first error is that of the chains before it.
    @Test
    void decidedVoteNeverChangesAnOutcome() {
        SplittableRandom random = new SplittableRandom(4);
        int early = 0;
        for (int trial = 0; trial < 3_000; trial++) {
            int steps = 1 + random.nextInt(3);
            List<StoredChain> chains = new ArrayList<>();
            int count = 2 + random.nextInt(7);
            for (int chain = 0; chain < count; chain++) {
                chains.add(new StoredChain(Votes.random(random, steps), List.of(), 10));
            }
            for (Aggregation aggregation : aggregations()) {
                Replay replay =
                        Replay.of(new StoppingRule.DecidedVote(), aggregation, chains, steps);
                assertFalse(replay.isChanged(), aggregation.title() + chains);
                early += replay.isEarly() ? 1 : 0;
                assertHolds(aggregation, chains, replay, random);
            }
        }
        assertTrue(early > 1_000, "stopped early " + early);
    }

    /// Other chains in the place of those that were left out.
    private static void assertHolds(
            Aggregation aggregation,
            List<StoredChain> chains,
            Replay replay,
            SplittableRandom random) {
        int steps = replay.whole().steps().size();
        for (int other = 0; other < 5 && replay.isEarly(); other++) {
            List<List<StepVerdict>> turned = new ArrayList<>();
            for (int chain = 0; chain < chains.size(); chain++) {
                turned.add(
                        chain < replay.chainsUsed()
                                ? chains.get(chain).verdicts()
                                : adversary(random, steps));
            }
            assertEquals(
                    replay.whole().firstError(),
                    aggregation.aggregate(turned, steps).firstError(),
                    aggregation.title() + turned);
        }
    }

    private static List<StepVerdict> adversary(SplittableRandom random, int steps) {
        char kind = "+-?.".charAt(random.nextInt(4));
        Double confidence = kind == '+' ? (Double) 1.0 : kind == '-' ? (Double) 0.0 : null;
        List<StepVerdict> verdicts = new ArrayList<>();
        for (int step = 0; step < steps; step++) {
            verdicts.add(Votes.step(step, kind, confidence));
        }
        return verdicts;
    }

    @Test
    void agreementStopsAtTheChainThatMakesItFull() {
        Replay replay =
                Replay.of(
                        new StoppingRule.Agreement(2),
                        MAJORITY,
                        chains("+ +", "+ -", "? -", "+ -", "+ +", "+ +", "+ +"),
                        2);
        assertEquals(4, replay.chainsUsed());
        assertEquals(new FirstError.At(1), replay.outcome().firstError());
        assertEquals(new FirstError.None(), replay.whole().firstError());
        assertTrue(replay.isChanged());
    }

    @Test
    void invalidChainsAgreeWithNone() {
        Replay replay =
                Replay.of(new StoppingRule.Agreement(2), MAJORITY, chains("?", "?", "?"), 1);
        assertEquals(3, replay.chainsUsed());
        assertFalse(replay.isEarly());
        assertEquals(
                1,
                Replay.of(new StoppingRule.Agreement(1), MAJORITY, chains("-", "+"), 1)
                        .chainsUsed());
    }

    private static Replay unchanged(String... rounds) {
        return Replay.of(
                new StoppingRule.UnchangedRound(), MAJORITY, List.of(Votes.stored(50, rounds)), 2);
    }

    @Test
    void roundsStopAfterOneThatChangesNothing() {
        Replay replay = unchanged("+ +", "+ -", "+ -", "- -");
        assertEquals(3, replay.roundsUsed());
        assertEquals(4, replay.rounds());
        assertEquals(150, replay.tokensUsed());
        assertEquals(200, replay.tokens());
        assertEquals(new FirstError.At(1), replay.outcome().firstError());
        assertEquals(new FirstError.At(0), replay.whole().firstError());
        assertEquals(2, unchanged("+ +", ". .", "- .").roundsUsed(), "cut off, nothing changes");
        assertEquals(2, unchanged("? +", "? .", "- .").roundsUsed());
        assertEquals(3, unchanged("+ +", "- .", "+ +").roundsUsed());
        assertEquals(1, unchanged("+ +").roundsUsed());
    }

    @Test
    void everyChainOfAMixedRunStopsForItself() {
        Replay replay =
                Replay.of(
                        new StoppingRule.UnchangedRound(),
                        MAJORITY,
                        List.of(Votes.stored(10, "+", "+", "-"), Votes.stored(10, "+", "-", "+")),
                        1);
        assertEquals(5, replay.roundsUsed());
        assertEquals(6, replay.rounds());
        assertEquals(2, replay.chainsUsed());
        assertEquals(50, replay.tokensUsed());
    }

    @Test
    void noChainsAreNoError() {
        for (StoppingRule rule :
                List.of(
                        new StoppingRule.DecidedVote(),
                        new StoppingRule.Agreement(3),
                        new StoppingRule.UnchangedRound())) {
            Replay replay = Replay.of(rule, Aggregation.DEFAULT, List.of(), 2);
            assertEquals(0, replay.tokensUsed());
            assertEquals("..", Votes.kinds(replay.outcome()));
            assertFalse(replay.isChanged());
        }
    }

    @Test
    void rulesSayWhereTheySaveNothing() {
        assertNotNull(new StoppingRule.DecidedVote().pointless(Scaling.sequential(4)));
        assertNull(new StoppingRule.DecidedVote().pointless(Scaling.parallel(2)));
        assertEquals(
                "The run has 3 chains a solution; that 3 agree stops none early.",
                new StoppingRule.Agreement(3).pointless(Scaling.parallel(3)));
        assertNull(new StoppingRule.Agreement(3).pointless(Scaling.parallel(4)));
        assertNotNull(new StoppingRule.UnchangedRound().pointless(Scaling.sequential(2)));
        assertNull(new StoppingRule.UnchangedRound().pointless(Scaling.sequential(3)));
    }
}
