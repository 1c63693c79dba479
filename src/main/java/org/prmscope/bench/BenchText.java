package org.prmscope.bench;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A report as a person reads it in a terminal.
public final class BenchText {
    private static final double GIB = 1L << 30;

    private final List<String> lines = new ArrayList<>();

    private BenchText() {}

    /// The lines of a report.
    public static List<String> of(BenchReport report) {
        BenchText text = new BenchText();
        text.head(report);
        text.speed(report);
        BenchReport.GenPrm genPrm = report.genPrm();
        if (genPrm != null) {
            text.genPrm(genPrm);
        }
        return List.copyOf(text.lines);
    }

    private void head(BenchReport report) {
        lines.add(
                String.format(
                        Locale.ROOT,
                        "%s, %s, %s, %,d parameters",
                        report.model().name(),
                        report.model().architecture(),
                        report.model().precision(),
                        report.model().parameters()));
        lines.add(
                String.format(
                        Locale.ROOT,
                        "%s, %d threads, %s; %s",
                        report.computation().device(),
                        report.computation().threads(),
                        report.computation().kernels(),
                        report.machine()));
        lines.add(String.format(Locale.ROOT, "loaded in %.1f s", report.loadMs() / 1e3));
        lines.add(
                String.format(
                        Locale.ROOT,
                        "memory bandwidth (read)       %8.1f GB/s",
                        report.bandwidth() / 1e9));
    }

    private void speed(BenchReport report) {
        for (BenchReport.Prefill prefill : report.prefill()) {
            lines.add(
                    String.format(
                            Locale.ROOT,
                            "prefill, runs of %4d tokens   %8.1f tok/s",
                            prefill.chunk(),
                            prefill.tokensPerSecond()));
        }
        lines.add(
                String.format(
                        Locale.ROOT,
                        "first token after a prompt of %d   %.0f ms",
                        report.firstTokenPrompt(),
                        report.firstTokenMs()));
        double one = report.decode().getFirst().tokensPerSecond();
        for (BenchReport.Decode decode : report.decode()) {
            lines.add(
                    String.format(
                            Locale.ROOT,
                            "decode, %d chain%s    %8.1f tok/s (%.2f times one)  step %.2f ms, p99 %.2f ms,"
                                    + " outside the runtime %.3f ms, %d collections",
                            decode.chains(),
                            decode.chains() == 1 ? " " : "s",
                            decode.tokensPerSecond(),
                            decode.tokensPerSecond() / one,
                            decode.stepMs(),
                            decode.p99Ms(),
                            decode.overheadMs(),
                            decode.collections()));
        }
        BenchReport.Bare bare = report.bare();
        if (bare != null) {
            bare(bare);
        }
        cancel("in a prompt", report.cancel().prefillMs());
        cancel("while decoding", report.cancel().decodeMs());
        Long peak = report.peakBytes();
        if (peak != null) {
            lines.add(
                    String.format(
                            Locale.ROOT, "peak memory                   %8.2f GiB", peak / GIB));
        }
    }

    private void cancel(String when, @Nullable Double ms) {
        lines.add(
                ms == null
                        ? "cancel %s: it ended before it could be cancelled".formatted(when)
                        : String.format(Locale.ROOT, "cancel %s: %.0f ms", when, ms));
    }

    private void bare(BenchReport.Bare bare) {
        lines.add(
                String.format(
                        Locale.ROOT,
                        "one chain: engine %.2f ms, plain loop %.2f ms (%+.1f %%); reads %.2f GB a token,"
                                + " %.0f %% of what the memory gave meanwhile",
                        bare.engineMs(),
                        bare.bareMs(),
                        100 * (bare.engineMs() / bare.bareMs() - 1),
                        bare.bytesPerToken() / 1e9,
                        100 * bare.bandwidthShare()));
    }

    private void genPrm(BenchReport.GenPrm genPrm) {
        lines.add(
                String.format(
                        Locale.ROOT,
                        "GenPRM, 8 steps with code: %d tokens given, %d generated; prefilled %d (%.3f of"
                                + " the distinct); a script that sends everything again: %d (%.1f)",
                        genPrm.appended(),
                        genPrm.generated(),
                        genPrm.prefilled(),
                        (double) genPrm.prefilled() / genPrm.appended(),
                        genPrm.resent(),
                        (double) genPrm.resent() / genPrm.appended()));
        lines.add(
                String.format(
                        Locale.ROOT,
                        "  one chain %.1f s; with speculation %.1f s (%d of %d guesses right)",
                        genPrm.oneMs() / 1e3,
                        genPrm.speculatingMs() / 1e3,
                        genPrm.accepted(),
                        genPrm.drafted()));
        lines.add(
                String.format(
                        Locale.ROOT,
                        "  %d chains: %.1f s together, %.1f s one after another (%.0f %%); prefilled %d of"
                                + " %d distinct (%.3f)",
                        genPrm.chains(),
                        genPrm.togetherMs() / 1e3,
                        genPrm.serialMs() / 1e3,
                        100 * genPrm.togetherMs() / genPrm.serialMs(),
                        genPrm.prefilledTogether(),
                        genPrm.distinctTogether(),
                        (double) genPrm.prefilledTogether() / genPrm.distinctTogether()));
    }
}
