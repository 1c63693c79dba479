package org.prmscope.synthesis;

import org.prmscope.core.Solution;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The generated sets that ship with the program; training leaves their problems out.
public final class SampleSets {
    /// Training seeds are at least this; the sets here use lower ones.
    public static final long FIRST_TRAINING_SEED = 1_000_000;

    private static final int HELD_OUT = 200;
    private static final int SHOWN = 24;

    private SampleSets() {}

    /// 200 solutions that no training has seen, to measure a verifier on.
    public static List<SyntheticSolution> heldOut() {
        return distinct("held-out", 1, HELD_OUT);
    }

    /// 24 solutions to look at: every kind of error and every style of writing equations occur.
    public static List<SyntheticSolution> shown() {
        List<SyntheticSolution> candidates = distinct("sample", 500_000, 400);
        List<SyntheticSolution> chosen = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        // First one of each mixture of error and notation, so that a short list has all of them.
        for (SyntheticSolution candidate : candidates) {
            String steps = String.join("\n", candidate.steps());
            String notation =
                    steps.contains("\\frac")
                            ? "frac"
                            : steps.contains("\\(") ? "tex" : steps.contains("$") ? "dollar" : "";
            if (seen.add(candidate.error() + notation)) {
                chosen.add(candidate);
            }
            if (chosen.size() == SHOWN) {
                break;
            }
        }
        return chosen;
    }

    /// The texts of all problems of both sets.
    public static Set<String> problems() {
        Set<String> texts = new HashSet<>();
        heldOut().forEach(s -> texts.add(s.problem().text()));
        shown().forEach(s -> texts.add(s.problem().text()));
        return texts;
    }

    /// The set as the rest of the program reads it.
    public static List<Solution> solutions(List<SyntheticSolution> set) {
        return set.stream().map(SyntheticSolution::solution).toList();
    }

    private static List<SyntheticSolution> distinct(String prefix, long firstSeed, int count) {
        SolutionGenerator generator = new SolutionGenerator();
        List<SyntheticSolution> set = new ArrayList<>();
        Set<String> problems = new HashSet<>();
        for (long seed = firstSeed; set.size() < count; seed++) {
            SyntheticSolution solution = generator.generate(prefix, seed);
            if (problems.add(solution.problem().text())) {
                set.add(solution);
            }
        }
        return set;
    }
}
