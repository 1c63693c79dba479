package org.prmscope.plot;

import java.util.List;

/// Marks that belong together and share a name and a look.
public sealed interface Series {
    /// What a person calls it; short enough to stand beside a line.
    String name();

    ColourRole role();

    /// How many marks it has.
    int size();

    /// Points, each with its whiskers.
    ///
    /// @param isJoined whether a line goes through them, in order of x
    record Points(String name, ColourRole role, boolean isJoined, List<Point> points)
            implements Series {
        public Points {
            points =
                    points.stream()
                            .sorted((a, b) -> isJoined ? Double.compare(a.x(), b.x()) : 0)
                            .toList();
        }

        @Override
        public int size() {
            return points.size();
        }
    }

    /// Bars. Several series of bars over the same bins stand side by side in each bin.
    record Bars(String name, ColourRole role, List<Bar> bars) implements Series {
        public Bars {
            bars = List.copyOf(bars);
        }

        @Override
        public int size() {
            return bars.size();
        }
    }

    /// A curve through points.
    static Series line(String name, ColourRole role, List<Point> points) {
        return new Points(name, role, true, points);
    }

    /// Points without a line.
    static Series points(String name, ColourRole role, List<Point> points) {
        return new Points(name, role, false, points);
    }

    /// The bars of a histogram.
    static Series bars(String name, ColourRole role, List<Bar> bars) {
        return new Bars(name, role, bars);
    }
}
