package org.prmscope.decode;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.prmscope.core.Cancellation;
import org.prmscope.core.Sampling;
import org.prmscope.core.TokenOrigin;
import org.prmscope.core.WorkbenchException;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

class RowPoolTest {
    private static final Cancellation NEVER = new Cancellation();

    /// Rows that lose everything the first time they are to grow, as when there is no memory for
    /// the larger buffers and then none to put the old ones back.
    private static final class LosingRows implements KvRows {
        private final Throwable failure;
        private int rows = 1;
        private int capacity = 512;
        private boolean lost;

        LosingRows(Throwable failure) {
            this.failure = failure;
        }

        @Override
        public int rows() {
            return rows;
        }

        @Override
        public int capacity() {
            return capacity;
        }

        @Override
        public long bytes() {
            return bytes(rows, capacity);
        }

        @Override
        public long bytes(int count, int tokens) {
            return (long) count * tokens;
        }

        @Override
        public void resize(int newRows, int newCapacity, int[] held) throws WorkbenchException {
            if (!lost) {
                lost = true;
                rows = 0;
                capacity = 0;
                switch (failure) {
                    case WorkbenchException e -> throw e;
                    case Error e -> throw e;
                    default -> throw new AssertionError(failure);
                }
            }
            rows = newRows;
            capacity = newCapacity;
        }

        @Override
        public void copy(int from, int to, int tokens) {}

        @Override
        public void swap(int one, int other, int tokens) {}
    }

    @Test
    void aPoolThatLostItsMemoryKnowsNoPrefixAndGrowsAgain() {
        RowPool pool =
                pool(
                        new WorkbenchException(
                                new WorkbenchException.Report("no memory", "", "", "", "")));
        int[] ids = held(pool);
        assertFalse(pool.reserve(2_000));
        assertLost(pool, ids);
    }

    @Test
    void aPoolThatLostItsMemoryByAnErrorKnowsNoPrefixEither() {
        OutOfMemoryError failure = new OutOfMemoryError("the test");
        RowPool pool = pool(failure);
        int[] ids = held(pool);
        assertSame(failure, assertThrows(OutOfMemoryError.class, () -> pool.reserve(2_000)));
        assertLost(pool, ids);
    }

    @Test
    void chainsGoOnFromTheirTokensAfterAnErrorTookTheirRows() throws Exception {
        RowsLm lm = new RowsLm(300, 4_096, EngineScheduleTest::hash);
        try (DecodeEngine engine = engine(lm);
                ChainDecoder chain = engine.newChain(1);
                ChainDecoder longer = engine.newChain(2)) {
            chain.append(ids(50), TokenOrigin.PROMPT);
            chain.generate(request(10), NEVER);
            longer.append(ids(2_000), TokenOrigin.PROMPT);
            lm.loss = new OutOfMemoryError("the test");

            DecodingException lost =
                    assertThrows(DecodingException.class, () -> longer.generate(request(1), NEVER));

            assertTrue(lost.report().found().contains("the test"), lost.report()::text);
            chain.generate(request(10), NEVER);
            try (DecodeEngine other = engine(new RowsLm(300, 4_096, EngineScheduleTest::hash));
                    ChainDecoder alone = other.newChain(1)) {
                alone.append(ids(50), TokenOrigin.PROMPT);
                alone.generate(request(20), NEVER);
                assertArrayEquals(alone.snapshot().ids(), chain.snapshot().ids());
            }
        }
    }

    private static RowPool pool(Throwable failure) {
        return new RowPool(
                new LosingRows(failure),
                new EngineLimits(4, 0, 1 << 20),
                4_096,
                new EngineMeter(() -> 0, 4));
    }

    /// Lets the first row hold 100 tokens.
    private static int[] held(RowPool pool) {
        int[] ids = ids(100);
        pool.rows().getFirst().add(ids, ids.length);
        assertEquals(100, pool.longest(ids, 100).tokens());
        return ids;
    }

    private static void assertLost(RowPool pool, int[] ids) {
        assertTrue(pool.rows().isEmpty());
        assertEquals(RowPool.Prefix.NONE, pool.longest(ids, 100));
        assertFalse(pool.reserve(2_000), "nothing is given out before the loss was asked for");
        assertNotNull(pool.takeLoss());
        assertNull(pool.takeLoss());
        assertTrue(pool.reserve(2_000));
        assertEquals(RowPool.Prefix.NONE, pool.longest(ids, 100));
    }

    private static DecodeEngine engine(RowsLm lm) {
        return new DecodeEngine(
                lm,
                new EngineLimits(4, 4, 1 << 20),
                new PieceTokenizer(Collections.nCopies(43, new byte[] {1})),
                List.of(),
                LoopRule.DEFAULT,
                lm::nanoTime,
                Speculation.OFF);
    }

    private static GenerationRequest request(int tokens) {
        return new GenerationRequest(Sampling.GENPRM, tokens, List.of(), true, List.of());
    }

    private static int[] ids(int count) {
        return IntStream.range(0, count).map(k -> k % 299).toArray();
    }
}
