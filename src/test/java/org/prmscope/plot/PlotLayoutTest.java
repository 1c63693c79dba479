package org.prmscope.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;

class PlotLayoutTest {
    private static final InterMetrics INTER = new InterMetrics();
    private static final Axis TOKENS = Axis.log("tokens", TickFormat.COUNT);
    private static final Axis F1 = Axis.linear("F1", TickFormat.DECIMAL).within(0, 1);

    private static Point point(double x, double y, String key) {
        return new Point(x, y, new Interval(y - 0.03, y + 0.03), 40, "", List.of(key));
    }

    private static Plot plot(Series... series) {
        return Plot.of("F1 against tokens", TOKENS, F1, List.of(series), "", "nothing");
    }

    private static Series parallel() {
        return Series.line(
                "parallel",
                ColourRole.RUN_A,
                List.of(point(780, 0.63, "a"), point(1530, 0.71, "b"), point(5912, 0.8, "c")));
    }

    private static Series sequential() {
        return Series.line(
                "sequential",
                ColourRole.RUN_B,
                List.of(point(780, 0.62, "d"), point(1650, 0.67, "e"), point(6240, 0.73, "f")));
    }

    private static PlotLayout layout(Plot plot) {
        return PlotLayout.of(plot, 420, 240, 13, INTER);
    }

    private static List<String> texts(PlotLayout layout) {
        return layout.shapes().stream()
                .filter(Shape.Text.class::isInstance)
                .map(shape -> ((Shape.Text) shape).text())
                .toList();
    }

    private static Box box(Shape.Text text) {
        double width = INTER.width(text.text(), text.size(), text.isStrong());
        double left =
                switch (text.anchor()) {
                    case START -> text.x();
                    case MIDDLE -> text.x() - width / 2;
                    case END -> text.x() - width;
                };
        return new Box(left, text.y() - text.size() * 0.7, width, text.size() * 0.7);
    }

    @Test
    void ticksStandAtTheValuesThatAreMarkedInsteadOfAtRoundOnes() {
        Series line =
                Series.line(
                        "pass@N",
                        ColourRole.RUN_A,
                        List.of(point(1, 0.2, "a"), point(2, 0.3, "b"), point(4, 0.5, "c")));
        Axis candidates = Axis.log("candidates N", TickFormat.COUNT);
        List<String> round =
                texts(layout(Plot.of("", candidates, F1, List.of(line), "", "nothing")));
        assertTrue(round.contains("5"), round.toString());
        List<String> marked =
                texts(
                        layout(
                                Plot.of(
                                        "",
                                        candidates.markedAt(List.of(1.0, 2.0, 4.0)),
                                        F1,
                                        List.of(line),
                                        "",
                                        "nothing")));
        assertTrue(marked.containsAll(List.of("1", "2", "4")), marked.toString());
        assertFalse(marked.contains("5"), marked.toString());
    }

    @Test
    void oneMarkedValueAloneIsShownAmongRoundOnes() {
        Series point = Series.line("pass@N", ColourRole.RUN_A, List.of(point(1, 0.2, "a")));
        Axis one = Axis.log("candidates N", TickFormat.COUNT).markedAt(List.of(1.0));
        PlotLayout layout = layout(Plot.of("", one, F1, List.of(point), "", "nothing"));
        assertEquals(1, layout.marks().size());
        assertTrue(Double.isFinite(layout.marks().getFirst().x()));
    }

    @Test
    void noMarkLiesOutsideTheFrameWhateverIsShownAndHoweverSmall() {
        for (long seed = 0; seed < 4_000; seed++) {
            RandomPlots random = new RandomPlots(seed);
            Plot plot = random.next();
            PlotLayout layout =
                    PlotLayout.of(plot, random.side(), random.side(), random.fontSize(), INTER);
            String where = "seed " + seed;
            assertEquals(
                    plot.series().stream().mapToInt(Series::size).sum(),
                    layout.marks().size(),
                    where);
            Box frame = layout.frame().grown(0.51);
            for (Mark mark : layout.marks()) {
                assertTrue(
                        frame.holds(new Box(mark.x(), mark.y(), 0, 0)),
                        () -> where + ": " + mark + " in " + layout.frame());
            }
        }
    }

    @Test
    void shapesStayInThePictureWhereThereIsRoomForAxes() {
        for (long seed = 0; seed < 2_000; seed++) {
            PlotLayout layout = layout(new RandomPlots(seed).next());
            Box picture = new Box(0, 0, layout.width(), layout.height()).grown(1);
            String where = "seed " + seed;
            for (Shape shape : layout.shapes()) {
                switch (shape) {
                    case Shape.Line line -> {
                        assertTrue(picture.holds(new Box(line.x1(), line.y1(), 0, 0)), where);
                        assertTrue(picture.holds(new Box(line.x2(), line.y2(), 0, 0)), where);
                    }
                    case Shape.Polyline line -> {
                        for (int i = 0; i < line.corners().size(); i += 2) {
                            Box corner =
                                    new Box(line.corners().get(i), line.corners().get(i + 1), 0, 0);
                            assertTrue(picture.holds(corner), where);
                        }
                    }
                    case Shape.Rectangle box ->
                            assertTrue(
                                    picture.holds(
                                            new Box(box.x(), box.y(), box.width(), box.height())),
                                    () -> where + ": " + box);
                    case Shape.Marker marker ->
                            assertTrue(picture.holds(new Box(marker.x(), marker.y(), 0, 0)), where);
                    case Shape.Text text ->
                            assertTrue(picture.holds(box(text)), () -> where + ": " + text);
                }
            }
        }
    }

