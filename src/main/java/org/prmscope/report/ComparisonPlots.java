package org.prmscope.report;

import org.prmscope.compare.BudgetCurve;
import org.prmscope.compare.Comparison;
import org.prmscope.compare.FacetTable;
import org.prmscope.compare.ScoreHistogram;
import org.prmscope.core.Solution;
import org.prmscope.diagnostics.Difference;
import org.prmscope.diagnostics.Estimate;
import org.prmscope.diagnostics.Metric;
import org.prmscope.plot.Axis;
import org.prmscope.plot.Bar;
import org.prmscope.plot.ColourRole;
import org.prmscope.plot.Interval;
import org.prmscope.plot.Plot;
import org.prmscope.plot.Point;
import org.prmscope.plot.ReferenceLine;
import org.prmscope.plot.Series;
import org.prmscope.plot.TickFormat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The plots of a comparison, the same in the window and in every export. The keys of the marks are
/// ids of solutions.
public final class ComparisonPlots {
    private static final String NO_GOLD =
            "No compared solution has gold labels, so nothing is right or wrong here.";
    private static final String ONE_KIND =
            "F1 wants solutions with an error and solutions without one; these are all of one kind.";
    private static final String NOTHING = "No solution can be compared.";

    private final Comparison comparison;

    /// Plots of one comparison.
    public ComparisonPlots(Comparison comparison) {
        this.comparison = comparison;
    }

    /// F1 against the tokens spent, a curve for each run.
    public Plot f1() {
        return budget("F1 against tokens", Metric.F1);
    }

    /// Accuracy against the tokens spent, a curve for each run.
    public Plot accuracy() {
        return budget("Accuracy against tokens", Metric.ACCURACY);
    }

    private Plot budget(String title, Metric metric) {
        List<String> ids = comparison.solutions().stream().map(Solution::id).toList();
        List<Series> series = new ArrayList<>();
        Map<Integer, Integer> ofRun = new HashMap<>();
        for (BudgetCurve curve : comparison.set().curves()) {
            List<Point> points =
                    curve.points().stream()
                            .flatMap(point -> point(point, estimate(point, metric)).stream())
                            .toList();
            // A mixed run has a curve for each number of rounds.
            int index = ofRun.merge(curve.run(), 1, Integer::sum) - 1;
            series.add(Series.line(curve.title(), ColourRole.ofRun(curve.run()), index, points));
        }
        return Plot.of(
                title,
                Axis.log("generated tokens per solution", TickFormat.COUNT),
                Axis.linear("", TickFormat.DECIMAL).within(0, 1),
                series,
                note(metric),
                ids.isEmpty() ? NOTHING : metric == Metric.F1 && hasGold() ? ONE_KIND : NO_GOLD);
    }

    private boolean hasGold() {
        return comparison.set().figures().stream().anyMatch(figures -> figures.accuracy().n() > 0);
    }

    private static Estimate estimate(BudgetCurve.Point point, Metric metric) {
        return metric == Metric.F1 ? point.f1() : point.accuracy();
    }

    private static Optional<Point> point(BudgetCurve.Point point, Estimate estimate) {
        Double value = estimate.value();
        // A run without a generated token has no place on a log axis.
        if (value == null || point.tokens() <= 0) {
            return Optional.empty();
        }
        Estimate.Interval interval = estimate.interval();
        return Optional.of(
                new Point(
                        point.tokens(),
                        value,
                        interval == null ? null : new Interval(interval.low(), interval.high()),
                        estimate.n(),
                        "K=%d R=%d".formatted(point.chains(), point.rounds())
                                + (point.shorter().isEmpty()
                                        ? ""
                                        : ", %d with fewer".formatted(point.shorter().size()))
                                + (estimate.isTooFew() ? ", too few to say" : ""),
                        point.right()));
    }

    private String note(Metric metric) {
        int n =
                comparison.set().figures().stream()
                        .mapToInt(figures -> figures.accuracy().n())
                        .max()
                        .orElse(0);
        if (n == 0) {
            return "";
        }
        return "95 %% %s intervals · n = %d%s"
                .formatted(
                        metric == Metric.F1 ? "bootstrap" : "Wilson",
                        n,
                        n < Estimate.FEW ? ": too few to say" : "");
    }

    /// How the scores of the solutions are spread, side by side for the runs.
    public Plot scores() {
        List<Series> series = new ArrayList<>();
        for (ScoreHistogram histogram : comparison.set().histograms()) {
            List<Bar> bars = new ArrayList<>();
            int bins = histogram.counts().counts().size();
            for (int bin = 0; bin < bins && histogram.counts().n() > 0; bin++) {
                bars.add(
                        new Bar(
                                histogram.counts().from(bin),
                                histogram.counts().from(bin + 1),
                                histogram.counts().counts().get(bin),
                                "",
                                histogram.bins().get(bin)));
            }
            series.add(Series.bars(name(histogram.run()), ColourRole.ofRun(histogram.run()), bars));
        }
        String missing =
                comparison.set().histograms().stream()
                        .filter(one -> !one.unscored().isEmpty())
                        .map(one -> Comparison.letter(one.run()) + " " + one.unscored().size())
                        .collect(Collectors.joining(", "));
        return Plot.of(
                "Scores of solutions",
                Axis.linear("score", TickFormat.DECIMAL).within(0, 1),
                Axis.linear("solutions", TickFormat.COUNT),
                series,
                "n = %d".formatted(comparison.set().size())
                        + (missing.isEmpty() ? "" : " · without a score: " + missing),
                "No solution has a score under this aggregation.");
    }

    /// By how much the pinned run beats another one in each bucket of a facet.
    public Plot facet(FacetTable table) {
        List<FacetTable.Bucket> buckets =
                table.buckets().stream().filter(one -> one.accuracy().value() != null).toList();
        String title =
                "Accuracy, %s − %s"
                        .formatted(Comparison.letter(table.a()), Comparison.letter(table.b()));
        List<Point> points = new ArrayList<>();
        for (int at = 0; at < buckets.size(); at++) {
            FacetTable.Bucket bucket = buckets.get(at);
            Difference difference = bucket.accuracy();
            Estimate.Interval interval = difference.interval();
            Double value = difference.value();
            if (value != null) {
                points.add(
                        new Point(
                                at,
                                value,
                                interval == null
                                        ? null
                                        : new Interval(interval.low(), interval.high()),
                                difference.n(),
                                difference.isTooFew() ? "too few to say" : "",
                                bucket.ids()));
            }
        }
        // An axis needs a name even where there is nothing to put on it.
        List<String> names =
                buckets.isEmpty()
                        ? List.of(FigureText.NONE)
                        : buckets.stream().map(FacetTable.Bucket::label).toList();
        return new Plot(
                title,
                Axis.categories(table.title(), names),
                Axis.linear("", TickFormat.DECIMAL),
                List.of(Series.points("", ColourRole.NEUTRAL, points)),
                points.isEmpty() ? List.of() : List.of(new ReferenceLine(true, 0, "no difference")),
                Stream.of("95 % paired bootstrap intervals", table.note())
                        .filter(text -> !text.isEmpty())
                        .collect(Collectors.joining(" · ")),
                table.note().isEmpty() ? NO_GOLD : table.note());
    }

    private String name(int run) {
        return Comparison.letter(run) + " " + comparison.runs().get(run).scaling().title();
    }
}
