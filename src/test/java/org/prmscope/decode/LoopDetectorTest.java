package org.prmscope.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

class LoopDetectorTest {
    @Test
    void aLoopIsFoundAsSoonAsItIsLongEnough() {
        assertEquals(256, firstLoop(2_000, i -> i % 7));
        assertEquals(256, firstLoop(2_000, i -> i % 64));
        assertEquals(400, firstLoop(2_000, i -> i % 100));
        assertEquals(512, firstLoop(2_000, i -> i % 128));
        assertEquals(256 + 50, firstLoop(2_000, i -> i < 50 ? 1_000 + i : i % 5));
    }

    @Test
    void shortPeriodsAreFoundAsTheirMultiples() {
        assertEquals(256, firstLoop(2_000, _ -> 3));
        assertEquals(256, firstLoop(2_000, i -> i % 3));
    }

    @Test
    void whatRepeatsRarelyOrOverLongSpansIsNoLoop() {
        assertEquals(-1, firstLoop(5_000, i -> i % 129));
        assertEquals(-1, firstLoop(255, _ -> 3));
        assertEquals(-1, firstLoop(511, i -> i % 128));
    }

    @Test
    void manyRepeatsAskForManyTokens() {
        LoopRule rule = new LoopRule(4, 8, 600_000_000, 1);
        assertTrue(rule.firstLoop(new int[500]).isEmpty());
    }

    @Test
    void periodsThatNoMemoryHoldsAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new LoopRule(4, 2_000_000_000, 4, 256));
    }

    @Test
    void aTableOfNumbersIsNoLoop() {
        // Rows `12 & 144 & 1728 \\` as one token a digit: the frame repeats, the numbers do not.
        StringBuilder table = new StringBuilder();
        for (long n = 1; n <= 400; n++) {
            table.append("%d & %d & %d \\\\\n".formatted(n, n * n, n * n * n));
        }
        assertEquals(-1, firstLoop(table.length(), table::charAt));

        String zeros = ("0 & ".repeat(9) + "0 \\\\\n").repeat(6);
        assertEquals(-1, firstLoop(zeros.length(), zeros::charAt));
    }

    @Test
    void agreesWithTheDefinition() {
        LoopRule rule = new LoopRule(2, 5, 3, 8);
        Random random = new Random(8);
        for (int round = 0; round < 2_000; round++) {
            LoopDetector detector = new LoopDetector(rule);
            List<Integer> ids = new ArrayList<>();
            int period = 1 + random.nextInt(7);
            for (int i = 0; i < 40; i++) {
                boolean copy = i >= period && random.nextInt(20) > 0;
                ids.add(copy ? ids.get(i - period) : random.nextInt(3));
                assertEquals(isLoop(ids, rule), detector.accept(ids.get(i)), ids::toString);
            }
        }
    }

    private static int firstLoop(int length, IntUnaryOperator idAt) {
        LoopDetector detector = new LoopDetector(LoopRule.DEFAULT);
        return IntStream.range(0, length)
                .filter(i -> detector.accept(idAt.applyAsInt(i)))
                .map(i -> i + 1)
                .findFirst()
                .orElse(-1);
    }

    private static boolean isLoop(List<Integer> ids, LoopRule rule) {
        for (int period = rule.minPeriod(); period <= rule.maxPeriod(); period++) {
            int span = Math.max(rule.minRepeats() * period, rule.minTokens());
            int start = ids.size() - span;
            int p = period;
            if (start >= 0
                    && IntStream.range(start + p, ids.size())
                            .allMatch(i -> ids.get(i).equals(ids.get(i - p)))) {
                return true;
            }
        }
        return false;
    }
}
