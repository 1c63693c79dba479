package org.prmscope.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongSupplier;

/// How fast the machine reads memory that no cache holds: the limit of decoding, which reads every
/// weight once a token.
///
/// Each thread sums its own array. Where other programs, or other guests of the same machine, read
/// too, it changes from one second to the next: what is compared to it has to be measured beside
/// it.
final class ReadBandwidth implements AutoCloseable {
    /// Of all threads together: 512 MiB, more than a cache holds.
    private static final int LONGS = 64 << 20;

    private final LongSupplier nanoTime;
    private final long[][] arrays;
    private final ExecutorService readers;

    ReadBandwidth(int threads, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        arrays = new long[threads][LONGS / threads / 4 * 4];
        for (long[] array : arrays) {
            for (int i = 0; i < array.length; i += 64) {
                // Pages that were never written to are one page of zeros, which a cache holds.
                array[i] = i;
            }
        }
        readers = Executors.newFixedThreadPool(threads);
    }

    /// Bytes a second over all threads together, of each of some passes over the arrays.
    double[] passes(int count) throws InterruptedException {
        double[] rates = new double[count];
        for (int pass = 0; pass < count; pass++) {
            long start = nanoTime.getAsLong();
            List<Future<Long>> sums = new ArrayList<>();
            for (long[] array : arrays) {
                sums.add(readers.submit(() -> sum(array)));
            }
            long check = 0;
            for (Future<Long> sum : sums) {
                check += found(sum);
            }
            double seconds = (nanoTime.getAsLong() - start) / 1e9;
            if (check == 0) {
                throw new IllegalStateException("the arrays were not read");
            }
            rates[pass] = arrays.length * (double) arrays[0].length * Long.BYTES / seconds;
        }
        return rates;
    }

    @Override
    public void close() {
        readers.close();
    }

    private static long found(Future<Long> sum) throws InterruptedException {
        try {
            return sum.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    /// Four sums at once, so that the additions do not wait for one another.
    private static long sum(long[] values) {
        long a = 0;
        long b = 0;
        long c = 0;
        long d = 0;
        for (int i = 0; i < values.length; i += 4) {
            a += values[i];
            b += values[i + 1];
            c += values[i + 2];
            d += values[i + 3];
        }
        return a + b + c + d;
    }
}
