package org.prmscope.report;

import org.jspecify.annotations.Nullable;
import org.prmscope.plot.Axis;
import org.prmscope.plot.Bar;
import org.prmscope.plot.Interval;
import org.prmscope.plot.Plot;
import org.prmscope.plot.Point;
import org.prmscope.plot.Scale;
import org.prmscope.plot.Series;

import java.util.ArrayList;
import java.util.List;

/// The numbers behind a plot, one row for each of its marks.
public final class PlotData {
    private static final List<String> COLUMNS =
            List.of(
                    "plot", "series", "x_is", "x", "x_to", "y_is", "y", "low", "high", "n",
                    "detail", "keys");

    private PlotData() {}

    /// The table of a plot. Of a bar `x` and `x_to` are the ends of its bin; on an axis of
    /// categories `x` is the name.
    public static DataTable of(Plot plot) {
        List<List<Cell>> rows = new ArrayList<>();
        for (Series series : plot.series()) {
            switch (series) {
                case Series.Points points ->
                        points.points().forEach(point -> rows.add(row(plot, series, point)));
                case Series.Bars bars ->
                        bars.bars().forEach(bar -> rows.add(row(plot, series, bar)));
            }
        }
        return new DataTable(COLUMNS, rows);
    }

    private static List<Cell> row(Plot plot, Series series, Point point) {
        Interval interval = point.interval();
        return List.of(
                Cell.of(plot.title()),
                Cell.of(series.name()),
                Cell.of(plot.x().label()),
                x(plot.x(), point.x()),
                new Cell.None(),
                Cell.of(plot.y().label()),
                Cell.ofNumber(point.y()),
                Cell.ofNumber(interval == null ? null : (Double) interval.low()),
                Cell.ofNumber(interval == null ? null : (Double) interval.high()),
                point.n() == 0 ? new Cell.None() : Cell.of(point.n()),
                detail(point.detail()),
                Cell.of(point.key()));
    }

    private static List<Cell> row(Plot plot, Series series, Bar bar) {
        boolean isCategory = plot.x().scale() == Scale.CATEGORIES;
        @Nullable Double none = null;
        return List.of(
                Cell.of(plot.title()),
                Cell.of(series.name()),
                Cell.of(plot.x().label()),
                isCategory
                        ? x(plot.x(), Math.rint((bar.from() + bar.to()) / 2))
                        : Cell.ofNumber(bar.from()),
                Cell.ofNumber(isCategory ? none : (Double) bar.to()),
                Cell.of(plot.y().label()),
                Cell.ofNumber(bar.height()),
                new Cell.None(),
                new Cell.None(),
                new Cell.None(),
                detail(bar.detail()),
                Cell.of(bar.key()));
    }

    private static Cell x(Axis axis, double value) {
        return axis.scale() == Scale.CATEGORIES
                ? Cell.of(axis.categories().get((int) value))
                : Cell.ofNumber(value);
    }

    private static Cell detail(String detail) {
        return detail.isEmpty() ? new Cell.None() : Cell.of(detail);
    }
}
