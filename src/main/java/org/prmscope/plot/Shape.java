package org.prmscope.plot;

import java.util.ArrayList;
import java.util.List;

/// One thing to draw, in layout units from the top left corner. Drawn in order.
public sealed interface Shape {
    /// A straight line.
    record Line(double x1, double y1, double x2, double y2, Ink ink, double width, Dash dash)
            implements Shape {}

    /// A line through corners, as x and y in turn.
    record Polyline(List<Double> corners, Ink ink, double width, Dash dash) implements Shape {
        public Polyline {
            corners = List.copyOf(corners);
        }
    }

    /// A rectangle.
    ///
    /// @param isFilled else only its outline is drawn, inside its edges
    record Rectangle(double x, double y, double width, double height, Ink ink, boolean isFilled)
            implements Shape {}

    /// The marker of a point.
    ///
    /// @param radius from its centre to its farthest edge
    record Marker(double x, double y, double radius, MarkerShape shape, Ink ink) implements Shape {
        /// Its corners, as x and y in turn; none of a circle.
        public List<Double> corners() {
            double r = radius;
            double half = radius * 0.87;
            double arm = radius * 0.35;
            return switch (shape) {
                case CIRCLE -> List.of();
                case SQUARE -> about(-half, -half, half, -half, half, half, -half, half);
                case DIAMOND -> about(0, -r, r, 0, 0, r, -r, 0);
                case TRIANGLE -> about(0, -r, r, half, -r, half);
                case CROSS ->
                        about(
                                -arm, -r, arm, -r, arm, -arm, r, -arm, r, arm, arm, arm, arm, r,
                                -arm, r, -arm, arm, -r, arm, -r, -arm, -arm, -arm);
            };
        }

        private List<Double> about(double... offsets) {
            List<Double> corners = new ArrayList<>(offsets.length);
            for (int i = 0; i < offsets.length; i += 2) {
                corners.add(x + offsets[i]);
                corners.add(y + offsets[i + 1]);
            }
            return corners;
        }
    }

    /// A line of text.
    ///
    /// @param x of its anchor
    /// @param y of its line of writing
    /// @param size of the font, in layout units
    record Text(
            double x, double y, String text, Anchor anchor, Ink ink, double size, boolean isStrong)
            implements Shape {}

    /// Which end of a text is at its x.
    enum Anchor {
        START,
        MIDDLE,
        END
    }
}
