package org.prmscope.cli;

import org.prmscope.compare.BudgetCurve;
import org.prmscope.compare.Comparison;
import org.prmscope.compare.Excluded;
import org.prmscope.compare.FacetTable;
import org.prmscope.compare.PairedOutcomes;
import org.prmscope.compare.ReplayedRun;
import org.prmscope.compare.RunFigures;
import org.prmscope.compare.Spending;
import org.prmscope.diagnostics.Difference;
import org.prmscope.diagnostics.Estimate;
import org.prmscope.run.ComparisonWords;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// A comparison for a person at a terminal.
final class CompareText {
    private final Comparison comparison;
    private final List<String> lines = new ArrayList<>();

    private CompareText(Comparison comparison) {
        this.comparison = comparison;
    }

    static String of(Comparison comparison) {
        CompareText text = new CompareText(comparison);
        text.runs();
        text.curves();
        text.pairs();
        text.facets();
        text.replays();
        text.rest();
        return String.join("\n", text.lines);
    }

    private void line(String text) {
        lines.add(text.stripTrailing());
    }

    private void runs() {
        line(
                String.format(
                        Locale.ROOT,
                        "%d solutions, %s",
                        comparison.set().size(),
                        comparison.aggregation().title()));
        line("");
        line(
                String.format(
                        Locale.ROOT,
                        "%-3s %-22s %-24s %-24s %9s %12s %10s %12s",
                        "run",
                        "",
                        "F1",
                        "accuracy",
                        "invalid",
                        "tokens/sol.",
                        "chain time",
                        "memory/sol."));
        for (RunFigures run : comparison.set().figures()) {
            line(
                    String.format(
                            Locale.ROOT,
                            "%-3s %-22s %-24s %-24s %9s %,12.0f %9.1fs %12s",
                            Comparison.letter(run.run()),
                            comparison.runs().get(run.run()).scaling().title(),
                            estimate(run.evaluation().f1()),
                            estimate(run.accuracy()),
                            share(run.evaluation().invalid()),
                            run.spending().perSolution(),
                            run.spending().wallMs() / 1000,
                            memory(run.spending())));
        }
        line("");
        line(
                "memory/sol.: keys and values of a solution's chains, as if all were held at the"
                        + " same time.");
    }

    /// Such as `12.3 MiB`, with a star where it is not known of every solution.
    private static String memory(Spending spending) {
        Long bytes = spending.kvBytesPerSolution();
        return bytes == null
                ? "not recorded"
                : String.format(
                        Locale.ROOT,
                        "%.1f MiB%s",
                        bytes / (double) (1 << 20),
                        spending.recorded() < spending.solutions() ? "*" : "");
    }

    private void curves() {
        line("");
        line(
                String.format(
                        Locale.ROOT,
                        "%-22s %6s %6s %12s  %s",
                        "with less of it",
                        "chains",
                        "rounds",
                        "tokens/sol.",
                        "F1"));
        for (BudgetCurve curve : comparison.set().curves()) {
            for (BudgetCurve.Point point : curve.points()) {
                line(
                        String.format(
                                Locale.ROOT,
                                "%-22s %6d %6d %,12.0f  %s",
                                curve.title(),
                                point.chains(),
                                point.rounds(),
                                point.tokens(),
                                estimate(point.f1())));
            }
        }
    }

    private void pairs() {
        if (comparison.set().pairs().isEmpty()) {
            return;
        }
        line("");
        line(
                String.format(
                        Locale.ROOT,
                        "%-6s %5s %6s %6s %8s %8s  %-10s %s",
                        "pair",
                        "both",
                        "only 1",
                        "only 2",
                        "neither",
                        "no gold",
                        "McNemar p",
                        "accuracy difference"));
        for (PairedOutcomes pair : comparison.set().pairs()) {
            line(
                    String.format(
                            Locale.ROOT,
                            "%-6s %5d %6d %6d %8d %8d  %-10s %s",
                            Comparison.letter(pair.a()) + " - " + Comparison.letter(pair.b()),
                            pair.both().size(),
                            pair.onlyA().size(),
                            pair.onlyB().size(),
                            pair.neither().size(),
                            pair.noGold().size(),
                            ComparisonWords.p(pair.test().p())
                                    + (pair.test().isTooFew() ? "*" : ""),
                            difference(pair.accuracy())));
        }
    }

