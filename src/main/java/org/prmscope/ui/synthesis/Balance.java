package org.prmscope.ui.synthesis;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.FirstError;
import org.prmscope.plot.Axis;
import org.prmscope.plot.Bar;
import org.prmscope.plot.ColourRole;
import org.prmscope.plot.Plot;
import org.prmscope.plot.ReferenceLine;
import org.prmscope.plot.Series;
import org.prmscope.plot.TickFormat;
import org.prmscope.synthesis.export.ExportManifest;
import org.prmscope.synthesis.filter.FilterSummary;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/// Whether the kept chains are like the dropped ones: plots of the command line's counts whose bars
/// name the chains they count, and sentences.
final class Balance {
    private static final int MOST_REASONS = 8;
    private static final String DIVIDER = ": ";

    /// What a bar stands for; the key is read by people too, in exported numbers.
    record Pick(ChainListViewModel.Among among, ChainFacet facet, String group) {
        List<String> key() {
            return List.of(String.join(DIVIDER, word(among), word(facet), group));
        }

        static @Nullable Pick of(List<String> key) {
            String[] parts = key.isEmpty() ? new String[0] : key.getFirst().split(DIVIDER, 3);
            return parts.length < 3
                    ? null
                    : new Pick(
                            ChainListViewModel.Among.valueOf(name(parts[0])),
                            ChainFacet.valueOf(name(parts[1])),
                            parts[2]);
        }

        private static String word(Enum<?> constant) {
            return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }

        private static String name(String word) {
            return word.toUpperCase(Locale.ROOT).replace(' ', '_');
        }
    }

    private Balance() {}

    /// Chains by the reason that drops them, and by every reason against them.
    static Plot reasons(FilterSummary summary) {
        List<FilterSummary.ReasonCount> counts = summary.reasons();
        List<FilterSummary.ReasonCount> most =
                counts.subList(0, Math.min(counts.size(), MOST_REASONS));
        List<String> names = new ArrayList<>();
        List<Bar> first = new ArrayList<>();
        List<Bar> every = new ArrayList<>();
        for (FilterSummary.ReasonCount count : most) {
            String name = ChainRow.name(count.filter(), ExportManifest.word(count.reason()));
            int at = names.size();
            names.add(name.substring(name.indexOf(':') + 2));
            first.add(
                    Bar.ofCategory(
                            at,
                            count.first(),
                            count.filter() + ": " + count.reason().title(),
                            new Pick(
                                            ChainListViewModel.Among.DROPPED,
                                            ChainFacet.FIRST_REASON,
                                            name)
                                    .key()));
            every.add(
                    Bar.ofCategory(
                            at,
                            count.all(),
                            count.filter() + ": " + count.reason().title(),
                            new Pick(ChainListViewModel.Among.ALL, ChainFacet.REASON, name).key()));
        }
        return Plot.of(
                "Chains by reason",
                Axis.categories("", names.isEmpty() ? List.of("none") : names),
                Axis.linear("", TickFormat.COUNT).fromZero(),
                names.isEmpty()
                        ? List.of()
                        : List.of(
                                Series.bars("dropped for it first", ColourRole.RUN_A, first),
                                Series.bars("has it at all", ColourRole.RUN_B, every)),
                counts.size() > MOST_REASONS
                        ? "the %d most frequent of %d".formatted(MOST_REASONS, counts.size())
                        : "",
                "no filter has anything against a chain");
    }

    /// Kept and dropped chains of each group.
    static Plot counts(String title, ChainFacet facet, List<FilterSummary.Bucket> buckets) {
        List<Bar> kept = new ArrayList<>();
        List<Bar> dropped = new ArrayList<>();
        for (int at = 0; at < buckets.size(); at++) {
            FilterSummary.Bucket bucket = buckets.get(at);
            String share =
                    "%d of %d kept".formatted(bucket.kept(), bucket.kept() + bucket.dropped());
            kept.add(
                    Bar.ofCategory(
                            at,
                            bucket.kept(),
                            share,
                            new Pick(ChainListViewModel.Among.KEPT, facet, bucket.name()).key()));
            dropped.add(
                    Bar.ofCategory(
                            at,
                            bucket.dropped(),
                            share,
                            new Pick(ChainListViewModel.Among.DROPPED, facet, bucket.name())
                                    .key()));
        }
        return Plot.of(
                title,
                axis(buckets),
                Axis.linear("", TickFormat.COUNT).fromZero(),
                buckets.isEmpty()
                        ? List.of()
                        : List.of(
                                Series.bars("kept", ColourRole.RUN_A, kept),
                                Series.bars("dropped", ColourRole.RUN_B, dropped)),
                "",
                "no chains");
    }

