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
    /// @param marker the role's, unless several series have that role
    /// @param isJoined whether a line goes through them, in order of x
    record Points(
            String name, ColourRole role, MarkerShape marker, boolean isJoined, List<Point> points)
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
        return line(name, role, 0, points);
    }

    /// One of several curves that belong together: they share colour and dash, and differ in their
    /// markers.
    ///
    /// @param index among them, from 0
    static Series line(String name, ColourRole role, int index, List<Point> points) {
        return new Points(name, role, role.marker(index), true, points);
    }

    /// Points without a line.
    static Series points(String name, ColourRole role, List<Point> points) {
        return new Points(name, role, role.marker(), false, points);
    }

    /// The bars of a histogram.
    static Series bars(String name, ColourRole role, List<Bar> bars) {
        return new Bars(name, role, bars);
    }
}
