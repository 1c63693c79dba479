package org.prmscope.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.prmscope.core.Scaling;
import org.prmscope.synthesis.SolutionGenerator;
import org.prmscope.synthesis.SyntheticRound;
import org.prmscope.synthesis.SyntheticSolution;

import java.util.List;
import java.util.SplittableRandom;

final class RoundDrawTest {
    private final SyntheticSolution solution = new SolutionGenerator().generate("g", 1);

    @Test
    void lastRoundIsCarefulAndEveryRoundAfterTheFirstHasAPhrase() {
        RoundDraw draw = new RoundDraw(new SplittableRandom(1));
        int[] counts = new int[5];
        int careless = 0;
        for (int i = 0; i < 1000; i++) {
            List<SyntheticRound> rounds = draw.of(solution, _ -> true);
            counts[rounds.size()]++;
            assertTrue(rounds.getLast().careful());
            assertEquals(solution, rounds.getLast().seen());
            assertNull(rounds.getFirst().trigger());
            for (SyntheticRound round : rounds.subList(1, rounds.size())) {
                assertTrue(Scaling.TRIGGERS.contains(String.valueOf(round.trigger())));
                assertEquals(round.careful(), round.seen().equals(solution));
            }
            careless += rounds.getFirst().careful() ? 0 : 1;
        }
        assertEquals(600, counts[1], 60, "most chains have one round");
        assertTrue(counts[2] > counts[3] && counts[3] > counts[4] && counts[4] > 0);
        assertTrue(careless > 100, careless + " first rounds are careless");
    }

    @Test
    void readingThatCannotBeWrittenDownIsNotDrawn() {
        RoundDraw draw = new RoundDraw(new SplittableRandom(1));
        for (int i = 0; i < 200; i++) {
            assertTrue(draw.of(solution, _ -> false).stream().allMatch(SyntheticRound::careful));
        }
    }

    @Test
    void chainThatGotTooLongLosesRoundsUpToACarefulOne() {
        SyntheticRound careful = SyntheticRound.first(solution);
        SyntheticRound careless = new SyntheticRound(solution, "Let me double check", false);
        assertEquals(List.of(careful), RoundDraw.fewer(List.of(careful, careless, careful)));
        assertEquals(
                List.of(careless, careful), RoundDraw.fewer(List.of(careless, careful, careful)));
        assertEquals(List.of(), RoundDraw.fewer(List.of(careless, careful)));
        assertEquals(List.of(), RoundDraw.fewer(List.of(careful)));
    }
}
