package org.prmscope.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Random;

class ScalingTest {
    @Test
    void theChainsOfABudgetGetAllOfItAndNoTwoDifferByMoreThanAToken() {
        Random random = new Random(1);
        for (int i = 0; i < 500; i++) {
            int chains = 1 + random.nextInt(16);
            int budget = chains + random.nextInt(10_000);
            Scaling scaling = Scaling.parallel(chains).withBudget(budget);
            int sum = 0;
            int least = Integer.MAX_VALUE;
            int most = 0;
            for (int chain = 0; chain < chains; chain++) {
                Integer share = scaling.chainBudget(chain);
                assertNotNull(share);
                sum += share;
                least = Math.min(least, share);
                most = Math.max(most, share);
            }
            assertEquals(budget, sum);
            assertTrue(most - least <= 1);
        }
    }

    @Test
    void roundsThatUseTheirShareUseTheWholeBudgetAndNoMore() {
        for (int rounds = 1; rounds <= 7; rounds++) {
            for (int budget = rounds; budget < 60; budget++) {
                Scaling scaling = Scaling.sequential(rounds).withBudget(budget);
                int left = budget;
                for (int round = 0; round < rounds; round++) {
                    int share = scaling.roundBudget(round, left);
                    assertTrue(share >= 1 && share <= left);
                    left -= share;
                }
                assertEquals(0, left);
            }
        }
    }

    @Test
    void thirtyTwoThousandTokensAreFourTimesEightThousandEitherWay() {
        assertEquals(8_192, Scaling.parallel(4).withBudget(32_768).chainBudget(3));
        Scaling sequential = Scaling.sequential(4).withBudget(32_768);
        assertEquals(32_768, sequential.chainBudget(0));
        assertEquals(8_192, sequential.roundBudget(0, 32_768));
        assertEquals(10_240, sequential.roundBudget(1, 32_768 - 2_048));
    }

    @Test
    void theTriggersTakeTurnsAndTheFirstRoundHasNone() {
        Scaling scaling = new Scaling(1, 5, List.of("One", "Two"), null);
        assertNull(scaling.trigger(0));
        assertEquals("One", scaling.trigger(1));
        assertEquals("Two", scaling.trigger(2));
        assertEquals("One", scaling.trigger(3));
    }

    @Test
    void whatMakesNoSenseIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> Scaling.parallel(0));
        assertThrows(IllegalArgumentException.class, () -> Scaling.sequential(65));
        assertThrows(
                IllegalArgumentException.class,
                () -> new Scaling(1, 2, List.of("Is the solution correct? Look."), null));
        assertThrows(IllegalArgumentException.class, () -> new Scaling(1, 2, List.of(" "), null));
        assertThrows(IllegalArgumentException.class, () -> Scaling.parallel(8).withBudget(7));
    }

    @Test
    void aVerdictThatCanBeReadOutlivesALaterOneThatCannot() {
        StepVerdict right = verdict(new Verdict.Correct());
        StepVerdict wrong = verdict(new Verdict.Incorrect());
        StepVerdict cut = verdict(new Verdict.Invalid(InvalidReason.TRUNCATED, "cut"));
        StepVerdict none = StepVerdict.notReached(0);
        assertEquals(List.of(wrong), Round.standing(rounds(right, wrong, cut, none)));
        assertEquals(List.of(cut), Round.standing(rounds(none, cut, none)));
        assertEquals(List.of(right), Round.standing(rounds(cut, right)));
    }

    private static StepVerdict verdict(Verdict verdict) {
        return new StepVerdict(0, verdict, null, null, 1);
    }

    private static List<Round> rounds(StepVerdict... verdicts) {
        List<Round> rounds = new java.util.ArrayList<>();
        for (StepVerdict verdict : verdicts) {
            rounds.add(
                    new Round(rounds.size(), null, new TokenSpan(0, 0), List.of(verdict), null, 1));
        }
        return rounds;
    }
}
