package org.prmscope.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.prmscope.core.FirstError;
import org.prmscope.core.GoldLabels;
import org.prmscope.core.MonteCarloScores;
import org.prmscope.core.RowProblem;
import org.prmscope.core.Solution;
import org.prmscope.core.SolutionSet;
import org.prmscope.core.WorkbenchException;
import org.prmscope.dataset.ScoredSolutions;
import org.prmscope.dataset.SolutionReader;
import org.prmscope.dataset.SolutionWriter;
import org.prmscope.plot.InterMetrics;
import org.prmscope.plot.Palette;
import org.prmscope.plot.PlotLayout;
import org.prmscope.plot.SvgWriter;
import org.prmscope.report.OutputFile;
import org.prmscope.run.EpsilonOutput;
import org.prmscope.synthesis.rollout.EpsilonTable;
import org.prmscope.synthesis.rollout.LabelRule;
import org.prmscope.synthesis.rollout.RolloutLabels;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;

/// `prmscope synth labels`: step labels from Monte-Carlo scores, read or sampled.
@Command(
        name = "labels",
        mixinStandardHelpOptions = true,
        description = {
            "Label steps by Monte-Carlo scores.",
            "By relative progress (GenPRM), by difference, or by MC > 0; and show how labels"
                    + " change",
            "with the threshold. Scores are read from the file or, with --policy, sampled."
        },
        footer = {
            "",
            "Exit codes: 0 all done; 1 rows or solutions were left out, or it was interrupted; 2"
                    + " usage; 3 a file, the model or the machine is not as needed."
        })
final class SynthLabelsCommand implements Callable<Integer> {
    @Mixin private SynthLabelsOptions options = new SynthLabelsOptions();

    @Spec private CommandSpec spec = CommandSpec.create();

    private final WorkbenchOpener opener;
    private final Console console;
    private final ScoredSolutions scored = new ScoredSolutions();

    SynthLabelsCommand(WorkbenchOpener opener, Console console) {
        this.opener = opener;
        this.console = console;
    }

    /// A solution with its scores.
    private record Item(Solution solution, MonteCarloScores scores) {}

    @Override
    public Integer call() throws WorkbenchException {
        LabelRule rule = check();
        SolutionSet set = new SolutionReader().read(options.input);
        for (RowProblem problem : set.problems()) {
            console.err().println("rejected: " + problem.text());
        }
        List<Solution> solutions = set.solutions();
        if (options.limit != null) {
            solutions = solutions.subList(0, Math.min(options.limit, solutions.size()));
        }
        int asked = solutions.size();
        RolloutRun sampling =
                options.policy == null
                        ? null
                        : new RolloutRun(opener, console, options, set.sha256());
        try {
            if (sampling != null) {
                solutions = sampling.score(solutions);
            }
        } catch (CancellationException e) {
            console.err().println("interrupted; the scores so far are kept. Go on with --resume.");
            return ExitCode.FINDINGS.code();
        }
        List<Item> items = items(solutions);
        write(items, rule, asked);
        if (sampling != null) {
            sampling.written();
        }
        boolean clean = set.problemCount() == 0 && items.size() == asked;
        return (clean ? ExitCode.OK : ExitCode.FINDINGS).code();
    }

