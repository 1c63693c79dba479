package org.prmscope.plot;

import org.jspecify.annotations.Nullable;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// A plot laid out for a size: shapes to draw in order, and the marks among them. A window and a
/// file that draw the same layout look the same.
///
/// @param width in layout units (pixels at scale 1)
/// @param frame the room of the marks; every mark's point lies in it
/// @param words the plot in words
public record PlotLayout(
        double width,
        double height,
        Box frame,
        List<Shape> shapes,
        List<Mark> marks,
        String words) {
    /// Below this there is no room for axes.
    public static final double LEAST_WIDTH = 120;

    public static final double LEAST_HEIGHT = 90;

    public PlotLayout {
        shapes = List.copyOf(shapes);
        marks = List.copyOf(marks);
    }

    /// Lays a plot out. Names stand beside their lines where they touch nothing, else in a legend.
    ///
    /// @param width at least [#LEAST_WIDTH], or that is taken
    /// @param height at least [#LEAST_HEIGHT], or that is taken
    /// @param fontSize of the title; other texts are smaller
    public static PlotLayout of(
            Plot plot, double width, double height, double fontSize, TextMeasurer measurer) {
        Lettering lettering = new Lettering(fontSize, measurer);
        double atLeastWide = Math.max(width, LEAST_WIDTH);
        double atLeastHigh = Math.max(height, LEAST_HEIGHT);
        PlotLayout direct =
                new PlotComposer(plot, atLeastWide, atLeastHigh, lettering, false).compose();
        return direct != null
                ? direct
                : java.util.Objects.requireNonNull(
                        new PlotComposer(plot, atLeastWide, atLeastHigh, lettering, true)
                                .compose());
    }

    /// The mark nearest to a place.
    ///
    /// @param within how far away it may be
    public Optional<Mark> markAt(double x, double y, double within) {
        return marks.stream()
                .filter(mark -> mark.distance(x, y) <= within)
                .min(
                        Comparator.comparingDouble((Mark mark) -> mark.distance(x, y))
                                .thenComparingDouble(mark -> mark.distanceOfCentre(x, y)));
    }

    /// Where a walk from mark to mark goes.
    public enum Direction {
        LEFT,
        RIGHT,
        /// To the next series, at about the same x.
        UP,
        DOWN
    }

    /// The mark a person comes to from another one; the first one from nowhere.
    ///
    /// Left and right stay in a series; up and down change it.
    ///
    /// @return the same mark where there is none further on; empty without marks
    public Optional<Mark> next(@Nullable Mark from, Direction direction) {
        if (from == null || !marks.contains(from)) {
            return marks.stream().findFirst();
        }
        return switch (direction) {
            case LEFT -> beside(from, -1);
            case RIGHT -> beside(from, 1);
            case UP -> inOther(from, -1);
            case DOWN -> inOther(from, 1);
        };
    }

    private Optional<Mark> beside(Mark from, int by) {
        List<Mark> row =
                marks.stream()
                        .filter(mark -> mark.series() == from.series())
                        .sorted(Comparator.comparingDouble(Mark::x))
                        .toList();
        return Optional.of(row.get(Math.clamp(row.indexOf(from) + by, 0, row.size() - 1)));
    }

    private Optional<Mark> inOther(Mark from, int by) {
        List<Integer> series = marks.stream().map(Mark::series).distinct().sorted().toList();
        int at = series.indexOf(from.series()) + by;
        if (at < 0 || at >= series.size()) {
            return Optional.of(from);
        }
        int wanted = series.get(at);
        return marks.stream()
                .filter(mark -> mark.series() == wanted)
                .min(Comparator.comparingDouble(mark -> Math.abs(mark.x() - from.x())));
    }
}