    /// The share of each group that is kept, beside the share of all.
    static Plot shares(
            String title,
            ChainFacet facet,
            List<FilterSummary.Bucket> buckets,
            FilterSummary summary) {
        List<Bar> kept = new ArrayList<>();
        for (int at = 0; at < buckets.size(); at++) {
            FilterSummary.Bucket bucket = buckets.get(at);
            int all = bucket.kept() + bucket.dropped();
            if (all > 0) {
                kept.add(
                        Bar.ofCategory(
                                at,
                                bucket.kept() / (double) all,
                                "%d of %d".formatted(bucket.kept(), all),
                                new Pick(ChainListViewModel.Among.ALL, facet, bucket.name())
                                        .key()));
            }
        }
        double overall = summary.chains() == 0 ? 0 : summary.kept() / (double) summary.chains();
        return new Plot(
                title,
                axis(buckets),
                Axis.linear("", TickFormat.PERCENT).within(0, 1).fromZero(),
                kept.isEmpty() ? List.of() : List.of(Series.bars("kept", ColourRole.RUN_A, kept)),
                kept.isEmpty() ? List.of() : List.of(new ReferenceLine(true, overall, "of all")),
                "",
                "no chains");
    }

    private static Axis axis(List<FilterSummary.Bucket> buckets) {
        return Axis.categories(
                "",
                buckets.isEmpty()
                        ? List.of("none")
                        : buckets.stream().map(FilterSummary.Bucket::name).toList());
    }

    /// What the kept chains have more or less of than all, a sentence each.
    static List<String> sentences(List<ChainRow> rows) {
        List<ChainRow> kept = rows.stream().filter(ChainRow::isKept).toList();
        if (kept.isEmpty() || kept.size() == rows.size()) {
            return List.of();
        }
        List<ChainRow> dropped = rows.stream().filter(row -> !row.isKept()).toList();
        List<String> sentences = new ArrayList<>();
        Predicate<ChainRow> isKnown =
                row -> !(row.reviewed().facts().gold() instanceof FirstError.Unknown);
        Predicate<ChainRow> isWrong = row -> row.reviewed().facts().gold() instanceof FirstError.At;
        add(
                sentences,
                "Solutions with an error: %s of kept chains, %s of dropped ones.",
                percent(kept, isKnown, isWrong),
                percent(dropped, isKnown, isWrong));
        add(
                sentences,
                "Median length: %s tokens kept, %s dropped.",
                median(kept, ChainRow::tokens),
                median(dropped, ChainRow::tokens));
        add(
                sentences,
                "Median first error: step %s kept, %s dropped.",
                median(kept.stream().filter(isWrong).toList(), Balance::position),
                median(dropped.stream().filter(isWrong).toList(), Balance::position));
        add(
                sentences,
                "Median steps of the solution: %s kept, %s dropped.",
                median(kept, row -> row.reviewed().facts().steps()),
                median(dropped, row -> row.reviewed().facts().steps()));
        return sentences;
    }

    private static void add(
            List<String> sentences, String text, @Nullable String kept, @Nullable String dropped) {
        if (kept != null && dropped != null) {
            sentences.add(text.formatted(kept, dropped));
        }
    }

    private static double position(ChainRow row) {
        return row.reviewed().facts().gold() instanceof FirstError.At(int step) ? step + 1.0 : 0;
    }

    private static @Nullable String percent(
            List<ChainRow> rows, Predicate<ChainRow> of, Predicate<ChainRow> wanted) {
        long all = rows.stream().filter(of).count();
        return all == 0
                ? null
                : String.format(
                        Locale.ROOT,
                        "%.0f %%",
                        100.0 * rows.stream().filter(of.and(wanted)).count() / all);
    }

    private static @Nullable String median(List<ChainRow> rows, ToDoubleFunction<ChainRow> value) {
        double[] sorted = rows.stream().mapToDouble(value).sorted().toArray();
        if (sorted.length == 0) {
            return null;
        }
        int half = sorted.length / 2;
        double median =
                sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
        return median == Math.rint(median)
                ? String.format(Locale.ROOT, "%,.0f", median)
                : String.format(Locale.ROOT, "%,.1f", median);
    }
}
