package org.prmscope.plot;

import java.util.ArrayList;
import java.util.List;

/// Says in words what a plot and its marks show.
record PlotWords(Plot plot) {
    /// Marks of one series that are told one by one; more would not be listened to.
    private static final int TOLD = 12;

    String words() {
        List<String> parts = new ArrayList<>();
        parts.add(plot.title());
        if (plot.isEmpty()) {
            parts.add(plot.empty());
        } else {
            parts.add(axis("x", plot.x()));
            parts.add(axis("y", plot.y()));
            for (Series series : plot.series()) {
                parts.add(words(series));
            }
            for (ReferenceLine line : plot.references()) {
                Axis axis = line.isLevel() ? plot.y() : plot.x();
                parts.add("line at %s: %s".formatted(axis.full(line.at()), line.text()));
            }
        }
        parts.add(plot.note());
        return String.join(". ", parts.stream().filter(part -> !part.isBlank()).toList());
    }

    private static String axis(String name, Axis axis) {
        return axis.title().isEmpty() ? "" : name + ": " + axis.title();
    }

    private String words(Series series) {
        List<String> marks = new ArrayList<>();
        for (int i = 0; i < Math.min(series.size(), TOLD); i++) {
            marks.add(String.join(", ", lines(series, i)));
        }
        if (series.size() > TOLD) {
            marks.add("%d more".formatted(series.size() - TOLD));
        }
        return series.name() + ": " + (marks.isEmpty() ? "nothing" : String.join("; ", marks));
    }

    /// What a mark shows, one fact a line, without its series.
    List<String> lines(Series series, int index) {
        return switch (series) {
            case Series.Points points -> lines(points.points().get(index));
            case Series.Bars bars -> lines(bars.bars().get(index));
        };
    }

    private List<String> lines(Point point) {
        List<String> lines = new ArrayList<>();
        lines.add(fact(plot.x(), plot.x().full(point.x())));
        String value = plot.y().full(point.y());
        Interval interval = point.interval();
        if (interval != null) {
            value +=
                    " [%s, %s]"
                            .formatted(
                                    plot.y().full(interval.low()), plot.y().full(interval.high()));
        }
        lines.add(fact(plot.y(), value));
        if (point.n() > 0) {
            lines.add("n = " + point.n());
        }
        return with(lines, point.detail());
    }

    private List<String> lines(Bar bar) {
        List<String> lines = new ArrayList<>();
        lines.add(
                plot.x().scale() == Scale.CATEGORIES
                        ? fact(plot.x(), plot.x().full((bar.from() + bar.to()) / 2))
                        : fact(
                                plot.x(),
                                plot.x().full(bar.from()) + " to " + plot.x().full(bar.to())));
        lines.add(fact(plot.y(), plot.y().full(bar.height())));
        return with(lines, bar.detail());
    }

    private static String fact(Axis axis, String value) {
        return axis.label().isEmpty() ? value : axis.label() + ": " + value;
    }

    private static List<String> with(List<String> lines, String detail) {
        if (!detail.isEmpty()) {
            lines.add(detail);
        }
        return lines;
    }
}
