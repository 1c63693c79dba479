package org.prmscope.compare;

import org.prmscope.core.FirstError;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.IntStream;

/// What makes runs less than comparable, in words.
final class ComparisonNotes {
    /// Runs that take more than this times another's tokens are not at matched budgets.
    private static final double MATCHED = 1.25;

    private ComparisonNotes() {}

    static List<String> of(Alignment alignment) {
        List<String> notes = new ArrayList<>();
        List<ComparedRun> runs = alignment.runs();
        addDifference(
                notes,
                runs,
                run -> run.configuration().protocol().title(),
                "The runs use different protocols (%s): their confidences are defined differently,"
                        + " so compare verdicts rather than scores.");
        addDifference(notes, runs, ComparedRun::model, "The runs are of different verifiers (%s).");
        addDifference(
                notes,
                runs,
                run -> run.configuration().stopAtFirstError() ? "stops" : "goes on",
                "Only some runs stop at the first error (%s): steps after it are not reached in"
                        + " those.");
        for (int run = 0; run < runs.size(); run++) {
            if (!runs.get(run).isComplete()) {
                notes.add(
                        "Run %s is not complete: what it has of %d solutions is compared."
                                .formatted(Alignment.letter(run), runs.get(run).chains().size()));
            }
            addUneven(notes, alignment, run);
        }
        if (alignment.solutions().isEmpty()) {
            notes.add("No solution can be compared.");
            return notes;
        }
        if (alignment.solutions().stream()
                .allMatch(one -> one.goldFirstError() instanceof FirstError.Unknown)) {
            notes.add("No solution has gold labels, so nothing is right or wrong here.");
        }
        addBudgets(notes, alignment);
        return notes;
    }

    private static void addDifference(
            List<String> notes,
            List<ComparedRun> runs,
            Function<ComparedRun, String> property,
            String sentence) {
        if (runs.stream().map(property).distinct().count() > 1) {
            List<String> each =
                    IntStream.range(0, runs.size())
                            .mapToObj(run ->
                                    Alignment.letter(run) + " " + property.apply(runs.get(run)))
                            .toList();
            notes.add(sentence.formatted(String.join(", ", each)));
        }
    }

    private static void addUneven(List<String> notes, Alignment alignment, int run) {
        int asked = alignment.runs().get(run).scaling().chains();
        long fewer =
                alignment.chains().get(run).stream()
                        .filter(chains -> chains.size() < asked)
                        .count();
        if (fewer > 0) {
            notes.add(
                    ("Run %s has fewer than its %d chains on %d of %d solutions, as chains failed"
                                    + " or are still to come.")
                            .formatted(
                                    Alignment.letter(run),
                                    asked,
                                    fewer,
                                    alignment.solutions().size()));
        }
    }

    private static void addBudgets(List<String> notes, Alignment alignment) {
        List<Double> tokens = new ArrayList<>();
        for (List<List<ComparedChain>> solutions : alignment.chains()) {
            tokens.add(
                    solutions.stream()
                                    .flatMap(List::stream)
                                    .mapToLong(chain -> chain.usage().generated())
                                    .sum()
                            / (double) solutions.size());
        }
        double least = tokens.stream().mapToDouble(one -> one).min().orElse(0);
        double most = tokens.stream().mapToDouble(one -> one).max().orElse(0);
        if (most > MATCHED * least) {
            notes.add(
                    String.format(
                            Locale.ROOT,
                            "The budgets are not matched: run %s took %,.0f tokens a solution,"
                                    + " run %s %,.0f.",
                            Alignment.letter(tokens.indexOf(most)),
                            most,
                            Alignment.letter(tokens.indexOf(least)),
                            least));
        }
    }
}
