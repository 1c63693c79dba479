package org.prmscope.plot;

import java.util.ArrayList;
import java.util.List;

/// Draws the marks of a plot: bars first, then lines, whiskers and points over them.
final class MarkDrawing {
    /// The width of a series' sample in a legend.
    static final double SAMPLE_WIDTH = 22;

    private static final double RADIUS = 3.5;
    private static final double LINE = 2;
    private static final double WHISKER = 1.25;
    private static final double STRIPE = 4;

    /// Below this, points of many have no room; they are drawn smaller.
    private static final int MANY = 150;

    private final Plot plot;
    private final Span x;
    private final Span y;
    private final Box frame;
    private final List<Shape> shapes;
    private final PlotWords words;
    private final List<Mark> marks = new ArrayList<>();
    private final Obstacles obstacles = new Obstacles();

    MarkDrawing(Plot plot, Span x, Span y, Box frame, List<Shape> shapes) {
        this.plot = plot;
        this.x = x;
        this.y = y;
        this.frame = frame;
        this.shapes = shapes;
        words = new PlotWords(plot);
    }

    /// Draws and returns the marks, in the order of their series.
    List<Mark> draw() {
        for (ReferenceLine line : plot.references()) {
            reference(line);
        }
        List<Series> series = plot.series();
        List<Integer> withBars = new ArrayList<>();
        for (int i = 0; i < series.size(); i++) {
            if (series.get(i) instanceof Series.Bars) {
                withBars.add(i);
            }
        }
        for (int i = 0; i < series.size(); i++) {
            switch (series.get(i)) {
                case Series.Bars bars -> bars(i, bars, withBars.indexOf(i), withBars.size());
                case Series.Points points -> points(i, points);
            }
        }
        return marks;
    }

    /// What names must not touch.
    Obstacles obstacles() {
        return obstacles;
    }

    private void reference(ReferenceLine line) {
        if (line.isLevel()) {
            double at = Math.round(y.place(line.at())) + 0.5;
            shapes.add(
                    new Shape.Line(frame.left(), at, frame.right(), at, Ink.MUTED, 1, Dash.SHORT));
            obstacles.line(frame.left(), at, frame.right(), at);
        } else {
            double at = Math.round(x.place(line.at())) + 0.5;
            shapes.add(
                    new Shape.Line(at, frame.top(), at, frame.bottom(), Ink.MUTED, 1, Dash.SHORT));
            obstacles.line(at, frame.top(), at, frame.bottom());
        }
    }

    private void points(int index, Series.Points series) {
        Ink ink = series.role().ink();
        List<Double> corners = new ArrayList<>();
        for (Point point : series.points()) {
            corners.add(x.place(point.x()));
            corners.add(y.place(point.y()));
        }
        if (series.isJoined() && corners.size() > 2) {
            shapes.add(new Shape.Polyline(corners, ink, LINE, series.role().dash()));
            for (int i = 2; i < corners.size(); i += 2) {
                obstacles.line(
                        corners.get(i - 2), corners.get(i - 1), corners.get(i), corners.get(i + 1));
            }
        }
        double radius = series.size() > MANY ? RADIUS / 2 : RADIUS;
        for (int i = 0; i < series.size(); i++) {
            Point point = series.points().get(i);
            double atX = corners.get(2 * i);
            double atY = corners.get(2 * i + 1);
            whiskers(point, atX, ink);
            shapes.add(new Shape.Marker(atX, atY, radius, series.marker(), ink));
            Box box = new Box(atX - radius, atY - radius, 2 * radius, 2 * radius);
            obstacles.box(box);
            marks.add(mark(index, i, atX, atY, box, point.key()));
        }
    }

    private void whiskers(Point point, double atX, Ink ink) {
        Interval interval = point.interval();
        if (interval != null) {
            double low = y.place(interval.low());
            double high = y.place(interval.high());
            shapes.add(new Shape.Line(atX, high, atX, low, ink, WHISKER, Dash.SOLID));
            obstacles.line(atX, high, atX, low);
        }
    }

    private void bars(int index, Series.Bars series, int slot, int slots) {
        for (int i = 0; i < series.size(); i++) {
            Bar bar = series.bars().get(i);
            double from = x.place(bar.from());
            double share = (x.place(bar.to()) - from) / slots;
            double left = Math.clamp(from + slot * share, frame.left(), frame.right());
            double right = Math.clamp(left + share, frame.left(), frame.right());
            double gap = right - left > 4 ? 1 : 0;
            double base = y.place(0);
            double end = y.place(bar.height());
            Box box =
                    new Box(
                            left + gap / 2,
                            Math.min(base, end),
                            Math.max(right - left - gap, 0.5),
                            Math.abs(base - end));
            patterned(box, series.role());
            obstacles.box(box);
            // A bar of no height can still be picked by the room above it.
            Box hit =
                    box.height() < 6 ? new Box(box.left(), box.bottom() - 6, box.width(), 6) : box;
            marks.add(mark(index, i, box.left() + box.width() / 2, end, hit, bar.key()));
        }
    }

    private Mark mark(int series, int index, double atX, double atY, Box box, List<String> key) {
        Series its = plot.series().get(series);
        List<String> lines = new ArrayList<>();
        if (!its.name().isBlank()) {
            lines.add(its.name());
        }
        lines.addAll(words.lines(its, index));
        return new Mark(
                series,
                index,
                atX,
                atY,
                box.left(),
                box.top(),
                box.width(),
                box.height(),
                lines,
                key);
    }

    private void patterned(Box box, ColourRole role) {
        patterned(box, role, shapes);
    }

    private static void patterned(Box box, ColourRole role, List<Shape> shapes) {
        Ink ink = role.ink();
        if (box.height() <= 0) {
            return;
        }
        boolean isSolid = role.pattern() == BarPattern.SOLID || box.width() < 3;
        shapes.add(
                new Shape.Rectangle(
                        box.left(), box.top(), box.width(), box.height(), ink, isSolid));
        if (isSolid) {
            return;
        }
        switch (role.pattern()) {
            case SOLID, HOLLOW -> {}
            case LEVEL_STRIPES -> {
                for (double at = box.bottom() - STRIPE; at > box.top() + 1; at -= STRIPE) {
                    shapes.add(
                            new Shape.Line(box.left(), at, box.right(), at, ink, 1.5, Dash.SOLID));
                }
            }
            case UPRIGHT_STRIPES -> {
                for (double at = box.left() + STRIPE; at < box.right() - 1; at += STRIPE) {
                    shapes.add(
                            new Shape.Line(at, box.top(), at, box.bottom(), ink, 1.5, Dash.SOLID));
                }
            }
        }
    }

    /// Draws what stands for a series in a legend.
    ///
    /// @param middle its height's middle
    static void sample(Series series, double left, double middle, List<Shape> shapes) {
        switch (series) {
            case Series.Points points -> {
                ColourRole role = points.role();
                if (points.isJoined()) {
                    shapes.add(
                            new Shape.Line(
                                    left,
                                    middle,
                                    left + SAMPLE_WIDTH,
                                    middle,
                                    role.ink(),
                                    LINE,
                                    role.dash()));
                }
                shapes.add(
                        new Shape.Marker(
                                left + SAMPLE_WIDTH / 2,
                                middle,
                                RADIUS,
                                points.marker(),
                                role.ink()));
            }
            case Series.Bars bars ->
                    patterned(new Box(left + 4, middle - 5, 14, 10), bars.role(), shapes);
        }
    }
}
