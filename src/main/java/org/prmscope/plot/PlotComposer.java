package org.prmscope.plot;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/// Lays one plot out: rows from the top and from the bottom first, then axes, then marks in what is
/// left, then the names of the series.
final class PlotComposer {
    private static final double PAD = 8;
    private static final double GAP = 6;
    private static final int MOST_TICKS = 8;
    private static final int NOTE_LINES = 2;

    /// Room that a tick of the y axis wants, in em.
    private static final double TICK_ROOM = 2.6;

    private final Plot plot;
    private final double width;
    private final double height;
    private final Lettering lettering;
    private final boolean withLegend;
    private final List<Shape> shapes = new ArrayList<>();

    PlotComposer(Plot plot, double width, double height, Lettering lettering, boolean withLegend) {
        this.plot = plot;
        this.width = width;
        this.height = height;
        this.lettering = lettering;
        this.withLegend = withLegend || plot.series().stream().anyMatch(PlotComposer::isLoose);
    }

    /// Whether a series has no line beside which its name could stand.
    private static boolean isLoose(Series series) {
        return switch (series) {
            case Series.Points points -> !points.isJoined();
            case Series.Bars _ -> true;
        };
    }

    /// The layout; null if the names find no place beside their lines and there is no legend.
    @Nullable PlotLayout compose() {
        double top = title(PAD);
        double bottom = notes(height - PAD / 2);
        if (plot.isEmpty()) {
            return empty(new Box(PAD, top, width - 2 * PAD, Math.max(bottom - top, 1)));
        }
        if (withLegend) {
            top = legend(top);
        }
        top = axisTitles(top, bottom);
        double tickRow = lettering.line(FontRole.TICK) + 4;
        double titleRow = plot.x().title().isEmpty() ? 0 : lettering.line(FontRole.LABEL);
        double frameTop = Math.round(top + GAP);
        double frameHeight = Math.max(Math.round(bottom - titleRow - tickRow - frameTop), 8);
        Ticks y = yTicks(frameHeight);
        double left =
                Math.ceil(
                        PAD
                                + GAP
                                + y.values().stream()
                                        .mapToDouble(
                                                v -> lettering.width(yText(y, v), FontRole.TICK))
                                        .max()
                                        .orElse(0));
        left = Math.min(left, Math.rint(width / 2));
        Box frame = new Box(left, frameTop, Math.max(width - left - PAD - GAP, 8), frameHeight);
        AxisDrawing axes = new AxisDrawing(plot, lettering, frame, shapes);
        Span ySpan = axes.y(y);
        Span xSpan = axes.x();
        axes.titleBelow(tickRow);
        MarkDrawing drawing = new MarkDrawing(plot, xSpan, ySpan, frame, shapes);
        List<Mark> marks = drawing.draw();
        LabelPlacement labels =
                new LabelPlacement(
                        lettering,
                        frame,
                        drawing.obstacles(),
                        y.values().stream().map(ySpan::place).toList());
        labels.references(plot, xSpan, ySpan, shapes);
        if (!withLegend && !labels.names(plot, marks, shapes)) {
            return null;
        }
        return new PlotLayout(width, height, frame, shapes, marks, plot.words());
    }

    private double title(double top) {
        if (plot.title().isBlank()) {
            return top;
        }
        double line = lettering.line(FontRole.TITLE);
        String text = lettering.fitted(plot.title(), FontRole.TITLE, width - 2 * PAD);
        shapes.add(
                lettering.text(
                        PAD,
                        top + lettering.ascent(FontRole.TITLE) + 2,
                        text,
                        FontRole.TITLE,
                        Ink.TEXT,
                        Shape.Anchor.START));
        return top + line;
    }

