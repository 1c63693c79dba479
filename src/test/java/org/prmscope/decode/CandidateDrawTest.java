package org.prmscope.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.prmscope.core.Sampling;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// A draw from the candidates must be the draw from the whole row, with the same random number, or
/// say that it cannot tell.
class CandidateDrawTest {
    private static final int[] NO_LABELS = {};

    /// Draws `count` tokens from both; the share that the candidates decided.
    private static double compare(float[] logits, Sampling sampling, long seed, int count) {
        Sampler whole = new Sampler(seed);
        Sampler candidates = new Sampler(seed);
        NextToken next = RowsLm.of(logits, NO_LABELS);
        int decided = 0;
        for (int k = 0; k < count; k++) {
            int expected = whole.draw(logits, sampling);
            int found = candidates.draw(next, logits.length, sampling);
            if (found == Sampler.UNDECIDED) {
                found = candidates.draw(logits, sampling);
            } else {
                decided++;
            }
            assertEquals(expected, found, () -> sampling + " over " + logits.length);
        }
        return decided / (double) count;
    }

    private static float[] row(Random random, int size, double spread) {
        float[] logits = new float[size];
        for (int id = 0; id < size; id++) {
            logits[id] = (float) (random.nextGaussian() * spread);
        }
        return logits;
    }

    private static Sampling sampling(Random random) {
        return new Sampling(
                random.nextInt(4) == 0 ? 1 : 0.1 + random.nextDouble() * 2,
                random.nextInt(3) == 0 ? 1 : 0.02 + 0.98 * random.nextDouble(),
                random.nextBoolean() ? 0 : 1 + random.nextInt(120));
    }

    @Test
    void everyDrawIsThatOfTheWholeRow() {
        Random random = new Random(1);
        for (int round = 0; round < 4_000; round++) {
            float[] logits = row(random, 2 + random.nextInt(600), random.nextDouble() * 8);
            for (int k = 0; k < random.nextInt(logits.length); k++) {
                // Ties, also at the border of the candidates, and tokens that cannot come.
                logits[random.nextInt(logits.length)] =
                        switch (random.nextInt(3)) {
                            case 0 -> logits[random.nextInt(logits.length)];
                            case 1 -> Math.round(logits[random.nextInt(logits.length)]);
                            default -> Float.NEGATIVE_INFINITY;
                        };
            }
            logits[random.nextInt(logits.length)] = 0;
            compare(logits, sampling(random), round, 15);
        }
    }

    @Test
    void rowsOfARealVocabularyAreMostlyDecided() {
        Random random = new Random(2);
        for (Sampling sampling :
                List.of(
                        new Sampling(1, 0.95, 0),
                        new Sampling(0.6, 0.95, 0),
                        new Sampling(0.7, 1, 0),
                        new Sampling(1, 1, 0))) {
            double decided = 0;
            for (int round = 0; round < 6; round++) {
                // A language model's row: few probable tokens far above a wide, low tail.
                float[] logits = row(random, 151_936, 2);
                for (int k = 0; k < 12; k++) {
                    logits[random.nextInt(logits.length)] = 18 + random.nextFloat() * 4;
                }
                decided += compare(logits, sampling, round, 20) / 6;
            }
            double share = decided;
            assertTrue(share > 0.9, () -> share + " of " + sampling);
        }
    }

    @Test
    void topKUpToTheCandidatesNeedsNoMore() {
        Random random = new Random(3);
        for (int topK : new int[] {1, 20, NextToken.CANDIDATES}) {
            float[] logits = row(random, 5_000, 0.01);
            assertEquals(1, compare(logits, new Sampling(1.3, 0.9, topK), topK, 200));
        }
        assertEquals(1, compare(row(random, 5_000, 0), Sampling.GREEDY, 1, 5));
        assertEquals(1, compare(row(random, 5_000, 1), Sampling.GENPRM, 1, 200));
    }

    @Test
    void aFlatRowNeedsAllOfIt() {
        float[] flat = new float[5_000];
        double decided = compare(flat, new Sampling(1, 1, 0), 1, 500);
        // The candidates hold 64 of 5000.
        assertTrue(decided > 0.002 && decided < 0.03, decided + "");
        assertTrue(compare(flat, new Sampling(0.5, 0.9, 0), 1, 500) < 0.03);
    }

    @Test
    void aNucleusThatEndsExactlyAtATokenIsNotGuessed() {
        // Halves, quarters, ...: the sums are exact, and topP falls on them.
        float[] logits = new float[200];
        for (int id = 0; id < logits.length; id++) {
            logits[id] = (float) (-id * Math.log(2));
        }
        for (double topP : new double[] {0.5, 0.75, 0.875, 0.9375}) {
            compare(logits, new Sampling(1, topP, 0), 5, 2_000);
            compare(logits, new Sampling(1, Math.nextUp(topP), 0), 5, 2_000);
            compare(logits, new Sampling(0.5, topP, 0), 5, 2_000);
        }
    }

    @Test
    void aNormaliserWithAnErrorOfItsOwnChangesNoToken() {
        Random random = new Random(7);
        for (int round = 0; round < 500; round++) {
            float[] logits = row(random, 700, 3);
            Sampling sampling = new Sampling(0.5 + random.nextDouble(), 0.9, 0);
            NextToken exact = RowsLm.of(logits, NO_LABELS);
            int count = exact.candidates();
            int[] ids = new int[count];
            float[] top = new float[count];
            Arrays.setAll(ids, exact::id);
            for (int k = 0; k < count; k++) {
                top[k] = exact.logit(k);
            }
            double wrong = exact.logSumExp() + (random.nextBoolean() ? 9e-5 : -9e-5);
            NextToken next = new NextToken(ids, top, wrong, NO_LABELS, new float[0]);
            Sampler whole = new Sampler(round);
            Sampler candidates = new Sampler(round);
            for (int k = 0; k < 20; k++) {
                int expected = whole.draw(logits, sampling);
                int found = candidates.draw(next, logits.length, sampling);
                assertEquals(
                        expected,
                        found == Sampler.UNDECIDED ? candidates.draw(logits, sampling) : found);
            }
        }
    }
}
