package org.prmscope.decode;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.util.Comparator;
import java.util.Random;
import java.util.stream.IntStream;

class SoftmaxTest {
    @Test
    void topIsTheSortedHeadWithLowerIdsFirstOnTies() {
        Random random = new Random(1);
        for (int round = 0; round < 500; round++) {
            float[] logits = coarseLogits(random, 1 + random.nextInt(60));
            int[] sorted = sorted(logits);
            for (int count : new int[] {0, 1, 5, logits.length, logits.length + 3}) {
                int[] head = IntStream.of(sorted).limit(count).toArray();
                assertArrayEquals(head, Softmax.top(logits, count));
            }
            assertEquals(sorted[0], Softmax.argmax(logits));
        }
    }

    @Test
    void atLeastKeepsEveryTokenFromTheThresholdOnInOrder() {
        Random random = new Random(2);
        for (int round = 0; round < 200; round++) {
            float[] logits = coarseLogits(random, 200);
            int[] kept = IntStream.of(sorted(logits)).filter(id -> logits[id] >= -0.5).toArray();
            assertArrayEquals(kept, Softmax.atLeast(logits, -0.5));
        }
    }

    @Test
    void logSumExpIsThatOfTheDefinitionAndDoesNotOverflow() {
        Random random = new Random(3);
        float[] logits = new float[1_000];
        double sum = 0;
        for (int id = 0; id < logits.length; id++) {
            logits[id] = (float) (random.nextGaussian() * 15);
            sum += Math.exp(logits[id]);
        }
        assertEquals(Math.log(sum), Softmax.logSumExp(logits), 1e-12);
        assertEquals(5_000 + Math.log(2), Softmax.logSumExp(new float[] {5_000, 5_000}), 1e-9);
    }

    @Test
    void brokenRowsGiveNaN() {
        assertTrue(Double.isNaN(Softmax.logSumExp(new float[] {1, Float.NaN})));
        assertTrue(Double.isNaN(Softmax.logSumExp(new float[] {1, Float.POSITIVE_INFINITY})));
        assertTrue(Double.isNaN(Softmax.logSumExp(new float[] {Float.NEGATIVE_INFINITY})));
        assertEquals(1, Softmax.logSumExp(new float[] {1, Float.NEGATIVE_INFINITY}), 1e-12);
    }

    private static int[] sorted(float[] logits) {
        return IntStream.range(0, logits.length)
                .boxed()
                .sorted(
                        Comparator.comparingDouble((Integer id) -> -logits[id])
                                .thenComparing(Comparator.naturalOrder()))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /// Many ties, both signs, and negative infinity.
    private static float[] coarseLogits(Random random, int size) {
        float[] logits = new float[size];
        for (int id = 0; id < size; id++) {
            int draw = random.nextInt(9) - 4;
            logits[id] = draw == -4 ? Float.NEGATIVE_INFINITY : draw * 0.5f;
        }
        return logits;
    }
}
