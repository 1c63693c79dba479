package org.prmscope.run;

import org.jspecify.annotations.Nullable;
import org.prmscope.compare.BudgetCurve;
import org.prmscope.compare.Comparison;
import org.prmscope.compare.FacetTable;
import org.prmscope.compare.PairedOutcomes;
import org.prmscope.compare.ReplayedRun;
import org.prmscope.compare.RunFigures;
import org.prmscope.diagnostics.Difference;
import org.prmscope.diagnostics.Estimate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The tables of a comparison as CSV (RFC 4180), one file each. An undefined figure is an empty
/// field.
public final class ComparisonTables {
    private ComparisonTables() {}

    /// Of each file's name its text.
    public static Map<String, String> csv(Comparison comparison) {
        Map<String, String> files = new LinkedHashMap<>();
        files.put("runs.csv", runs(comparison));
        files.put("pairs.csv", pairs(comparison));
        files.put("facets.csv", facets(comparison));
        files.put("stopping.csv", stopping(comparison));
        files.put("curves.csv", curves(comparison));
        return files;
    }

    private static String runs(Comparison comparison) {
        List<String> lines = new ArrayList<>();
        lines.add(
                line(
                        "run", "title", "chains", "rounds", "budget", "n", "f1", "f1_low",
                        "f1_high", "accuracy", "accuracy_low", "accuracy_high", "error_accuracy",
                        "correct_accuracy", "invalid", "tokens_per_solution", "chain_seconds"));
        for (RunFigures figures : comparison.set().figures()) {
            var run = comparison.runs().get(figures.run());
            Estimate f1 = figures.evaluation().f1();
            Estimate accuracy = figures.accuracy();
            lines.add(
                    line(
                            Comparison.letter(figures.run()),
                            run.title(),
                            run.scaling().chains(),
                            run.scaling().rounds(),
                            run.scaling().budget(),
                            accuracy.n(),
                            f1.value(),
                            low(f1.interval()),
                            high(f1.interval()),
                            accuracy.value(),
                            low(accuracy.interval()),
                            high(accuracy.interval()),
                            figures.evaluation().errorAccuracy().value(),
                            figures.evaluation().correctAccuracy().value(),
                            figures.evaluation().invalid().value(),
                            figures.spending().perSolution(),
                            figures.spending().wallMs() / 1000));
        }
        return text(lines);
    }

    private static String pairs(Comparison comparison) {
        List<String> lines = new ArrayList<>();
        lines.add(
                line(
                        "a", "b", "n", "both", "only_a", "only_b", "neither", "mcnemar_p",
                        "accuracy_difference", "low", "high", "f1_difference", "f1_low", "f1_high"));
        for (PairedOutcomes pair : comparison.set().pairs()) {
            lines.add(
                    line(
                            Comparison.letter(pair.a()),
                            Comparison.letter(pair.b()),
                            pair.n(),
                            pair.both().size(),
                            pair.onlyA().size(),
                            pair.onlyB().size(),
                            pair.neither().size(),
                            pair.test().p(),
                            pair.accuracy().value(),
                            low(pair.accuracy().interval()),
                            high(pair.accuracy().interval()),
                            pair.f1().value(),
                            low(pair.f1().interval()),
                            high(pair.f1().interval())));
        }
        return text(lines);
    }

    private static String facets(Comparison comparison) {
        List<String> lines = new ArrayList<>();
        lines.add(
                line(
                        "facet", "bucket", "a", "b", "solutions", "n", "accuracy_difference",
                        "low", "high", "too_few"));
        for (PairedOutcomes pair : comparison.set().pairs()) {
            for (FacetTable table : comparison.set().facets(pair.b())) {
                for (FacetTable.Bucket bucket : table.buckets()) {
                    Difference difference = bucket.accuracy();
                    lines.add(
                            line(
                                    table.facet().title(),
                                    bucket.label(),
                                    Comparison.letter(table.a()),
                                    Comparison.letter(table.b()),
                                    bucket.ids().size(),
                                    difference.n(),
                                    difference.value(),
                                    low(difference.interval()),
                                    high(difference.interval()),
                                    difference.isTooFew()));
                }
            }
        }
        return text(lines);
    }

    private static String stopping(Comparison comparison) {
        List<String> lines = new ArrayList<>();
        lines.add(
                line(
                        "run", "rule", "tokens", "tokens_used", "saved", "early", "changed",
                        "accuracy_before", "accuracy_after", "n"));
        for (ReplayedRun replay : ComparisonWords.replays(comparison)) {
            lines.add(
                    line(
                            Comparison.letter(replay.run()),
                            replay.rule().title(),
                            replay.tokens(),
                            replay.tokensUsed(),
                            replay.saved(),
                            replay.early().size(),
                            replay.changed().size(),
                            replay.before().value(),
                            replay.after().value(),
                            replay.after().n()));
        }
        return text(lines);
    }

    private static String curves(Comparison comparison) {
        List<String> lines = new ArrayList<>();
        lines.add(
                line(
                        "curve", "run", "chains", "rounds", "tokens_per_solution", "n", "f1",
                        "f1_low", "f1_high", "accuracy", "accuracy_low", "accuracy_high"));
        for (BudgetCurve curve : comparison.set().curves()) {
            for (BudgetCurve.Point point : curve.points()) {
                lines.add(
                        line(
                                curve.title(),
                                Comparison.letter(curve.run()),
                                point.chains(),
                                point.rounds(),
                                point.tokens(),
                                point.accuracy().n(),
                                point.f1().value(),
                                low(point.f1().interval()),
                                high(point.f1().interval()),
                                point.accuracy().value(),
                                low(point.accuracy().interval()),
                                high(point.accuracy().interval())));
            }
        }
        return text(lines);
    }

    private static @Nullable Double low(Estimate.@Nullable Interval interval) {
        return interval == null ? null : (Double) interval.low();
    }

    private static @Nullable Double high(Estimate.@Nullable Interval interval) {
        return interval == null ? null : (Double) interval.high();
    }

    /// Fields of one row; quoted where they must be, and made harmless where a spreadsheet would
    /// take them for a formula.
    static String line(@Nullable Object... fields) {
        List<String> texts = Arrays.stream(fields).map(ComparisonTables::field).toList();
        return String.join(",", texts);
    }

    private static String field(@Nullable Object value) {
        String text = value == null ? "" : value.toString();
        if (value instanceof String && !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0) {
            text = "'" + text;
        }
        boolean quotes = text.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return quotes ? '"' + text.replace("\"", "\"\"") + '"' : text;
    }

    private static String text(List<String> lines) {
        return String.join("\r\n", lines) + "\r\n";
    }
}
