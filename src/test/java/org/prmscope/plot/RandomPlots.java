package org.prmscope.plot;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Plots of every kind, drawn from a seed.
final class RandomPlots {
    private static final List<String> NAMES =
            List.of("parallel", "sequential K=8 · T 0.6", "", "中文名", "x".repeat(80), "<b>&\"");

    private final Random random;

    RandomPlots(long seed) {
        random = new Random(seed);
    }

    Plot next() {
        int kind = random.nextInt(3);
        boolean isLogY = kind != 1 && random.nextInt(4) == 0;
        List<String> categories = kind == 2 ? categories() : List.of();
        Axis x =
                switch (kind) {
                    case 0 ->
                            random.nextBoolean()
                                    ? Axis.log("tokens", TickFormat.COUNT)
                                    : Axis.linear("tokens", TickFormat.COUNT);
                    case 1 -> Axis.linear("score", TickFormat.DECIMAL);
                    default -> Axis.categories("steps", categories);
                };
        Axis y =
                isLogY
                        ? Axis.log("y", TickFormat.DECIMAL)
                        : Axis.linear(name(), TickFormat.PERCENT);
        List<Series> series = new ArrayList<>();
        int count = random.nextInt(5);
        for (int i = 0; i < count; i++) {
            series.add(kind == 1 ? bars(i) : points(i, categories.size(), isLogY));
        }
        List<ReferenceLine> lines =
                random.nextInt(3) == 0
                        ? List.of(new ReferenceLine(true, 0.5 + random.nextDouble(), name()))
                        : List.of();
        return new Plot(name(), x, y, series, lines, name(), "nothing to see");
    }

    private String name() {
        return NAMES.get(random.nextInt(NAMES.size()));
    }

    private List<String> categories() {
        List<String> names = new ArrayList<>();
        for (int i = random.nextInt(30); i >= 0; i--) {
            names.add(name());
        }
        return names;
    }

    private Series bars(int role) {
        List<Bar> bars = new ArrayList<>();
        int bins = random.nextInt(25);
        for (int bin = 0; bin < bins; bin++) {
            bars.add(
                    new Bar(
                            (double) bin / bins,
                            (bin + 1.0) / bins,
                            random.nextInt(9) - (random.nextInt(9) == 0 ? 5 : 0),
                            "",
                            List.of("b" + bin)));
        }
        return Series.bars(name(), ColourRole.ofRun(role), bars);
    }

    private Series points(int role, int categories, boolean isLogY) {
        List<Point> points = new ArrayList<>();
        double size = Math.pow(10, random.nextInt(7) - 3);
        for (int i = random.nextInt(12); i > 0; i--) {
            double x =
                    categories > 0
                            ? random.nextInt(categories)
                            : (0.01 + random.nextDouble()) * size;
            double y = isLogY ? 0.01 + random.nextDouble() : random.nextGaussian();
            double spread = random.nextDouble() * (isLogY ? y / 2 : 1);
            Interval interval =
                    random.nextInt(3) == 0 ? null : new Interval(y - spread, y + 2 * spread);
            points.add(new Point(x, y, interval, random.nextInt(3), name(), List.of("p" + i)));
        }
        ColourRole colour = ColourRole.values()[role];
        return random.nextBoolean()
                ? Series.line(name(), colour, points)
                : Series.points(name(), colour, points);
    }

    /// A side of a picture, now and then too small for anything.
    double side() {
        return random.nextInt(10) == 0 ? random.nextInt(60) : 120 + random.nextInt(900);
    }

    double fontSize() {
        return 10 + random.nextInt(17);
    }
}
