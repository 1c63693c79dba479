package org.prmscope.run;

import org.prmscope.compare.Comparison;
import org.prmscope.compare.PairedOutcomes;
import org.prmscope.compare.ReplayedRun;
import org.prmscope.compare.RunFigures;
import org.prmscope.scaling.StoppingRule;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What a comparison shows, in plain sentences.
public final class ComparisonWords {
    private static final double CHANCE = 0.05;

    private ComparisonWords() {}

    /// The stopping rules that can save something, on each run.
    public static List<ReplayedRun> replays(Comparison comparison) {
        List<ReplayedRun> replays = new ArrayList<>();
        for (int run = 0; run < comparison.runs().size(); run++) {
            for (StoppingRule rule :
                    List.of(
                            new StoppingRule.DecidedVote(),
                            new StoppingRule.Agreement(2),
                            new StoppingRule.Agreement(3),
                            new StoppingRule.UnchangedRound())) {
                if (rule.pointless(comparison.runs().get(run).scaling()) == null) {
                    replays.add(comparison.set().replay(run, rule));
                }
            }
        }
        return replays;
    }

    /// One sentence for each run that is not pinned, against the pinned one; one for a single run.
    public static List<String> conclusions(Comparison comparison) {
        if (comparison.set().size() == 0) {
            return List.of("Nothing can be compared: no solution was judged by every run.");
        }
        List<PairedOutcomes> pairs = comparison.set().pairs();
        if (pairs.isEmpty()) {
            RunFigures only = comparison.set().figures().getFirst();
            return List.of(
                    "One run alone shows no difference; %s has %d of %d solutions right."
                            .formatted(
                                    title(comparison, 0),
                                    only.right().size(),
                                    only.accuracy().n()));
        }
        return pairs.stream().map(pair -> conclusion(comparison, pair)).toList();
    }

    private static String conclusion(Comparison comparison, PairedOutcomes pair) {
        int n = pair.n();
        String a = title(comparison, pair.a());
        String b = title(comparison, pair.b());
        if (n == 0) {
            return "No solution has gold labels, so nobody can say whether %s or %s is right more often."
                    .formatted(a, b);
        }
        int rightA = pair.both().size() + pair.onlyA().size();
        int rightB = pair.both().size() + pair.onlyB().size();
        String counts =
                "Of %d solutions %s has %d right and %s %d, at %s and %s tokens a solution"
                        .formatted(
                                n,
                                a,
                                rightA,
                                b,
                                rightB,
                                tokens(comparison, pair.a()),
                                tokens(comparison, pair.b()));
        return counts + ": " + meaning(pair, rightA - rightB, n);
    }

    private static String meaning(PairedOutcomes pair, int ahead, int n) {
        int apart = pair.test().n();
        if (apart == 0) {
            return "they are right on exactly the same ones, so this set does not tell them apart.";
        }
        String p = p(pair.test().p());
        if (pair.test().isTooFew()) {
            return ("they differ on only %d, which is too few to say which is better (McNemar"
                            + " p = %s).")
                    .formatted(apart, p);
        }
        String winner = Comparison.letter(ahead > 0 ? pair.a() : pair.b());
        if (pair.test().p() >= CHANCE) {
            return ahead == 0
                    ? "neither is ahead (they differ on %d, McNemar p = %s).".formatted(apart, p)
                    : ("%s is ahead by %d, which chance alone often gives (McNemar p = %s); n = %d"
                                    + " is too small to tell.")
                            .formatted(winner, Math.abs(ahead), p, n);
        }
        return "%s is ahead by %d, more than chance explains (McNemar p = %s)."
                .formatted(winner, Math.abs(ahead), p);
    }

    private static String title(Comparison comparison, int run) {
        return "%s (%s)"
                .formatted(Comparison.letter(run), comparison.runs().get(run).scaling().title());
    }

    private static String tokens(Comparison comparison, int run) {
        return String.format(
                Locale.ROOT, "%,.0f", comparison.set().figures().get(run).spending().perSolution());
    }

    /// A probability with two digits that count.
    public static String p(double p) {
        return p < 0.001 ? "below 0.001" : String.format(Locale.ROOT, p < 0.1 ? "%.3f" : "%.2f", p);
    }
}
