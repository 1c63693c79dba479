package org.prmscope.reproduce;

import org.prmscope.core.CodeMode;
import org.prmscope.diagnostics.Difference;
import org.prmscope.diagnostics.Estimate;
import org.prmscope.diagnostics.Evaluation;
import org.prmscope.diagnostics.Metric;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// The results as Markdown.
final class ResultsText {
    private final FilteringResults results;
    private final List<String> lines = new ArrayList<>();

    private ResultsText(FilteringResults results) {
        this.results = results;
    }

    static String of(FilteringResults results) {
        ResultsText text = new ResultsText(results);
        text.head();
        text.arms();
        text.differences();
        text.code();
        text.votes();
        text.costs();
        return String.join("\n", text.lines) + "\n";
    }

    /// What a verifier does with code, for a person.
    static String title(CodeMode mode) {
        return switch (mode) {
            case ANALYZE_ONLY -> "no code";
            case WITHOUT_EXECUTION -> "code, not run";
            case WITH_EXECUTION -> "code, run";
        };
    }

    private void head() {
        Scale scale = results.scale();
        int n = results.builtin().singles().getFirst().rows().size();
        lines.add(
                "Scale `%s`, %s, n = %d held-out solutions, PRMScope %s. Square brackets: 95 %% bootstrap intervals over solutions."
                        .formatted(
                                scale.name(),
                                counted(results.seeds().size(), "seed"),
                                n,
                                results.version()));
        if (n < Estimate.FEW) {
            lines.add("");
            lines.add("Too few solutions to say anything.");
        }
        lines.add("");
        lines.add("```");
        lines.addAll(results.commands());
        lines.add("```");
    }

    private static String counted(int count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }

    private void arms() {
        section("F1 after fine-tuning on the same number of chains");
        row(
                "trained on",
                "seed",
                "passed the filter",
                "trained on",
                "of them right on every step",
                "F1",
                "invalid");
        rule(7);
        for (Arm arm : Arm.values()) {
            for (SeedOutcome seed : results.seeds()) {
                Evaluation evaluation =
                        Evaluation.of(seed.of(arm).judged(), FilteringResults.BOOTSTRAP_SEED);
                SeedOutcome.Kept kept = seed.kept().get(arm);
                row(
                        arm.title(),
                        Integer.toString(seed.seed()),
                        kept == null ? "" : kept.passed() + " of " + seed.sampled(),
                        kept == null ? "" : Integer.toString(kept.kept()),
                        kept == null ? "" : Integer.toString(kept.agreeing()),
                        text(evaluation.f1()),
                        text(evaluation.invalid()));
            }
            if (results.seeds().size() > 1) {
                SeedMeans.Mean mean = results.mean(arm);
                row(
                        "**" + arm.title() + "**",
                        "mean",
                        "",
                        "",
                        "",
                        "**" + text(mean.estimate()) + "**",
                        "");
            }
        }
    }

    private void differences() {
        section("Paired differences of F1");
        List<String> head = new ArrayList<>(List.of("difference"));
        results.seeds().forEach(seed -> head.add("seed " + seed.seed()));
        head.add("mean of the seeds");
        row(head.toArray(String[]::new));
        rule(head.size());
        for (FilteringResults.Pair pair : FilteringResults.PAIRS) {
            List<String> cells = new ArrayList<>();
            cells.add(pair.a().title() + " − " + pair.b().title());
            for (SeedOutcome seed : results.seeds()) {
                cells.add(
                        text(
                                seed.of(pair.a())
                                        .against(seed.of(pair.b()))
                                        .difference(Metric.F1, FilteringResults.BOOTSTRAP_SEED)));
            }
            SeedMeans.Mean mean = results.difference(pair);
            Estimate estimate = mean.estimate();
            cells.add(
                    text(new Difference(estimate.value(), estimate.n(), estimate.interval()))
                            + spread(mean));
            row(cells.toArray(String[]::new));
        }
        lines.add("");
        lines.add(
                "A mean's interval resamples solutions with all seeds' judgements; it does not say"
                        + " how far other seeds would move the mean. The range of the seeds stands"
                        + " behind it.");
    }

    private static String spread(SeedMeans.Mean mean) {
        return mean.seeds() < 2
                ? ""
                : String.format(Locale.ROOT, ", seeds %+.3f to %+.3f", mean.low(), mean.high());
    }