    private double notes(double bottom) {
        if (plot.note().isBlank()) {
            return bottom;
        }
        double line = lettering.line(FontRole.NOTE);
        List<String> lines =
                lettering.wrapped(plot.note(), FontRole.NOTE, width - 2 * PAD, NOTE_LINES);
        double top = bottom - line * lines.size();
        for (int i = 0; i < lines.size(); i++) {
            shapes.add(
                    lettering.text(
                            PAD,
                            top + i * line + lettering.ascent(FontRole.NOTE) + 2,
                            lines.get(i),
                            FontRole.NOTE,
                            Ink.MUTED,
                            Shape.Anchor.START));
        }
        return top - 2;
    }

    private PlotLayout empty(Box room) {
        double line = lettering.line(FontRole.LABEL);
        List<String> lines =
                lettering.wrapped(plot.empty(), FontRole.LABEL, room.width() - 2 * PAD, 3);
        double y = room.top() + (room.height() - lines.size() * line) / 2;
        shapes.addFirst(
                new Shape.Rectangle(
                        room.left(),
                        room.top() + GAP,
                        room.width(),
                        Math.max(room.height() - 2 * GAP, 1),
                        Ink.GRID,
                        false));
        for (String text : lines) {
            shapes.add(
                    lettering.text(
                            room.left() + room.width() / 2,
                            y + lettering.ascent(FontRole.LABEL),
                            text,
                            FontRole.LABEL,
                            Ink.MUTED,
                            Shape.Anchor.MIDDLE));
            y += line;
        }
        return new PlotLayout(width, height, room, shapes, List.of(), plot.words());
    }

    /// The label of the y axis, above it so that it is read without turning the head.
    private double axisTitles(double top, double bottom) {
        String label = plot.y().title();
        if (label.isEmpty() || bottom - top < 8 * lettering.em()) {
            return top;
        }
        shapes.add(
                lettering.text(
                        PAD,
                        top + lettering.ascent(FontRole.LABEL) + 3,
                        lettering.fitted(label, FontRole.LABEL, width - 2 * PAD),
                        FontRole.LABEL,
                        Ink.MUTED,
                        Shape.Anchor.START));
        return top + lettering.line(FontRole.LABEL);
    }

    private Ticks yTicks(double frameHeight) {
        double[] range = {Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY};
        if (plot.y().includesZero()) {
            range = new double[] {0, 0};
        }
        double[] found = range;
        plot.forEachY(value -> {
            found[0] = Math.min(found[0], value);
            found[1] = Math.max(found[1], value);
        });
        int most = (int) Math.clamp(frameHeight / (lettering.em() * TICK_ROOM), 1, MOST_TICKS);
        return plot.y().scale() == Scale.LOG
                ? Ticks.log(found[0], found[1], most)
                : Ticks.linear(found[0], found[1], most, plot.y().bounds());
    }

    private String yText(Ticks ticks, double value) {
        return AxisDrawing.text(plot.y(), ticks, value);
    }

    private double legend(double top) {
        double line = lettering.line(FontRole.LABEL) + 2;
        double x = PAD;
        double y = top + 2;
        for (Series series : plot.series()) {
            if (series.name().isBlank() || series.size() == 0) {
                continue;
            }
            String text =
                    lettering.fitted(
                            series.name(),
                            FontRole.LABEL,
                            width - 2 * PAD - MarkDrawing.SAMPLE_WIDTH - GAP);
            double entry = MarkDrawing.SAMPLE_WIDTH + GAP + lettering.width(text, FontRole.LABEL);
            if (x > PAD && x + entry > width - PAD) {
                x = PAD;
                y += line;
            }
            MarkDrawing.sample(series, x, y + line / 2, shapes);
            shapes.add(
                    lettering.text(
                            x + MarkDrawing.SAMPLE_WIDTH + GAP,
                            y + line / 2 + lettering.ascent(FontRole.LABEL) / 2,
                            text,
                            FontRole.LABEL,
                            Ink.TEXT,
                            Shape.Anchor.START));
            x += entry + 2 * GAP;
        }
        return x == PAD ? top : y + line;
    }
}
