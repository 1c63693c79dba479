package org.prmscope.diagnostics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.prmscope.core.FirstError;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Pattern;

class EvaluationTest {
    private static final FirstError NONE = new FirstError.None();
    private static final FirstError UNKNOWN = new FirstError.Unknown();

    private static FirstError at(int step) {
        return new FirstError.At(step);
    }

    private static List<Judged> times(int count, FirstError gold, FirstError predicted) {
        return Collections.nCopies(count, new Judged(gold, predicted));
    }

    @SafeVarargs
    private static List<Judged> all(List<Judged>... parts) {
        List<Judged> all = new ArrayList<>();
        for (List<Judged> part : parts) {
            all.addAll(part);
        }
        return all;
    }

    private static void assertValue(@Nullable Double expected, int n, Estimate estimate) {
        assertEquals(n, estimate.n());
        if (expected == null) {
            assertNull(estimate.value());
            assertNull(estimate.interval());
        } else {
            double value = Objects.requireNonNull(estimate.value());
            assertEquals(expected, value, 1e-12);
            Estimate.Interval interval = Objects.requireNonNull(estimate.interval());
            assertTrue(interval.low() <= value && value <= interval.high(), interval.toString());
        }
    }

    @Test
    void metricsAreThoseComputedByHand() {
        // 5 with an error: 2 right, 1 wrong step, 1 missed, 1 invalid. 4 without: 3 right.
        Evaluation evaluation =
                Evaluation.of(
                        all(
                                times(2, at(1), at(1)),
                                times(1, at(1), at(2)),
                                times(1, at(0), NONE),
                                times(1, at(0), UNKNOWN),
                                times(3, NONE, NONE),
                                times(1, NONE, at(0))),
                        0);
        assertValue(2 / 5.0, 5, evaluation.errorAccuracy());
        assertValue(3 / 4.0, 4, evaluation.correctAccuracy());
        // 2 * 0.4 * 0.75 / 1.15
        assertValue(0.6 / 1.15, 9, evaluation.f1());
        assertValue(1 / 9.0, 9, evaluation.invalid());
    }

    @Test
    void invalidStaysInTheDenominatorAndIsNeverRight() {
        Evaluation evaluation = Evaluation.of(times(10, NONE, UNKNOWN), 0);
        assertValue(0.0, 10, evaluation.correctAccuracy());
        assertValue(1.0, 10, evaluation.invalid());
    }

    @Test
    void unknownGoldIsNotMatchedByInvalid() {
        Evaluation evaluation = Evaluation.of(times(3, UNKNOWN, UNKNOWN), 0);
        assertValue(null, 0, evaluation.errorAccuracy());
        assertValue(null, 0, evaluation.correctAccuracy());
        assertValue(null, 0, evaluation.f1());
        assertValue(1.0, 3, evaluation.invalid());
    }

    @Test
    void f1IsZeroWhenBothAreZeroAndUndefinedWhenOneIsUndefined() {
        assertValue(
                0.0, 2, Evaluation.of(all(times(1, at(0), NONE), times(1, NONE, at(0))), 0).f1());
        assertValue(null, 5, Evaluation.of(times(5, at(0), at(0)), 0).f1());
        assertValue(null, 0, Evaluation.of(List.of(), 0).invalid());
    }

    @Test
    void intervalIsThatOfTheBinomialAndRepeatsWithItsSeed() {
        List<Judged> judged = all(times(200, NONE, NONE), times(200, NONE, at(0)));
        Estimate estimate = Evaluation.of(judged, 7).correctAccuracy();
        Estimate.Interval interval = Objects.requireNonNull(estimate.interval());
        // 0.5 -+ 1.96 * sqrt(0.25 / 400)
        assertEquals(0.451, interval.low(), 0.008);
        assertEquals(0.549, interval.high(), 0.008);
        assertEquals(estimate, Evaluation.of(judged, 7).correctAccuracy());
        List<Judged> fewer = judged.subList(3, 390);
        assertNotEquals(Evaluation.of(fewer, 7).f1(), Evaluation.of(judged, 7).f1());
        assertEquals(
                new Estimate.Interval(1, 1),
                Evaluation.of(times(20, NONE, NONE), 1).correctAccuracy().interval());
    }

    @Test
    void quantilesInterpolate() {
        double[] values = {1, 2, 3, 4, 5};
        assertEquals(1, Bootstrap.quantile(values, 0));
        assertEquals(5, Bootstrap.quantile(values, 1));
        // numpy.quantile([1, 2, 3, 4, 5], 0.3) = 2.2
        assertEquals(2.2, Bootstrap.quantile(values, 0.3), 1e-12);
        assertEquals(7, Bootstrap.quantile(new double[] {7}, 0.975));
    }

    @Test
    void realLabelsGiveTheKnownFiguresOfTrivialVerifiers() throws Exception {
        Path file = Path.of("../shared/data/processbench/gsm8k.json");
        assumeTrue(Files.exists(file), "the shared ProcessBench files are not here");
        List<FirstError> gold =
                Pattern.compile("\"label\": (-?\\d+)")
                        .matcher(Files.readString(file))
                        .results()
                        .map(m -> FirstError.ofProcessBench(Integer.parseInt(m.group(1))))
                        .toList();
        assertEquals(400, gold.size());
        Evaluation perfect = evaluate(gold, label -> label);
        assertValue(1.0, 207, perfect.errorAccuracy());
        assertValue(1.0, 193, perfect.correctAccuracy());
        assertValue(1.0, 400, perfect.f1());
        Evaluation blind = evaluate(gold, _ -> NONE);
        assertValue(0.0, 207, blind.errorAccuracy());
        assertValue(1.0, 193, blind.correctAccuracy());
        assertValue(0.0, 400, blind.f1());
    }

    private static Evaluation evaluate(
            List<FirstError> gold, Function<FirstError, FirstError> verifier) {
        return Evaluation.of(
                gold.stream().map(label -> new Judged(label, verifier.apply(label))).toList(), 3);
    }

    @Test
    void confusionCountsEverySolutionWithGoldOnce() {
        List<FirstError> answers = List.of(NONE, UNKNOWN, at(0), at(1), at(2));
        List<Judged> judged = new ArrayList<>();
        for (FirstError predicted : answers) {
            for (FirstError gold : List.of(NONE, UNKNOWN, at(1))) {
                judged.add(new Judged(gold, predicted));
            }
        }
        assertEquals(new Confusion(1, 1, 1, 1, 1, 3, 1, 1), Confusion.of(judged));
    }

    @Test
    void agreementNeverCountsInvalidOrMissingAsAgreeing() {
        assertEquals(Agreement.AGREE, Agreement.of(NONE, NONE));
        assertEquals(Agreement.AGREE, Agreement.of(at(2), at(2)));
        assertEquals(Agreement.DISAGREE, Agreement.of(at(2), at(1)));
        assertEquals(Agreement.DISAGREE, Agreement.of(NONE, at(0)));
        assertEquals(Agreement.DISAGREE, Agreement.of(at(0), NONE));
        assertEquals(Agreement.INVALID, Agreement.of(at(0), UNKNOWN));
        assertEquals(Agreement.INVALID, Agreement.of(UNKNOWN, UNKNOWN));
        assertEquals(Agreement.NOT_RUN, Agreement.of(at(0), null));
        assertEquals(Agreement.NO_GOLD, Agreement.of(UNKNOWN, NONE));
    }
}
