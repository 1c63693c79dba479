package org.prmscope.plot;

import java.util.ArrayList;
import java.util.List;

/// What is drawn already, as a text sees it that looks for room.
final class Obstacles {
    private record Line(double x1, double y1, double x2, double y2) {}

    private final List<Line> lines = new ArrayList<>();
    private final List<Box> boxes = new ArrayList<>();

    void line(double x1, double y1, double x2, double y2) {
        lines.add(new Line(x1, y1, x2, y2));
    }

    void box(Box box) {
        boxes.add(box);
    }

    /// Whether a box touches nothing.
    boolean leave(Box box) {
        return boxes.stream().noneMatch(box::overlaps)
                && lines.stream()
                        .noneMatch(line -> box.isCutBy(line.x1, line.y1, line.x2, line.y2));
    }
}