    private LabelRule check() {
        try {
            if (options.limit != null && options.limit < 1) {
                throw new IllegalArgumentException(
                        "--limit must be 1 or more, was " + options.limit);
            }
            options.plan();
            options.tableRules();
            LabelRule rule = options.rule();
            if (Files.exists(options.out) && !options.overwrite) {
                throw new ParameterException(
                        spec.commandLine(),
                        options.out + " is there already. Add --overwrite to replace it.");
            }
            return rule;
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    private List<Item> items(List<Solution> solutions) throws WorkbenchException {
        List<Item> items = new ArrayList<>();
        for (Solution solution : solutions) {
            Optional<MonteCarloScores> scores = scored.scores(solution);
            scores.ifPresent(one -> items.add(new Item(solution, one)));
        }
        if (items.isEmpty()) {
            throw new WorkbenchException(
                    new WorkbenchException.Report(
                            "No solution has Monte-Carlo scores",
                            options.input.toString(),
                            "MATH-APS, or rows with \"monteCarlo\"",
                            "%d solutions without".formatted(solutions.size()),
                            "Sample them with --policy, and --answers if the rows have none."));
        }
        if (items.size() < solutions.size()) {
            console.err()
                    .printf(
                            "%d of %d solutions have no scores and are left out%n",
                            solutions.size() - items.size(), solutions.size());
        }
        return items;
    }

    private void write(List<Item> items, LabelRule rule, int asked) throws WorkbenchException {
        List<Solution> labelled = new ArrayList<>();
        int unusable = 0;
        int wrong = 0;
        for (Item item : items) {
            RolloutLabels labels = RolloutLabels.of(item.scores(), rule, options.after);
            unusable += labels.unusable().isEmpty() ? 0 : 1;
            wrong += labels.firstError() instanceof FirstError.At ? 1 : 0;
            labelled.add(labelled(item, rule, labels));
        }
        new SolutionWriter().write(options.out, labelled, options.overwrite);
        EpsilonOutput output =
                new EpsilonOutput(
                        EpsilonTable.of(
                                items.stream().map(Item::scores).toList(),
                                options.tableRules(),
                                options.after));
        if (options.table != null) {
            OutputFile.write(options.table, output.rows().csv());
        }
        if (options.plot != null) {
            PlotLayout layout = PlotLayout.of(output.plot(), 720, 440, 13, new InterMetrics());
            OutputFile.write(options.plot, new SvgWriter(Palette.LIGHT, false).svg(layout));
        }
        if (options.asJson) {
            ObjectNode root = new ObjectMapper().createObjectNode();
            root.put("format", "prmscope-rollout-labels");
            root.put("version", 1);
            root.put("rule", rule.title());
            root.put("after", options.after.name().toLowerCase(Locale.ROOT));
            root.put("solutions", asked);
            root.put("labelled", items.size() - unusable);
            root.put("withError", wrong);
            ArrayNode rows = output.json();
            root.set("table", rows);
            console.out().println(root);
        } else {
            console.out().println(text(output.table()));
        }
        console.err()
                .printf(
                        "%d solutions labelled by %s, %d of them with an error, in %s%n",
                        items.size() - unusable, rule.title(), wrong, options.out);
        if (unusable > 0) {
            console.err()
                    .printf(
                            "%d solutions are of problems that no sampled solution solves: their"
                                    + " steps stay unlabelled%n",
                            unusable);
        }
    }

    private static Solution labelled(Item item, LabelRule rule, RolloutLabels labels) {
        Solution solution = item.solution();
        String source = "Monte Carlo, %s (%s)".formatted(rule.title(), item.scores().source());
        return new Solution(
                solution.id(),
                solution.problem(),
                solution.steps(),
                solution.generator(),
                labels.unusable().isEmpty() ? new GoldLabels(source, labels.labels()) : null,
                solution.finalAnswerCorrect(),
                solution.extraFields());
    }

    private static String text(EpsilonTable table) {
        List<String> lines = new ArrayList<>();
        lines.add(
                String.format(
                        Locale.ROOT,
                        "%-24s %8s %9s %10s %8s   %9s %6s %8s %6s",
                        "rule",
                        "correct",
                        "incorrect",
                        "unlabelled",
                        "changed",
                        "no error",
                        "error",
                        "unknown",
                        "moved"));
        for (EpsilonTable.Row row : table.rows()) {
            lines.add(
                    String.format(
                            Locale.ROOT,
                            "%-24s %8d %9d %10d %8d   %9d %6d %8d %6d",
                            row.rule().title(),
                            row.correct(),
                            row.incorrect(),
                            row.unlabelled(),
                            row.changed(),
                            row.withoutError(),
                            row.withError(),
                            row.unknown(),
                            row.movedErrors()));
        }
        lines.add("steps on the left, solutions on the right; changed and moved: against MC > 0");
        return String.join("\n", lines);
    }
}