    @Test
    void namesBesideLinesTouchNeitherEachOtherNorAnyMark() {
        for (long seed = 0; seed < 4_000; seed++) {
            Plot plot = new RandomPlots(seed).next();
            PlotLayout layout = layout(plot);
            List<String> names = plot.series().stream().map(Series::name).toList();
            List<Shape.Text> written =
                    layout.shapes().stream()
                            .filter(Shape.Text.class::isInstance)
                            .map(Shape.Text.class::cast)
                            .filter(text -> names.contains(text.text()) && text.ink() != Ink.TEXT)
                            .filter(text -> text.ink() != Ink.MUTED)
                            .toList();
            String where = "seed " + seed;
            for (Shape.Text one : written) {
                for (Shape.Text other : written) {
                    assertFalse(!one.equals(other) && box(one).overlaps(box(other)), where);
                }
                for (Mark mark : layout.marks()) {
                    Box at = new Box(mark.left(), mark.top(), mark.width(), mark.height());
                    assertFalse(box(one).overlaps(at), where);
                }
            }
        }
    }

    @Test
    void namesStandBesideTheEndsOfTheirLinesWhereThereIsRoom() {
        PlotLayout layout = layout(plot(parallel(), sequential()));
        Shape.Text name =
                (Shape.Text)
                        layout.shapes().stream()
                                .filter(s ->
                                        s instanceof Shape.Text t && t.text().equals("parallel"))
                                .findFirst()
                                .orElseThrow();
        Mark end = layout.marks().get(2);
        assertEquals(Ink.RUN_A, name.ink());
        assertTrue(Math.abs(name.y() - end.y()) < 30, "far from its line");
        assertTrue(Math.abs(name.x() - end.x()) < 60, "far from the line's end");
    }

    @Test
    void namesThatFindNoRoomStandInALegendOnce() {
        Series crowd =
                Series.line(
                        "a name as long as the frame is wide, and a bit longer than that, so",
                        ColourRole.RUN_A,
                        List.of(point(100, 0.5, "a"), point(200, 0.5, "b")));
        List<String> texts = texts(layout(plot(crowd, sequential())));
        assertEquals(1, texts.stream().filter("sequential"::equals).count());
        assertEquals(1, texts.stream().filter(text -> text.startsWith("a name as")).count());
    }

    @Test
    void aPlotWithoutMarksSaysWhy() {
        PlotLayout layout = layout(plot(Series.line("parallel", ColourRole.RUN_A, List.of())));
        assertTrue(texts(layout).contains("nothing"));
        assertTrue(layout.marks().isEmpty());
        assertEquals(Optional.empty(), layout.next(null, PlotLayout.Direction.RIGHT));
        assertTrue(layout.words().contains("nothing"));
    }

    @Test
    void aLogAxisRefusesWhatIsNotPositiveByName() {
        Series zero = Series.line("free", ColourRole.RUN_A, List.of(Point.of(0, 0.5)));
        IllegalArgumentException refusal =
                assertThrows(IllegalArgumentException.class, () -> plot(zero));
        assertEquals(
                "the log axis 'tokens' shows positive values only, 'free' has 0.0",
                refusal.getMessage());
        assertThrows(IllegalArgumentException.class, () -> TOKENS.fromZero());
        assertThrows(
                IllegalArgumentException.class,
                () ->
                        Plot.of(
                                "",
                                F1,
                                Axis.log("y", TickFormat.COUNT),
                                List.of(
                                        Series.bars(
                                                "h",
                                                ColourRole.RUN_A,
                                                List.of(new Bar(0, 1, 2, "", List.of())))),
                                "",
                                ""));
        assertThrows(IllegalArgumentException.class, () -> Point.of(Double.NaN, 1));
        assertThrows(IllegalArgumentException.class, () -> new Interval(2, 1));
    }

    @Test
    void theNearestMarkIsFoundAndHandsItsKeyOn() {
        PlotLayout layout = layout(plot(parallel(), sequential()));
        for (Mark mark : layout.marks()) {
            assertEquals(mark, layout.markAt(mark.x(), mark.y(), 0).orElseThrow());
        }
        assertEquals(List.of("c"), layout.marks().get(2).key());
        assertEquals(Optional.empty(), layout.markAt(0, 0, 10));
        assertEquals(
                List.of("parallel", "tokens: 5,912", "F1: 0.80 [0.77, 0.83]", "n = 40"),
                layout.marks().get(2).lines());
    }

    @Test
    void arrowKeysReachEveryMarkAndStopAtTheEnds() {
        PlotLayout layout = layout(plot(parallel(), sequential()));
        Mark first = layout.next(null, PlotLayout.Direction.RIGHT).orElseThrow();
        assertEquals(layout.marks().getFirst(), first);
        assertEquals(first, layout.next(first, PlotLayout.Direction.LEFT).orElseThrow());
        Mark second = layout.next(first, PlotLayout.Direction.RIGHT).orElseThrow();
        assertEquals(layout.marks().get(1), second);
        Mark below = layout.next(second, PlotLayout.Direction.DOWN).orElseThrow();
        assertEquals(List.of("e"), below.key());
        assertEquals(below, layout.next(below, PlotLayout.Direction.DOWN).orElseThrow());
        assertEquals(second, layout.next(below, PlotLayout.Direction.UP).orElseThrow());
    }

    @Test
    void wordsTellTheNumbers() {
        String words = plot(parallel()).words();
        assertTrue(
                words.startsWith("F1 against tokens. x: tokens (log). y: F1. parallel: "), words);
        assertTrue(words.contains("tokens: 780, F1: 0.63 [0.60, 0.66], n = 40"), words);
    }

    @Test
    void pointsOfALineAreInOrderOfX() {
        Series.Points line =
                (Series.Points)
                        Series.line("", ColourRole.RUN_A, List.of(Point.of(2, 0), Point.of(1, 0)));
        assertEquals(1, line.points().getFirst().x());
    }
}
