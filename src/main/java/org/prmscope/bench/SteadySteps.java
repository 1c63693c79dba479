package org.prmscope.bench;

import org.prmscope.decode.EngineStatistics;

import java.util.Arrays;
import java.util.function.Supplier;

/// What the steps of an engine take outside the runtime while all of its chains decode: from when
/// the last one has its first tokens, its row made and filled, until the first one has all.
///
/// The engine's thread alone tells it of tokens.
final class SteadySteps {
    private final int chains;
    private final int first;
    private final int last;
    private final Supplier<EngineStatistics> statistics;
    private final double[] overheadMs;
    private int count;
    private int begun;
    private boolean ended;
    private long runs;
    private long nanos;

    /// @param first tokens that every chain has when it begins
    /// @param last tokens that the first chain has when it ends
    SteadySteps(int chains, int first, int last, Supplier<EngineStatistics> statistics) {
        this.chains = chains;
        this.first = first;
        this.last = last;
        this.statistics = statistics;
        overheadMs = new double[Math.max(1, last)];
    }

    /// A chain has so many tokens now.
    ///
    /// @param chain from 0
    void token(int chain, int tokens) {
        begun += tokens == first ? 1 : 0;
        ended |= tokens == last;
        if (chain > 0 || begun < chains || ended) {
            return;
        }
        EngineStatistics now = statistics.get();
        long nanosNow = now.overheadNanos() + now.rowNanos();
        long runsNow = now.steps() + now.forwards();
        if (runs > 0 && runsNow > runs) {
            overheadMs[count++] = (nanosNow - nanos) / 1e6 / (runsNow - runs);
        }
        nanos = nanosNow;
        runs = runsNow;
    }

    /// Median of the milliseconds outside the runtime for each of its runs: preparing it, packing
    /// and moving rows, reading answers, sampling; 0 where there was no such step. To be asked when
    /// the chains are done.
    double overheadMs() {
        return count == 0 ? 0 : Quantiles.of(Arrays.copyOf(overheadMs, count)).median();
    }
}
