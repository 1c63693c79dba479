package org.prmscope.diagnostics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.prmscope.core.FirstError;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;

class PairedCountsTest {
    private static final FirstError NONE = new FirstError.None();
    private static final FirstError UNKNOWN = new FirstError.Unknown();
    private static final List<FirstError> ANSWERS =
            List.of(NONE, UNKNOWN, new FirstError.At(0), new FirstError.At(1));

    private static List<PairedCounts.Pair> random(int n, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<PairedCounts.Pair> pairs = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            pairs.add(
                    new PairedCounts.Pair(
                            ANSWERS.get(random.nextInt(4)),
                            ANSWERS.get(random.nextInt(4)),
                            ANSWERS.get(random.nextInt(4))));
        }
        return pairs;
    }

    @Test
    void cellsAreThoseCountedByHandAndInvalidIsNeverRight() {
        List<PairedCounts.Pair> pairs =
                List.of(
                        new PairedCounts.Pair(NONE, NONE, NONE),
                        new PairedCounts.Pair(NONE, NONE, UNKNOWN),
                        new PairedCounts.Pair(NONE, UNKNOWN, UNKNOWN),
                        new PairedCounts.Pair(UNKNOWN, UNKNOWN, UNKNOWN),
                        new PairedCounts.Pair(
                                new FirstError.At(1), new FirstError.At(0), new FirstError.At(1)));
        PairedCounts counts = PairedCounts.of(pairs);
        assertEquals(new PairedCounts.Split(0, 1, 0, 0), counts.errors());
        assertEquals(new PairedCounts.Split(1, 0, 1, 1), counts.corrects());
        assertEquals(4, counts.total());
        assertEquals(McNemar.of(1, 1), counts.mcNemar());
    }

    @Test
    void differenceIsThatOfTheTwoEvaluations() {
        for (long seed = 0; seed < 20; seed++) {
            List<PairedCounts.Pair> pairs = random(80, seed);
            Evaluation a =
                    Evaluation.of(pairs.stream().map(p -> new Judged(p.gold(), p.a())).toList(), 0);
            Evaluation b =
                    Evaluation.of(pairs.stream().map(p -> new Judged(p.gold(), p.b())).toList(), 0);
            Difference f1 = PairedCounts.of(pairs).difference(Metric.F1, 0);
            assertEquals(
                    Objects.requireNonNull(a.f1().value()) - Objects.requireNonNull(b.f1().value()),
                    Objects.requireNonNull(f1.value()),
                    1e-12);
            assertEquals(a.f1().n(), f1.n());
        }
    }

    @Test
    void swappingTheRunsTurnsTheSign() {
        List<PairedCounts.Pair> pairs = random(200, 9);
        List<PairedCounts.Pair> swapped =
                pairs.stream().map(p -> new PairedCounts.Pair(p.gold(), p.b(), p.a())).toList();
        Difference there = PairedCounts.of(pairs).difference(Metric.ACCURACY, 1);
        Difference back = PairedCounts.of(swapped).difference(Metric.ACCURACY, 1);
        assertEquals(-Objects.requireNonNull(there.value()), back.value());
        assertEquals(
                -Objects.requireNonNull(there.interval()).low(),
                Objects.requireNonNull(back.interval()).high(),
                0.02);
    }

    @Test
    void sameRunsDifferByNothing() {
        List<PairedCounts.Pair> same =
                random(100, 2).stream()
                        .map(p -> new PairedCounts.Pair(p.gold(), p.a(), p.a()))
                        .toList();
        Difference found = PairedCounts.of(same).difference(Metric.F1, 0);
        assertEquals(0, found.value());
        assertEquals(new Estimate.Interval(0, 0), found.interval());
        assertFalse(found.isClear());
    }

    @Test
    void littleIsSaidToBeTooFewAndNothingIsNotDefined() {
        List<PairedCounts.Pair> nine =
                Collections.nCopies(9, new PairedCounts.Pair(NONE, NONE, new FirstError.At(0)));
        Difference few = PairedCounts.of(nine).difference(Metric.ACCURACY, 0);
        assertTrue(few.isTooFew());
        assertNotNull(few.value());
        assertFalse(few.isClear());
        assertNull(PairedCounts.of(nine).difference(Metric.F1, 0).value());
        Difference none = PairedCounts.of(List.of()).difference(Metric.ACCURACY, 0);
        assertNull(none.value());
        assertNull(none.interval());
        assertEquals(0, none.n());
    }
}
