package org.prmscope.plot;

/// A rectangle, in layout units from the top left corner.
public record Box(double left, double top, double width, double height) {
    public double right() {
        return left + width;
    }

    public double bottom() {
        return top + height;
    }

    boolean overlaps(Box other) {
        return left < other.right()
                && other.left < right()
                && top < other.bottom()
                && other.top < bottom();
    }

    boolean holds(Box other) {
        return left <= other.left
                && top <= other.top
                && other.right() <= right()
                && other.bottom() <= bottom();
    }

    Box grown(double by) {
        return new Box(left - by, top - by, width + 2 * by, height + 2 * by);
    }

    /// Whether a straight line goes through it (Liang and Barsky's clipping).
    boolean isCutBy(double x1, double y1, double x2, double y2) {
        double from = 0;
        double to = 1;
        double[] along = {x1 - x2, x2 - x1, y1 - y2, y2 - y1};
        double[] room = {x1 - left, right() - x1, y1 - top, bottom() - y1};
        for (int side = 0; side < along.length; side++) {
            if (along[side] == 0) {
                if (room[side] < 0) {
                    return false;
                }
            } else {
                double at = room[side] / along[side];
                if (along[side] < 0) {
                    from = Math.max(from, at);
                } else {
                    to = Math.min(to, at);
                }
            }
        }
        return from <= to;
    }
}
