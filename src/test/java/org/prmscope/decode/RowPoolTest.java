package org.prmscope.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.prmscope.core.WorkbenchException;

import java.util.stream.IntStream;

class RowPoolTest {
    /// Rows that lose everything the first time they are to grow, as when there is no memory for
    /// the larger buffers and then none to put the old ones back.
    private static final class LosingRows implements KvRows {
        private int rows = 1;
        private int capacity = 512;
        private boolean lost;

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
                throw new WorkbenchException(
                        new WorkbenchException.Report("no memory", "", "", "", ""));
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
                new RowPool(
                        new LosingRows(),
                        new EngineLimits(4, 0, 1 << 20),
                        4_096,
                        new EngineMeter(() -> 0, 4));
        int[] ids = IntStream.range(0, 100).toArray();
        pool.rows().getFirst().add(ids, ids.length);
        assertEquals(100, pool.longest(ids, 100).tokens());

        assertFalse(pool.reserve(2_000));

        assertTrue(pool.rows().isEmpty());
        assertEquals(RowPool.Prefix.NONE, pool.longest(ids, 100));
        assertFalse(pool.reserve(2_000), "nothing is given out before the loss was asked for");
        assertNotNull(pool.takeLoss());
        assertNull(pool.takeLoss());
        assertTrue(pool.reserve(2_000));
        assertEquals(RowPool.Prefix.NONE, pool.longest(ids, 100));
    }
}
