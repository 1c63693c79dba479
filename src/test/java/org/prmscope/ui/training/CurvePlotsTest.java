package org.prmscope.ui.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.prmscope.plot.Plot;
import org.prmscope.plot.Series;
import org.prmscope.report.DataTable;
import org.prmscope.run.training.Curve;
import org.prmscope.run.training.CurvePoint;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

class CurvePlotsTest {
    private static final CurvePlots.Look LOOK = new CurvePlots.Look(Smoothing.TEN, true, false);

    private static Curve curve(double... losses) {
        List<CurvePoint> points = new ArrayList<>();
        for (int i = 0; i < losses.length; i++) {
            points.add(new CurvePoint(i + 1, losses[i], 1, 2e-4 * i, 100, 1_000));
        }
        return new Curve(points, List.of(), 0);
    }

    @Test
    void extremesKeepTheLowestAndHighestOfAnyCurve() {
        Random random = new Random(5);
        for (int length : new int[] {1, 2, 299, 300, 301, 1_000, 7_777}) {
            double[] x = IntStream.range(0, length).asDoubleStream().toArray();
            double[] y = random.doubles(length).toArray();
            List<double[]> kept = CurvePlots.extremes(x, y, CurvePlots.STRETCHES);
            double[] values = kept.stream().mapToDouble(point -> point[1]).toArray();
            assertEquals(Arrays.stream(y).max(), Arrays.stream(values).max());
            assertEquals(Arrays.stream(y).min(), Arrays.stream(values).min());
            assertTrue(kept.size() <= 2 * CurvePlots.STRETCHES);
            for (int i = 1; i < kept.size(); i++) {
                assertTrue(kept.get(i)[0] > kept.get(i - 1)[0], "in order of steps");
            }
        }
    }

    @Test
    void thinnedLineHasTheFirstAndTheLastStep() {
        double[] x = IntStream.range(0, 5_000).asDoubleStream().toArray();
        List<double[]> kept = CurvePlots.spread(x, x, CurvePlots.LINE_POINTS);
        assertEquals(CurvePlots.LINE_POINTS, kept.size());
        assertEquals(0, kept.getFirst()[0]);
        assertEquals(4_999, kept.getLast()[0]);
    }

    @Test
    void numbersHaveEveryStepHoweverLongTheTraining() {
        double[] losses = IntStream.range(0, 2_000).mapToDouble(i -> 3.0 / (i + 1)).toArray();
        losses[7] = Double.NaN;
        Curve curve =
                new Curve(
                        curve(losses).points(),
                        List.of(new Curve.Evaluation(0, 4), new Curve.Evaluation(5, 2)),
                        0);
        DataTable table = CurveTable.of(List.of(new CurvePlots.Laid("a", curve)));
        List<String> lines = table.csv().lines().toList();
        assertEquals(1 + 2_000 + 1, lines.size(), "a head, the steps, the evaluation before them");
        assertEquals("a,5,0.6,2.0,1.0,8.0E-4,100,1000.0", lines.get(5));
        assertTrue(lines.get(8).startsWith("a,8,,,"), lines.get(8));
        assertTrue(lines.getLast().startsWith("a,0,,4.0,"), lines.getLast());
    }

    @Test
    void lossThatIsNoNumberIsNotDrawnAndBreaksNothing() {
        Plot plot =
                CurvePlots.loss(List.of(new CurvePlots.Laid("a", curve(2, 1, Double.NaN))), LOOK);
        Series raw = plot.series().getFirst();
        assertEquals(2, raw.size());
        assertEquals(3, plot.series().getLast().size());
    }

    @Test
    void logAxisLeavesOutLossesThatItCannotShow() {
        CurvePlots.Look log = new CurvePlots.Look(Smoothing.TEN, true, true);
        Plot plot = CurvePlots.loss(List.of(new CurvePlots.Laid("a", curve(1, 0, 2))), log);
        assertEquals(2, plot.series().getFirst().size());
    }

    @Test
    void curvesThatAreLaidOverKeepTheirNames() {
        Plot plot =
                CurvePlots.loss(
                        List.of(
                                new CurvePlots.Laid("first", curve(2, 1)),
                                new CurvePlots.Laid("second", curve(3, 2))),
                        LOOK);
        assertEquals(
                List.of("each step", "first", "second"),
                plot.series().stream().map(Series::name).toList());
    }

    @Test
    void learningRateIsShownInAUnitThatCanBeRead() {
        Plot plot = CurvePlots.rate(List.of(new CurvePlots.Laid("a", curve(1, 1, 1))));
        assertEquals("rate, × 10⁻⁴", plot.y().label());
    }

    @Test
    void meanOfAConstantIsTheConstant() {
        double[] values = new double[500];
        Arrays.fill(values, 0.25);
        for (Smoothing smoothing : Smoothing.values()) {
            for (double mean : smoothing.mean(values)) {
                assertEquals(0.25, mean, 1e-12);
            }
        }
    }
}
