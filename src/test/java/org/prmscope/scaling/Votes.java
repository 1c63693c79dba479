package org.prmscope.scaling;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.Confidence;
import org.prmscope.core.ConfidenceDefinition;
import org.prmscope.core.InvalidReason;
import org.prmscope.core.Round;
import org.prmscope.core.StepVerdict;
import org.prmscope.core.TokenSpan;
import org.prmscope.core.Verdict;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// Chains written as text: of each step `+` correct, `-` incorrect, `?` invalid, `.` not reached,
/// with its confidence behind it if it has one, such as `+0.9 -0.2 ?`.
final class Votes {
    private Votes() {}

    static List<StepVerdict> chain(String text) {
        List<StepVerdict> verdicts = new ArrayList<>();
        for (String part : text.isEmpty() ? new String[0] : text.split(" ")) {
            verdicts.add(
                    step(
                            verdicts.size(),
                            part.charAt(0),
                            part.length() == 1 ? null : Double.valueOf(part.substring(1))));
        }
        return verdicts;
    }

    static List<List<StepVerdict>> chains(String... texts) {
        return List.of(texts).stream().map(Votes::chain).toList();
    }

    static StepVerdict step(int step, char kind, @Nullable Double confidence) {
        Verdict verdict =
                switch (kind) {
                    case '+' -> new Verdict.Correct();
                    case '-' -> new Verdict.Incorrect();
                    case '?' -> new Verdict.Invalid(InvalidReason.NO_BOX, "no box");
                    case '.' -> new Verdict.NotReached();
                    default -> throw new IllegalArgumentException("no verdict: " + kind);
                };
        return new StepVerdict(
                step,
                verdict,
                confidence == null
                        ? null
                        : new Confidence(
                                confidence, ConfidenceDefinition.YES_NO_TOKEN_RATIO, List.of()),
                null,
                1);
    }

    /// What a verdict is written as.
    static char kind(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Correct() -> '+';
            case Verdict.Incorrect() -> '-';
            case Verdict.Invalid _ -> '?';
            case Verdict.NotReached() -> '.';
        };
    }

    static String kinds(AggregatedSolution solution) {
        StringBuilder text = new StringBuilder();
        solution.steps().forEach(step -> text.append(kind(step.verdict())));
        return text.toString();
    }

    static StoredChain stored(int generated, String... rounds) {
        if (rounds.length == 1) {
            return new StoredChain(chain(rounds[0]), List.of(), generated);
        }
        List<Round> said = new ArrayList<>();
        for (String round : rounds) {
            said.add(
                    new Round(
                            said.size(),
                            said.isEmpty() ? null : "Let me double check",
                            new TokenSpan(0, 0),
                            chain(round),
                            null,
                            generated));
        }
        return new StoredChain(Round.standing(said), said, generated * rounds.length);
    }

    /// A chain as a verifier could give it: half of them stop at the first error, some votes go
    /// against their own confidence, some have none.
    static List<StepVerdict> random(SplittableRandom random, int steps) {
        List<StepVerdict> verdicts = new ArrayList<>();
        boolean stops = random.nextBoolean();
        boolean stopped = false;
        for (int step = 0; step < steps; step++) {
            int roll = random.nextInt(20);
            char kind = stopped ? '.' : roll < 11 ? '+' : roll < 17 ? '-' : roll < 19 ? '?' : '.';
            stopped |= stops && kind == '-';
            boolean scored = (kind == '+' || kind == '-') && random.nextInt(8) > 0;
            // Halves, thirds and quarters, so that ties come up.
            double confidence = random.nextInt(13) / 12.0;
            verdicts.add(step(step, kind, scored ? confidence : null));
        }
        return verdicts;
    }
}
