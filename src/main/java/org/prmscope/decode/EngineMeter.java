package org.prmscope.decode;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/// Counts what an engine does. The engine's thread counts; any thread may take a snapshot.
final class EngineMeter {
    private static final double SMOOTHING = 0.2;

    private final LongSupplier nanoTime;
    private final long[] stepsByRows;
    private long prefilled;
    private long reused;
    private long sampled;
    private long forwards;
    private long fullRows;
    private long modelNanos;
    private long rowNanos;
    private long overheadNanos;
    private long drafted;
    private long accepted;
    private int liveRows;
    private int cachedRows;
    private int rows;
    private int capacity;
    private double millisPerToken = 1;
    private boolean measured;

    EngineMeter(LongSupplier nanoTime, int maxRows) {
        this.nanoTime = nanoTime;
        stepsByRows = new long[maxRows];
    }

    long now() {
        return nanoTime.getAsLong();
    }

    /// Counts a run over `tokens` tokens of one row; long ones tell what a token of a prompt costs.
    synchronized void forward(int tokens, long nanos) {
        forwards++;
        if (tokens >= 8) {
            double millis = nanos / 1e6 / tokens;
            millisPerToken =
                    measured ? millisPerToken + SMOOTHING * (millis - millisPerToken) : millis;
            measured = true;
        }
    }

    synchronized void step(int batch) {
        stepsByRows[batch - 1]++;
    }

    synchronized void fullRow() {
        fullRows++;
    }

    /// Counts the time that the runtime computed in a run, also in one that was cancelled or
    /// failed.
    synchronized void computed(long nanos) {
        modelNanos += nanos;
    }

    synchronized void moved(long nanos) {
        rowNanos += nanos;
    }

    /// Counts a turn of the engine that took so long from end to end.
    ///
    /// @param spent [#spentNanos()] when it began
    synchronized void turn(long nanos, long spent) {
        overheadNanos += nanos - (modelNanos + rowNanos - spent);
    }

    synchronized long spentNanos() {
        return modelNanos + rowNanos;
    }

    synchronized void prefilled(int tokens) {
        prefilled += tokens;
    }

    synchronized void reused(int tokens) {
        reused += tokens;
    }

    synchronized void sampled(int tokens) {
        sampled += tokens;
    }

    synchronized void speculated(int draft, int taken) {
        drafted += draft;
        accepted += taken;
    }

    synchronized void rows(int live, int cached, int all, int tokens) {
        liveRows = live;
        cachedRows = cached;
        rows = all;
        capacity = tokens;
    }

    /// Milliseconds that a token of a prompt takes, as measured lately; 1 before it was.
    synchronized double millisPerPrefilledToken() {
        return millisPerToken;
    }

    synchronized EngineStatistics snapshot(long kvBytes, long kvBudget) {
        List<Long> steps = new ArrayList<>(stepsByRows.length);
        for (long count : stepsByRows) {
            steps.add(count);
        }
        return new EngineStatistics(
                prefilled,
                reused,
                sampled,
                forwards,
                steps,
                fullRows,
                modelNanos,
                rowNanos,
                overheadNanos,
                drafted,
                accepted,
                liveRows,
                cachedRows,
                rows,
                capacity,
                kvBytes,
                kvBudget);
    }
}
