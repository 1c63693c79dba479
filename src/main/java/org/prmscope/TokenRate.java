package org.prmscope;

import java.util.ArrayDeque;
import java.util.function.LongSupplier;

/// Tokens a second over the last seconds, from a count that only grows. Thread-safe.
final class TokenRate {
    private static final long WINDOW_NANOS = 5_000_000_000L;

    private final LongSupplier nanoTime;
    private final ArrayDeque<Reading> readings = new ArrayDeque<>();

    private record Reading(long nanos, long tokens) {}

    TokenRate(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /// @param tokens counted so far
    /// @param busy whether any are being made; otherwise the rate is 0
    synchronized double of(long tokens, boolean busy) {
        if (!busy) {
            readings.clear();
            return 0;
        }
        long now = nanoTime.getAsLong();
        readings.addLast(new Reading(now, tokens));
        while (readings.size() > 2 && now - readings.getFirst().nanos() > WINDOW_NANOS) {
            readings.removeFirst();
        }
        Reading first = readings.getFirst();
        double seconds = (now - first.nanos()) / 1e9;
        return seconds > 0 ? (tokens - first.tokens()) / seconds : 0;
    }
}
