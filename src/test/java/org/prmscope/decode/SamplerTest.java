package org.prmscope.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.prmscope.core.Sampling;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

class SamplerTest {
    @Test
    void greedyTakesTheLargestAndTheLowerIdOnTies() {
        Sampler sampler = new Sampler(1);

        assertEquals(1, sampler.draw(new float[] {0, 3, 3, 2}, Sampling.GREEDY));
        assertEquals(0, sampler.draw(new float[] {-7, -7}, Sampling.GREEDY));
    }

    @Test
    void theSameSeedDrawsTheSameTokens() {
        assertEquals(draws(new Sampler(42), 200), draws(new Sampler(42), 200));
        assertNotEquals(draws(new Sampler(42), 200), draws(new Sampler(43), 200));
    }

    @Test
    void frequenciesAreTheProbabilitiesOfTheFilteredSoftmax() {
        List<Sampling> settings =
                List.of(
                        new Sampling(1, 1, 0),
                        new Sampling(0.6, 1, 0),
                        new Sampling(2, 0.9, 0),
                        new Sampling(1.3, 1, 4),
                        Sampling.GENPRM,
                        new Sampling(1.5, 0.8, 6));
        float[] logits = {1.2f, -0.3f, 2.0f, 0.1f, -1.5f, 0.7f, 1.9f, -0.2f};
        int draws = 60_000;
        for (Sampling sampling : settings) {
            double[] expected = filtered(logits, sampling);
            Sampler sampler = new Sampler(7);
            int[] counts = new int[logits.length];
            for (int i = 0; i < draws; i++) {
                counts[sampler.draw(logits, sampling)]++;
            }
            double chiSquare = 0;
            for (int id = 0; id < counts.length; id++) {
                if (expected[id] == 0) {
                    assertEquals(0, counts[id], "kept out: " + id + " under " + sampling);
                } else {
                    double mean = expected[id] * draws;
                    chiSquare += (counts[id] - mean) * (counts[id] - mean) / mean;
                }
            }
            // The 99.99 % quantile of chi-square with 7 degrees of freedom is 29.9.
            assertTrue(chiSquare < 29.9, chiSquare + " under " + sampling);
        }
    }

    @Test
    void neverPicksOutsideTopKAndTopP() {
        Random random = new Random(9);
        Sampler sampler = new Sampler(3);
        for (int round = 0; round < 400; round++) {
            float[] logits = new float[2 + random.nextInt(300)];
            for (int id = 0; id < logits.length; id++) {
                logits[id] = (float) (random.nextGaussian() * 3);
            }
            Sampling sampling =
                    new Sampling(
                            0.2 + random.nextDouble() * 2,
                            random.nextBoolean() ? 1 : 0.05 + 0.95 * random.nextDouble(),
                            random.nextBoolean() ? 0 : 1 + random.nextInt(20));
            double[] allowed = filtered(logits, sampling);
            for (int i = 0; i < 20; i++) {
                int id = sampler.draw(logits, sampling);
                assertTrue(allowed[id] > 0, id + " under " + sampling);
            }
        }
    }

    @Test
    void topPIsTakenAmongTheTopKThatWereKept() {
        // 0.4, 0.3, 0.2, 0.1: of the top two the first has 0.571 of the mass, so topP 0.5 keeps it
        // alone; taken over all four, topP 0.5 would keep two.
        float[] logits = {logOf(0.4), logOf(0.3), logOf(0.2), logOf(0.1)};
        Sampler sampler = new Sampler(1);
        for (int i = 0; i < 1_000; i++) {
            assertEquals(0, sampler.draw(logits, new Sampling(1, 0.5, 2)));
        }
    }

    @Test
    void impossibleTokensAreNeverDrawn() {
        float[] logits = {Float.NEGATIVE_INFINITY, 0, Float.NEGATIVE_INFINITY};
        Sampler sampler = new Sampler(1);
        for (int i = 0; i < 200; i++) {
            assertEquals(1, sampler.draw(logits, new Sampling(100, 1, 0)));
            assertEquals(1, sampler.draw(logits, new Sampling(100, 0.99, 0)));
            assertEquals(1, sampler.draw(logits, new Sampling(100, 1, 2)));
        }
    }

    private static float logOf(double probability) {
        return (float) Math.log(probability);
    }

    private static List<Integer> draws(Sampler sampler, int count) {
        float[] logits = new float[50];
        List<Integer> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ids.add(sampler.draw(logits, Sampling.GENPRM));
        }
        return ids;
    }

    /// The definition, by sorting everything.
    private static double[] filtered(float[] logits, Sampling sampling) {
        List<Integer> order =
                new ArrayList<>(
                        IntStream.range(0, logits.length)
                                .boxed()
                                .sorted(
                                        Comparator.comparingDouble((Integer id) -> -logits[id])
                                                .thenComparing(Comparator.naturalOrder()))
                                .toList());
        int k = sampling.topK() == 0 ? logits.length : Math.min(sampling.topK(), logits.length);
        order = order.subList(0, k);
        double total = 0;
        for (int id : order) {
            total += weight(logits[id], sampling);
        }
        double[] probabilities = new double[logits.length];
        double mass = 0;
        for (int id : order) {
            if (mass / total >= sampling.topP() - 1e-12 && sampling.topP() < 1) {
                break;
            }
            probabilities[id] = weight(logits[id], sampling);
            mass += probabilities[id];
        }
        for (int id = 0; id < probabilities.length; id++) {
            probabilities[id] /= mass;
        }
        return probabilities;
    }

    private static double weight(float logit, Sampling sampling) {
        return Math.exp(logit / sampling.temperature());
    }
}