    private void facets() {
        for (PairedOutcomes pair : comparison.set().pairs()) {
            line("");
            line(
                    String.format(
                            Locale.ROOT,
                            "accuracy of %s minus %s by ...",
                            Comparison.letter(pair.a()),
                            Comparison.letter(pair.b())));
            for (FacetTable table : comparison.set().facets(pair.b())) {
                String title = table.title();
                if (table.buckets().isEmpty()) {
                    line(String.format(Locale.ROOT, "  %-20s %s", title, table.note()));
                }
                for (FacetTable.Bucket bucket : table.buckets()) {
                    line(
                            String.format(
                                    Locale.ROOT,
                                    "  %-20s %-24s %s",
                                    title,
                                    bucket.label(),
                                    difference(bucket.accuracy())));
                    title = "";
                }
            }
        }
    }

    private void replays() {
        List<ReplayedRun> replays = ComparisonWords.replays(comparison);
        if (replays.isEmpty()) {
            return;
        }
        line("");
        line("stopping earlier, replayed on the chains that are there");
        for (ReplayedRun replay : replays) {
            line(
                    String.format(
                            Locale.ROOT,
                            "  %s  %-42s saves %3.0f %% of the tokens; %d of %d stop early, %d"
                                    + " change; accuracy %s to %s",
                            Comparison.letter(replay.run()),
                            replay.rule().title(),
                            100 * replay.saved(),
                            replay.early().size(),
                            replay.replays().size(),
                            replay.changed().size(),
                            share(replay.before()),
                            share(replay.after())));
        }
    }

    private void rest() {
        if (lines.stream().anyMatch(line -> line.contains("*"))) {
            line("");
            line(
                    String.format(
                            Locale.ROOT,
                            "* fewer than %d solutions: too few to say",
                            Estimate.FEW));
        }
        if (!comparison.notes().isEmpty()) {
            line("");
            comparison.notes().forEach(lines::add);
        }
        Map<Excluded.Reason, List<Excluded>> excluded =
                comparison.excluded().stream()
                        .collect(
                                Collectors.groupingBy(
                                        Excluded::reason, TreeMap::new, Collectors.toList()));
        excluded.forEach((reason, all) ->
                line(
                        String.format(
                                Locale.ROOT,
                                "not compared, %s: %d (%s%s)",
                                reason.title(),
                                all.size(),
                                all.stream()
                                        .limit(5)
                                        .map(Excluded::solutionId)
                                        .collect(Collectors.joining(", ")),
                                all.size() > 5 ? ", ..." : "")));
        line("");
        lines.addAll(ComparisonWords.conclusions(comparison));
    }

    /// Such as `0.640 [0.512, 0.750]`.
    private static String estimate(Estimate estimate) {
        Double value = estimate.value();
        Estimate.Interval interval = estimate.interval();
        if (value == null || interval == null) {
            return "not defined (n = %d)".formatted(estimate.n());
        }
        return String.format(
                Locale.ROOT,
                "%.3f [%.3f, %.3f]%s",
                value,
                interval.low(),
                interval.high(),
                estimate.isTooFew() ? "*" : "");
    }

    private static String share(Estimate estimate) {
        Double value = estimate.value();
        return value == null ? "-" : String.format(Locale.ROOT, "%.1f %%", 100 * value);
    }

    private static String difference(Difference difference) {
        Double value = difference.value();
        Estimate.Interval interval = difference.interval();
        if (value == null || interval == null) {
            return "not defined (n = %d)".formatted(difference.n());
        }
        return String.format(
                Locale.ROOT,
                "%+.3f [%+.3f, %+.3f]  n = %d%s",
                value,
                interval.low(),
                interval.high(),
                difference.n(),
                difference.isTooFew() ? "*" : "");
    }
}