    private void code() {
        section("The built-in verifier with and without code execution (one chain)");
        row("GenPRM protocol", "F1", "invalid", "against code that is run");
        rule(4);
        Predictions executed = results.builtin().byCode().get(CodeMode.WITH_EXECUTION);
        results.builtin()
                .byCode()
                .forEach((mode, predictions) -> {
                    Evaluation evaluation =
                            Evaluation.of(predictions.judged(), FilteringResults.BOOTSTRAP_SEED);
                    row(
                            title(mode),
                            text(evaluation.f1()),
                            text(evaluation.invalid()),
                            executed == null || mode == CodeMode.WITH_EXECUTION
                                    ? ""
                                    : text(
                                            predictions
                                                    .against(executed)
                                                    .difference(
                                                            Metric.F1,
                                                            FilteringResults.BOOTSTRAP_SEED)));
                });
    }

    private void votes() {
        section("The built-in verifier, one chain against votes of the same chains");
        row("chains", "F1", "invalid", "against the first chain", "tokens a solution");
        rule(5);
        Map<Integer, Predictions> votes = results.builtin().votes();
        Predictions first = votes.get(1);
        votes.forEach((count, predictions) -> {
            Evaluation evaluation =
                    Evaluation.of(predictions.judged(), FilteringResults.BOOTSTRAP_SEED);
            row(
                    count == 1 ? "Pass@1, the first chain" : "Maj@" + count,
                    text(evaluation.f1()),
                    text(evaluation.invalid()),
                    first == null || count == 1
                            ? ""
                            : text(
                                    predictions
                                            .against(first)
                                            .difference(
                                                    Metric.F1, FilteringResults.BOOTSTRAP_SEED)),
                    Long.toString(
                            Math.round(
                                    (double) predictions.generated()
                                            / Math.max(1, predictions.rows().size()))));
        });
        SeedMeans.Mean mean =
                SeedMeans.f1(results.builtin().singles(), FilteringResults.BOOTSTRAP_SEED);
        row(
                "Pass@1, mean of the %d chains".formatted(mean.seeds()),
                text(mean.estimate()),
                "",
                "",
                "");
    }

    private void costs() {
        section("Cost");
        row("stage", "CPU minutes", "minutes", "tokens trained on");
        rule(4);
        results.costs()
                .forEach((kind, cost) ->
                        row(
                                kind + (cost.killed() > 0 ? " (at least)" : ""),
                                String.format(Locale.ROOT, "%.1f", cost.cpuMinutes()),
                                String.format(Locale.ROOT, "%.1f", cost.wallMinutes()),
                                cost.trainedTokens() == 0 ? "" : grouped(cost.trainedTokens())));
        row(
                "all",
                String.format(
                        Locale.ROOT,
                        "%.1f",
                        results.costs().values().stream().mapToDouble(Cost::cpuMinutes).sum()),
                String.format(
                        Locale.ROOT,
                        "%.1f",
                        results.costs().values().stream().mapToDouble(Cost::wallMinutes).sum()),
                grouped(results.costs().values().stream().mapToLong(Cost::trainedTokens).sum()));
        lines.add("");
        lines.add(
                "%s tokens were sampled in all. CPU minutes are this process's, without those of the code checks' processes."
                        .formatted(grouped(results.generated())));
    }

    private static String grouped(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private void section(String title) {
        lines.add("");
        lines.add("### " + title);
        lines.add("");
    }

    private void row(String... cells) {
        lines.add("| " + String.join(" | ", cells) + " |");
    }

    private void rule(int columns) {
        lines.add(
                IntStream.range(0, columns)
                        .mapToObj(_ -> "---")
                        .collect(Collectors.joining("|", "|", "|")));
    }

    private static String text(Estimate estimate) {
        Double value = estimate.value();
        Estimate.Interval interval = estimate.interval();
        return value == null || interval == null
                ? "not defined"
                : String.format(
                        Locale.ROOT, "%.3f [%.3f, %.3f]", value, interval.low(), interval.high());
    }

    private static String text(Difference difference) {
        Double value = difference.value();
        Estimate.Interval interval = difference.interval();
        return value == null || interval == null
                ? "not defined"
                : String.format(
                        Locale.ROOT,
                        "%+.3f [%+.3f, %+.3f]",
                        value,
                        interval.low(),
                        interval.high());
    }
}
