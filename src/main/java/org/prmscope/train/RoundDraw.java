package org.prmscope.train;

import org.prmscope.core.Scaling;
import org.prmscope.synthesis.CarelessReading;
import org.prmscope.synthesis.SyntheticRound;
import org.prmscope.synthesis.SyntheticSolution;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Predicate;

/// Draws the rounds of training chains: most have one, some two to four, of which the rounds before
/// the last may be careless. A careless round is there to be put right, not to be learnt.
final class RoundDraw {
    /// Of 100 chains, those of several rounds; the others keep the first round as good as it was.
    private static final int SEVERAL = 40;

    /// Of 100 rounds before the last, those that are careless.
    private static final int CARELESS = 50;

    private final SplittableRandom random;
    private final CarelessReading careless;

    RoundDraw(SplittableRandom random) {
        this.random = random;
        this.careless = new CarelessReading(random);
    }

    /// The rounds of a chain; the last one is careful.
    ///
    /// @param readable whether a careless reading can be written down
    List<SyntheticRound> of(SyntheticSolution solution, Predicate<SyntheticSolution> readable) {
        int count = random.nextInt(100) >= SEVERAL ? 1 : 2;
        while (count > 1 && count < 4 && random.nextInt(3) == 0) {
            count++;
        }
        // As a run opens them, in turn; now and then another phrase first.
        int firstPhrase = random.nextInt(4) == 0 ? random.nextInt(Scaling.TRIGGERS.size()) : 0;
        List<SyntheticRound> rounds = new ArrayList<>();
        for (int round = 0; round < count; round++) {
            String trigger =
                    round == 0
                            ? null
                            : Scaling.TRIGGERS.get(
                                    (firstPhrase + round - 1) % Scaling.TRIGGERS.size());
            boolean mistaken = round < count - 1 && random.nextInt(100) < CARELESS;
            rounds.add(
                    mistaken
                            ? careless.of(solution)
                                    .filter(readable)
                                    .map(seen -> new SyntheticRound(seen, trigger, false))
                                    .orElse(new SyntheticRound(solution, trigger, true))
                            : new SyntheticRound(solution, trigger, true));
        }
        return rounds;
    }

    /// The same chain with fewer rounds, for one that got too long: the last ones are left out, up
    /// to one that is careful.
    ///
    /// @return empty if none is left
    static List<SyntheticRound> fewer(List<SyntheticRound> rounds) {
        int count = rounds.size() - 1;
        while (count > 0 && !rounds.get(count - 1).careful()) {
            count--;
        }
        return rounds.subList(0, count);
    }
}
