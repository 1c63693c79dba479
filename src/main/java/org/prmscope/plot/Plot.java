package org.prmscope.plot;

import java.util.List;
import java.util.function.DoubleConsumer;

/// What a plot shows, apart from where and in which colours. Immutable; a window draws it and a
/// file is written from it by the same [PlotLayout].
///
/// @param title what is shown against what
/// @param note the small print below: what the whiskers are, how many cases; empty for none
/// @param empty what to say where there is no mark, such as `no solution with gold`
public record Plot(
        String title,
        Axis x,
        Axis y,
        List<Series> series,
        List<ReferenceLine> references,
        String note,
        String empty) {
    /// Checks that the axes can show every mark.
    ///
    /// @throws IllegalArgumentException if a log axis would have to show a value that is not
    ///   positive, or an axis of categories one it has no name for
    public Plot {
        series = List.copyOf(series);
        references = List.copyOf(references);
        if (y.scale() == Scale.CATEGORIES) {
            throw new IllegalArgumentException("categories stand on the x axis: " + title);
        }
        for (Series one : series) {
            check(one, x, y);
        }
        for (ReferenceLine line : references) {
            check("the line '" + line.text() + "'", line.isLevel() ? y : x, line.at());
        }
    }

    /// A plot without reference lines.
    public static Plot of(
            String title, Axis x, Axis y, List<Series> series, String note, String empty) {
        return new Plot(title, x, y, series, List.of(), note, empty);
    }

    /// Whether there is no mark to draw.
    public boolean isEmpty() {
        return series.stream().allMatch(one -> one.size() == 0);
    }

    /// The plot in words, for those who do not see it: title, axes, and each series with its
    /// numbers.
    public String words() {
        return new PlotWords(this).words();
    }

    /// Hands over every value that the x axis must show.
    void forEachX(DoubleConsumer to) {
        for (Series one : series) {
            switch (one) {
                case Series.Points points -> points.points().forEach(point -> to.accept(point.x()));
                case Series.Bars bars ->
                        bars.bars()
                                .forEach(bar -> {
                                    to.accept(bar.from());
                                    to.accept(bar.to());
                                });
            }
        }
        references.stream().filter(line -> !line.isLevel()).forEach(line -> to.accept(line.at()));
    }

    /// Hands over every value that the y axis must show.
    void forEachY(DoubleConsumer to) {
        for (Series one : series) {
            switch (one) {
                case Series.Points points ->
                        points.points()
                                .forEach(point -> {
                                    to.accept(point.y());
                                    Interval interval = point.interval();
                                    if (interval != null) {
                                        to.accept(interval.low());
                                        to.accept(interval.high());
                                    }
                                });
                case Series.Bars bars ->
                        bars.bars()
                                .forEach(bar -> {
                                    to.accept(0);
                                    to.accept(bar.height());
                                });
            }
        }
        references.stream().filter(ReferenceLine::isLevel).forEach(line -> to.accept(line.at()));
    }

    private static void check(Series series, Axis x, Axis y) {
        String whose = "'" + series.name() + "'";
        switch (series) {
            case Series.Points points -> {
                for (Point point : points.points()) {
                    check(whose, x, point.x());
                    check(whose, y, point.y());
                    Interval interval = point.interval();
                    if (interval != null) {
                        check(whose, y, interval.low());
                    }
                }
            }
            case Series.Bars bars -> {
                if (y.scale() == Scale.LOG) {
                    throw new IllegalArgumentException(
                            whose + " has bars, which stand on 0: a log axis has no 0");
                }
                for (Bar bar : bars.bars()) {
                    check(whose, x, x.scale() == Scale.CATEGORIES ? middle(bar) : bar.from());
                }
            }
        }
    }

    private static double middle(Bar bar) {
        return Math.rint((bar.from() + bar.to()) / 2);
    }

    private static void check(String whose, Axis axis, double value) {
        switch (axis.scale()) {
            case LINEAR -> {}
            case LOG -> {
                if (value <= 0) {
                    throw new IllegalArgumentException(
                            "the log axis '%s' shows positive values only, %s has %s"
                                    .formatted(axis.label(), whose, value));
                }
            }
            case CATEGORIES -> {
                if (value < 0 || value >= axis.categories().size() || value != Math.rint(value)) {
                    throw new IllegalArgumentException(
                            "the axis '%s' has %d categories, %s has a mark at %s"
                                    .formatted(
                                            axis.label(), axis.categories().size(), whose, value));
                }
            }
        }
    }
}
