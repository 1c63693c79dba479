package org.prmscope.plot;

import java.util.List;

/// A mark as it was laid out: where it is and what it says when it is picked.
///
/// @param series from 0
/// @param index in its series, from 0
/// @param x of the point, or of the middle of a bar's top
/// @param left of the room in which it is hit; for a point that of its marker
/// @param lines what it shows, one fact a line, its series first
/// @param key as the plot's description has it
public record Mark(
        int series,
        int index,
        double x,
        double y,
        double left,
        double top,
        double width,
        double height,
        List<String> lines,
        List<String> key) {
    public Mark {
        lines = List.copyOf(lines);
        key = List.copyOf(key);
    }

    /// The facts in one line, for those who do not see the plot.
    public String words() {
        return String.join(", ", lines);
    }

    /// How far a place is from it, 0 inside.
    double distance(double atX, double atY) {
        double dx = Math.max(Math.max(left - atX, atX - left - width), 0);
        double dy = Math.max(Math.max(top - atY, atY - top - height), 0);
        return Math.hypot(dx, dy);
    }

    double distanceOfCentre(double atX, double atY) {
        return Math.hypot(left + width / 2 - atX, top + height / 2 - atY);
    }
}
