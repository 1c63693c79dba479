package org.prmscope.plot;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Finds room for names beside what they name: inside the frame, touching nothing that is drawn.
final class LabelPlacement {
    private static final double CLEAR = 5;
    private static final double AIR = 1.5;

    private final Lettering lettering;
    private final Box frame;
    private final Obstacles obstacles;
    private final List<Double> grid;

    /// @param grid heights of lines that a name had better not lie on
    LabelPlacement(Lettering lettering, Box frame, Obstacles obstacles, List<Double> grid) {
        this.grid = grid;
        this.lettering = lettering;
        this.frame = frame;
        this.obstacles = obstacles;
    }

    /// Writes the names of all series, each beside the end of its line or, where that is crowded,
    /// beside an earlier point; rather not on a line of the grid.
    ///
    /// @return false, with nothing written, if one finds no room
    boolean names(Plot plot, List<Mark> marks, List<Shape> shapes) {
        List<Shape> texts = new ArrayList<>();
        for (int i = 0; i < plot.series().size(); i++) {
            Series series = plot.series().get(i);
            int index = i;
            List<Mark> own =
                    marks.stream()
                            .filter(mark -> mark.series() == index)
                            .sorted(Comparator.comparingDouble(Mark::x).reversed())
                            .toList();
            if (series.name().isBlank() || own.isEmpty()) {
                continue;
            }
            Optional<Box> room = room(series.name(), own);
            if (room.isEmpty()) {
                return false;
            }
            texts.add(text(series.name(), room.get(), series.role().ink()));
        }
        shapes.addAll(texts);
        return true;
    }

    private Optional<Box> room(String name, List<Mark> marks) {
        double width = lettering.width(name, FontRole.LABEL);
        double height = height();
        for (Mark mark : marks) {
            double middle =
                    Math.clamp(
                            mark.x() - width / 2,
                            frame.left(),
                            Math.max(frame.right() - width, frame.left()));
            double right = mark.left() + mark.width() + CLEAR;
            List<Box> candidates =
                    List.of(
                            new Box(right, mark.y() - height / 2, width, height),
                            new Box(middle, mark.top() - CLEAR - height, width, height),
                            new Box(middle, mark.top() + mark.height() + CLEAR, width, height),
                            new Box(right, mark.top() - CLEAR - height, width, height),
                            new Box(right, mark.top() + mark.height() + CLEAR, width, height),
                            new Box(
                                    mark.left() - CLEAR - width,
                                    mark.top() - CLEAR - height,
                                    width,
                                    height),
                            new Box(
                                    mark.left() - CLEAR - width,
                                    mark.top() + mark.height() + CLEAR,
                                    width,
                                    height),
                            new Box(middle, mark.top() - 4 * CLEAR - height, width, height),
                            new Box(middle, mark.top() + mark.height() + 4 * CLEAR, width, height));
            List<Box> free = candidates.stream().filter(this::isFree).toList();
            Optional<Box> best =
                    free.stream()
                            .filter(this::isOffGrid)
                            .findFirst()
                            .or(() -> free.stream().findFirst());
            if (best.isPresent()) {
                obstacles.box(best.get());
                return best;
            }
        }
        return Optional.empty();
    }

    private boolean isOffGrid(Box box) {
        return grid.stream().noneMatch(y -> box.top() < y && y < box.bottom());
    }

    private boolean isFree(Box box) {
        return frame.holds(box) && obstacles.leave(box.grown(AIR));
    }

    /// Writes what reference lines say, at an end of theirs.
    void references(Plot plot, Span x, Span y, List<Shape> shapes) {
        for (ReferenceLine line : plot.references()) {
            if (line.text().isBlank()) {
                continue;
            }
            String text = lettering.fitted(line.text(), FontRole.LABEL, frame.width());
            double width = lettering.width(text, FontRole.LABEL);
            List<Box> candidates =
                    line.isLevel()
                            ? level(y.place(line.at()), width)
                            : upright(x.place(line.at()), width);
            Box room =
                    candidates.stream()
                            .filter(this::isFree)
                            .findFirst()
                            .orElse(candidates.getFirst());
            obstacles.box(room);
            shapes.add(text(text, room, Ink.MUTED));
        }
    }

    private List<Box> level(double at, double width) {
        double height = height();
        double right = frame.right() - width;
        return List.of(
                new Box(right, at - 3 - height, width, height),
                new Box(frame.left() + 2, at - 3 - height, width, height),
                new Box(right, at + 3, width, height),
                new Box(frame.left() + 2, at + 3, width, height));
    }

    private List<Box> upright(double at, double width) {
        double height = height();
        return List.of(
                new Box(Math.min(at + 4, frame.right() - width), frame.top(), width, height),
                new Box(Math.max(at - 4 - width, frame.left()), frame.top(), width, height),
                new Box(
                        Math.min(at + 4, frame.right() - width),
                        frame.bottom() - height - 2,
                        width,
                        height));
    }

    private double height() {
        return lettering.ascent(FontRole.LABEL) + lettering.descent(FontRole.LABEL);
    }

    private Shape.Text text(String text, Box room, Ink ink) {
        return lettering.text(
                room.left(),
                room.top() + lettering.ascent(FontRole.LABEL),
                text,
                FontRole.LABEL,
                ink,
                Shape.Anchor.START);
    }
}
