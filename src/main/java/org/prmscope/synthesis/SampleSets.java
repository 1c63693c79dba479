package org.prmscope.synthesis;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

import org.prmscope.core.Solution;
import org.prmscope.core.WorkbenchException;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
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
    private static final List<String> SHIPPED =
            List.of(
                    "/samples/held-out-1.json",
                    "/samples/held-out.json",
                    "/samples/sample-set.json");

    private SampleSets() {}

    /// 200 solutions that no training has seen, to measure a verifier on.
    public static List<SyntheticSolution> heldOut() {
        return distinct("held-out-2", 1, HELD_OUT);
    }

    /// 24 solutions to look at: every kind of error and every sort of notation occur. The file that
    /// ships, `samples/sample-set.json`, is the first generator's: its problems are short to read.
    public static List<SyntheticSolution> shown() {
        List<SyntheticSolution> candidates = distinct("sample", 500_000, 2_000);
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

    /// The texts of the problems of all sets: those of [#heldOut] and [#shown], and of the files
    /// that ship, some of which an earlier generator made.
    ///
    /// @throws WorkbenchException if a file that ships cannot be read
    public static Set<String> problems() throws WorkbenchException {
        Set<String> texts = new HashSet<>();
        heldOut().forEach(s -> texts.add(s.problem().text()));
        shown().forEach(s -> texts.add(s.problem().text()));
        for (String file : SHIPPED) {
            try (InputStream in = SampleSets.class.getResourceAsStream(file)) {
                if (in == null) {
                    throw new FileNotFoundException("nothing");
                }
                for (JsonNode row : new JsonMapper().readTree(in)) {
                    texts.add(row.path("problem").asText());
                }
            } catch (IOException e) {
                throw new WorkbenchException(
                        new WorkbenchException.Report(
                                "A set that ships with the program cannot be read",
                                file,
                                "a ProcessBench file",
                                String.valueOf(e.getMessage()),
                                "Install the program again."),
                        e);
            }
        }
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
