package org.prmscope.decode;

import java.util.List;

/// What a [DecodeEngine] did since it was opened, and what it holds now.
///
/// @param prefilled tokens computed without sampling, each time they were: prompts, injected ones,
///   continuations that were scored, and what a rewind or an eviction made it compute again
/// @param reused tokens that a chain did not have to compute, because a row held them already
/// @param sampled tokens that were sampled, end tokens included
/// @param forwards runs over several tokens of one row
/// @param stepsByRows runs over one token of several rows: at index `B - 1` those of B rows
/// @param fullRows runs that were needed for a draw that the candidates could not decide
/// @param modelNanos time that the runtime computed in those runs
/// @param rowNanos time for copying, exchanging and resizing rows
/// @param overheadNanos time for everything else while there was work: preparing runs, packing rows
///   for graphs that need that, reading answers, sampling, scheduling
/// @param drafted tokens that speculation guessed
/// @param accepted those of them that the chain then sampled
/// @param liveRows rows of chains that are open
/// @param cachedRows rows kept as known prefixes
/// @param rows rows there are
/// @param capacity tokens that each row has room for
/// @param kvBytes what the rows take
/// @param kvBudget what they may take
public record EngineStatistics(
        long prefilled,
        long reused,
        long sampled,
        long forwards,
        List<Long> stepsByRows,
        long fullRows,
        long modelNanos,
        long rowNanos,
        long overheadNanos,
        long drafted,
        long accepted,
        int liveRows,
        int cachedRows,
        int rows,
        int capacity,
        long kvBytes,
        long kvBudget) {
    public EngineStatistics {
        stepsByRows = List.copyOf(stepsByRows);
    }

    /// Runs over one token of one or more rows.
    public long steps() {
        return stepsByRows.stream().mapToLong(Long::longValue).sum();
    }

    /// The time outside the runtime for each run of the model, moves of rows included, in
    /// milliseconds.
    public double overheadMillisPerRun() {
        return (overheadNanos + rowNanos) / 1e6 / Math.max(1, steps() + forwards + fullRows);
    }
}
