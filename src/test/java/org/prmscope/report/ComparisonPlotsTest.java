package org.prmscope.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.prmscope.compare.ComparedChain;
import org.prmscope.compare.ComparedRun;
import org.prmscope.compare.Comparison;
import org.prmscope.core.ChainEnd;
import org.prmscope.core.Round;
import org.prmscope.core.Scaling;
import org.prmscope.core.TokenSpan;
import org.prmscope.plot.Plot;
import org.prmscope.plot.Series;
import org.prmscope.scaling.Aggregation;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

class ComparisonPlotsTest {
    @Test
    void whereNoSolutionHasAnErrorTheEmptyF1SaysWhatItWantsNotThatGoldIsMissing() {
        ComparisonPlots plots = new ComparisonPlots(new Comparisons("text", 1).comparison());
        Plot f1 = plots.f1();
        assertTrue(f1.isEmpty());
        assertEquals(
                "F1 wants solutions with an error and solutions without one; these are all of one"
                        + " kind.",
                f1.empty());
        assertFalse(plots.accuracy().isEmpty());
    }

    @Test
    void curvesOfOneMixedRunShareItsColourAndDifferInTheirMarkers() {
        ComparisonPlots plots = new ComparisonPlots(mixed());
        List<Series.Points> curves =
                plots.accuracy().series().stream().map(Series.Points.class::cast).toList();
        assertEquals(
                List.of("A mixed R=1", "A mixed R=2"),
                curves.stream().map(Series.Points::name).toList());
        assertEquals(curves.getFirst().role(), curves.getLast().role());
        assertEquals(curves.getFirst().role().marker(), curves.getFirst().marker());
        assertNotEquals(curves.getFirst().marker(), curves.getLast().marker());
    }

    /// One run of two chains of two rounds.
    private static Comparison mixed() {
        Comparison two = new Comparisons("text", 2).comparison();
        ComparedRun run = two.runs().getLast();
        Map<String, List<ComparedChain>> chains = new HashMap<>();
        run.chains()
                .forEach((id, all) ->
                        chains.put(id, all.stream().map(ComparisonPlotsTest::twoRounds).toList()));
        return Comparison.of(
                two.solutions(),
                List.of(
                        new ComparedRun(
                                1,
                                1,
                                "model",
                                run.configuration()
                                        .withScaling(new Scaling(2, 2, Scaling.TRIGGERS, null)),
                                true,
                                chains)),
                Aggregation.DEFAULT,
                0);
    }

    private static ComparedChain twoRounds(ComparedChain chain) {
        List<Round> rounds =
                IntStream.range(0, 2)
                        .mapToObj(at ->
                                new Round(
                                        at,
                                        at == 0 ? null : Scaling.TRIGGERS.getFirst(),
                                        new TokenSpan(100 * at, 100 * at + 100),
                                        chain.verdicts(),
                                        null,
                                        100))
                        .toList();
        return new ComparedChain(
                chain.index(),
                chain.verdicts(),
                rounds,
                null,
                ChainEnd.COMPLETED,
                chain.usage(),
                chain.wallMs());
    }
}
