package org.prmscope.ui.compare;

import org.jspecify.annotations.Nullable;
import org.prmscope.compare.BudgetCurve;
import org.prmscope.compare.Comparison;
import org.prmscope.compare.RunFigures;
import org.prmscope.compare.ScoreHistogram;
import org.prmscope.compare.SetComparison;
import org.prmscope.diagnostics.Estimate;
import org.prmscope.plot.Axis;
import org.prmscope.plot.Bar;
import org.prmscope.plot.ColourRole;
import org.prmscope.plot.Interval;
import org.prmscope.plot.Plot;
import org.prmscope.plot.Point;
import org.prmscope.plot.Series;
import org.prmscope.plot.TickFormat;
import org.prmscope.ui.figures.Figures;

import java.util.ArrayList;
import java.util.List;

/// The plots of the set tab.
final class ComparePlots {
    private ComparePlots() {}

    /// F1 against the tokens spent on a solution, one curve a run.
    static Plot curves(SetComparison set) {
        List<Series> series = new ArrayList<>();
        for (BudgetCurve curve : set.curves()) {
            List<Point> points = new ArrayList<>();
            for (BudgetCurve.Point point : curve.points()) {
                Double f1 = point.f1().value();
                if (f1 != null && point.tokens() > 0) {
                    points.add(point(point, f1, wrong(set, curve, point)));
                }
            }
            series.add(Series.line(curve.title(), ColourRole.ofRun(curve.run()), points));
        }
        return Plot.of(
                "F1 against tokens",
                Axis.log("generated tokens per solution", TickFormat.COUNT),
                Axis.linear("F1", TickFormat.DECIMAL).within(0, 1),
                series,
                "Whiskers: 95 % bootstrap, n = %s. Each point: the first chains or rounds of the run."
                        .formatted(Figures.count(set.size())),
                "No F1: gold must have solutions with an error and without one.");
    }

    private static Point point(BudgetCurve.Point of, double f1, List<String> wrong) {
        Estimate.Interval interval = of.f1().interval();
        return new Point(
                of.tokens(),
                f1,
                interval == null ? null : around(interval, f1),
                of.f1().n(),
                "%s, %s%s"
                        .formatted(
                                Figures.count(of.chains(), "chain"),
                                Figures.count(of.rounds(), "round"),
                                wrong.isEmpty() ? "" : "; click: the solutions it has wrong"),
                wrong);
    }

    private static @Nullable Interval around(Estimate.Interval interval, double value) {
        return new Interval(Math.min(interval.low(), value), Math.max(interval.high(), value));
    }

    /// Behind a curve's last point are the solutions that the whole run has wrong or invalid.
    private static List<String> wrong(
            SetComparison set, BudgetCurve curve, BudgetCurve.Point point) {
        if (!point.equals(curve.points().getLast())) {
            return List.of();
        }
        RunFigures figures = set.figures().get(curve.run());
        List<String> wrong = new ArrayList<>(figures.wrong());
        wrong.addAll(figures.invalid());
        return wrong;
    }

    /// How the runs' scores of the solutions are spread.
    static Plot scores(SetComparison set) {
        List<Series> series = new ArrayList<>();
        int unscored = 0;
        for (ScoreHistogram histogram : set.histograms()) {
            List<Bar> bars = new ArrayList<>();
            int bins = histogram.bins().size();
            for (int bin = 0; bin < bins; bin++) {
                int count = histogram.counts().counts().get(bin);
                if (count > 0) {
                    bars.add(
                            new Bar(
                                    (double) bin / bins,
                                    (bin + 1.0) / bins,
                                    count,
                                    "",
                                    histogram.bins().get(bin)));
                }
            }
            unscored += histogram.unscored().size();
            series.add(
                    Series.bars(
                            Comparison.letter(histogram.run()),
                            ColourRole.ofRun(histogram.run()),
                            bars));
        }
        return Plot.of(
                "Scores of the solutions",
                Axis.linear("score that the solution is correct", TickFormat.DECIMAL).within(0, 1),
                Axis.linear("solutions", TickFormat.COUNT).fromZero(),
                series,
                unscored == 0 ? "" : Figures.count(unscored) + " without a score are not shown.",
                "No solution has a score.");
    }
}
