package org.prmscope.bench;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.Computation;
import org.prmscope.core.ModelIdentity;

import java.util.List;

/// What one run of the benchmark measured. Times are milliseconds, rates are per second.
///
/// @param bandwidth bytes a second that the machine reads from memory at its best
/// @param bare null if the graph cannot be run plainly
/// @param peakBytes the most memory the process held; null where the system does not say
public record BenchReport(
        String version,
        String commit,
        String date,
        String machine,
        ModelIdentity model,
        Computation computation,
        double loadMs,
        double bandwidth,
        List<Prefill> prefill,
        double firstTokenMs,
        int firstTokenPrompt,
        @Nullable Bare bare,
        List<Decode> decode,
        Cancel cancel,
        @Nullable GenPrm genPrm,
        @Nullable Long peakBytes) {
    public BenchReport {
        prefill = List.copyOf(prefill);
        decode = List.copyOf(decode);
    }

    /// Computing a prompt.
    ///
    /// @param chunk tokens of one run
    public record Prefill(int chunk, double tokensPerSecond) {}

    /// One chain in the plainest loop over the runtime, and in the engine, in alternating rounds;
    /// each figure is the median of the rounds' medians, up to commit 21d045a that of the fastest.
    ///
    /// @param context tokens the chain held
    /// @param bareMs a step of the plain loop
    /// @param engineMs a step of the engine, its own work included
    /// @param bytesPerToken weights and keys and values that one token reads
    /// @param bandwidthShare bytes read a second by the engine, of what the machine read right
    ///   before and after, 0..1; up to commit 21d045a of its fastest reading at another time
    public record Bare(
            int context,
            double bareMs,
            double engineMs,
            long bytesPerToken,
            double bandwidthShare) {}

    /// Chains decoded together by the engine.
    ///
    /// @param stepMs median of the time between two tokens of a chain
    /// @param p99Ms the 0.99 quantile of it
    /// @param overheadMs median of the time outside the runtime for a step while all chains decode,
    ///   preparing it, moving rows and reading its answers included; before 2026-11-22 these were
    ///   not
    /// @param collections garbage collections meanwhile
    public record Decode(
            int chains,
            double tokensPerSecond,
            double stepMs,
            double p99Ms,
            double overheadMs,
            long collections) {}

    /// From the request to the end of the work.
    ///
    /// @param prefillMs in the middle of a long prompt; null if the prompt was computed before
    /// @param decodeMs while decoding; null if the chain ended before
    public record Cancel(@Nullable Double prefillMs, @Nullable Double decodeMs) {}

    /// Verification of a solution of eight steps with code, by the GenPRM protocol, code executed.
    ///
    /// @param appended distinct tokens that were given, not sampled, in one chain
    /// @param prefilled tokens that were computed without being sampled, in one chain
    /// @param resent tokens that are prefilled when every request sends the conversation again
    /// @param generated tokens sampled in one chain
    /// @param oneMs wall time of one chain
    /// @param speculatingMs wall time of one chain with speculation left to the engine
    /// @param drafted tokens that speculation guessed in that chain
    /// @param accepted those that were right
    /// @param chains how many were verified together
    /// @param distinctTogether distinct tokens that were given, over all of them
    /// @param prefilledTogether tokens computed without being sampled, over all of them
    /// @param serialMs wall time of as many chains one after another, nothing kept between them
    /// @param togetherMs wall time of them together
    public record GenPrm(
            int appended,
            int prefilled,
            long resent,
            int generated,
            double oneMs,
            double speculatingMs,
            long drafted,
            long accepted,
            int chains,
            int distinctTogether,
            long prefilledTogether,
            double serialMs,
            double togetherMs) {}
}
