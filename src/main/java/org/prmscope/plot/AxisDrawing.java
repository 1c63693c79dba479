package org.prmscope.plot;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// Draws the axes of a plot into a frame: grid, ticks, their texts.
record AxisDrawing(Plot plot, Lettering lettering, Box frame, List<Shape> shapes) {
    /// Keeps the markers of the first and last points inside the frame.
    private static final double INSET = 8;

    private static final double TICK_GAP = 12;
    private static final int MOST_TICKS = 9;

    static String text(Axis axis, Ticks ticks, double value) {
        // On a log axis every tick has the decimals that it needs itself.
        double step = axis.scale() == Scale.LOG ? value : ticks.step();
        return axis.format().tick(value, step);
    }

    /// Draws the y axis and says how values become heights.
    Span y(Ticks ticks) {
        boolean hasBars = plot.series().stream().anyMatch(Series.Bars.class::isInstance);
        double inset = Math.min(INSET / 2, frame.height() / 4);
        Span span =
                new Span(
                        plot.y().scale() == Scale.LOG,
                        ticks.first(),
                        ticks.last(),
                        frame.bottom() - (hasBars ? 0 : inset),
                        frame.top() + inset);
        for (double value : ticks.values()) {
            double y = Math.round(span.place(value)) + 0.5;
            boolean isBase = value == 0 && hasBars;
            shapes.add(
                    new Shape.Line(
                            frame.left(),
                            y,
                            frame.right(),
                            y,
                            isBase ? Ink.AXIS : Ink.GRID,
                            1,
                            Dash.SOLID));
            shapes.add(
                    lettering.text(
                            frame.left() - 6,
                            y + lettering.ascent(FontRole.TICK) / 2,
                            text(plot.y(), ticks, value),
                            FontRole.TICK,
                            Ink.MUTED,
                            Shape.Anchor.END));
        }
        return span;
    }

    /// Draws the x axis and says how values become places.
    Span x() {
        if (plot.x().scale() == Scale.CATEGORIES) {
            return categories();
        }
        Ticks ticks = xTicks();
        Span span = span(ticks);
        double end = Double.NEGATIVE_INFINITY;
        for (double value : ticks.values()) {
            String text = text(plot.x(), ticks, value);
            double half = lettering.width(text, FontRole.TICK) / 2;
            double at = span.place(value);
            double middle = inside(at, text);
            tick(at);
            if (middle - half >= end) {
                tickText(middle, text);
                end = middle + half + TICK_GAP / 2;
            }
        }
        return span;
    }

    private Span span(Ticks ticks) {
        boolean hasPoints = plot.series().stream().anyMatch(Series.Points.class::isInstance);
        double inset = hasPoints ? Math.min(INSET, frame.width() / 4) : 0;
        return new Span(
                plot.x().scale() == Scale.LOG,
                ticks.first(),
                ticks.last(),
                frame.left() + inset,
                frame.right() - inset);
    }

    private Ticks xTicks() {
        double[] found = {Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY};
        if (plot.x().includesZero()) {
            found[0] = 0;
            found[1] = 0;
        }
        plot.forEachX(value -> {
            found[0] = Math.min(found[0], value);
            found[1] = Math.max(found[1], value);
        });
        List<Double> marked = plot.x().marked();
        if (marked.size() > 1 && marked.getFirst() <= found[0] && marked.getLast() >= found[1]) {
            return new Ticks(marked, marked.get(1) - marked.getFirst());
        }
        for (int most = MOST_TICKS; most > 1; most--) {
            Ticks ticks = ticks(found[0], found[1], most);
            if (fits(ticks)) {
                return ticks;
            }
        }
        return ticks(found[0], found[1], 1);
    }

    private Ticks ticks(double low, double high, int most) {
        return plot.x().scale() == Scale.LOG
                ? Ticks.log(low, high, most)
                : Ticks.linear(low, high, most, plot.x().bounds());
    }

    private boolean fits(Ticks ticks) {
        Span span = span(ticks);
        double end = Double.NEGATIVE_INFINITY;
        for (double value : ticks.values()) {
            double half = lettering.width(text(plot.x(), ticks, value), FontRole.TICK) / 2;
            double at = span.place(value);
            if (at - half < end) {
                return false;
            }
            end = at + half + TICK_GAP;
        }
        return true;
    }

    private Span categories() {
        List<String> names = plot.x().categories();
        Span span = new Span(false, -0.5, names.size() - 0.5, frame.left(), frame.right());
        double room = frame.width() / names.size();
        // Where names have no room at all, only every second, third ... is written.
        int every = (int) Math.max(1, Math.ceil(3 * lettering.em() / room));
        List<Integer> written =
                new ArrayList<>(
                        IntStream.range(0, names.size())
                                .filter(i -> i % every == 0)
                                .boxed()
                                .toList());
        for (int i : written) {
            double at = span.place(i);
            tick(at);
            String text = lettering.fitted(names.get(i), FontRole.TICK, room * every - 6);
            tickText(inside(at, text), text);
        }
        return span;
    }

    /// A text that would leave the picture moves in; its tick shows where it belongs.
    private double inside(double at, String text) {
        double half = lettering.width(text, FontRole.TICK) / 2;
        return Math.max(Math.min(at, frame.right() + INSET - half), half + 2);
    }

    private void tick(double at) {
        double x = Math.round(at - 0.5) + 0.5;
        shapes.add(
                new Shape.Line(
                        x, frame.bottom() + 1, x, frame.bottom() + 4, Ink.AXIS, 1, Dash.SOLID));
    }

    private void tickText(double middle, String text) {
        shapes.add(
                lettering.text(
                        middle,
                        frame.bottom() + 6 + lettering.ascent(FontRole.TICK),
                        text,
                        FontRole.TICK,
                        Ink.MUTED,
                        Shape.Anchor.MIDDLE));
    }

    /// Writes the label of the x axis.
    ///
    /// @param below how far below the frame
    void titleBelow(double below) {
        String title = plot.x().title();
        if (!title.isEmpty()) {
            shapes.add(
                    lettering.text(
                            frame.left() + frame.width() / 2,
                            frame.bottom() + below + lettering.ascent(FontRole.LABEL) + 2,
                            lettering.fitted(title, FontRole.LABEL, frame.width()),
                            FontRole.LABEL,
                            Ink.MUTED,
                            Shape.Anchor.MIDDLE));
        }
    }
}
