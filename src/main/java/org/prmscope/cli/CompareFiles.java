package org.prmscope.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;

import org.prmscope.compare.Comparison;
import org.prmscope.compare.FacetTable;
import org.prmscope.compare.PairedOutcomes;
import org.prmscope.compare.ReplayedRun;
import org.prmscope.core.IoReason;
import org.prmscope.core.TokenOrigin;
import org.prmscope.core.TokenSpan;
import org.prmscope.core.TokenTrace;
import org.prmscope.core.VerificationChain;
import org.prmscope.core.WorkbenchException;
import org.prmscope.plot.InterMetrics;
import org.prmscope.plot.Palette;
import org.prmscope.plot.Plot;
import org.prmscope.plot.PlotLayout;
import org.prmscope.plot.SvgWriter;
import org.prmscope.report.Cell;
import org.prmscope.report.ChainText;
import org.prmscope.report.ChosenSolution;
import org.prmscope.report.ComparisonPage;
import org.prmscope.report.ComparisonPlots;
import org.prmscope.report.ComparisonTables;
import org.prmscope.report.DataTable;
import org.prmscope.report.HtmlComparison;
import org.prmscope.report.OutputFile;
import org.prmscope.run.ComparisonJson;
import org.prmscope.run.ComparisonWords;
import org.prmscope.run.RunSummary;
import org.prmscope.run.Workbench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// The files of a comparison, in one folder. Each appears whole or not at all; the summary is
/// written last, so that where it is, the others are.
final class CompareFiles {
    static final String SUMMARY = "summary.json";

    /// What is written besides plots.
    private static final Set<String> NAMES =
            Set.of(
                    "solutions.jsonl",
                    "runs.csv",
                    "pairs.csv",
                    "facets.csv",
                    "curves.csv",
                    "excluded.csv",
                    "stopping.csv",
                    "comparison.html",
                    SUMMARY);

    private static final double PLOT_WIDTH = 720;
    private static final double PLOT_HEIGHT = 440;
    private static final double FONT_SIZE = 13;

    private final Path folder;

    CompareFiles(Path folder) {
        this.folder = folder;
    }

    /// Whether a file of this name may be written.
    static boolean isWritten(String name) {
        return NAMES.contains(name) || name.endsWith(".svg");
    }

    /// Makes the folder.
    void prepare() throws WorkbenchException {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new WorkbenchException(
                    new WorkbenchException.Report(
                            "The folder cannot be made",
                            folder.toString(),
                            "a place that can be written",
                            IoReason.of(e),
                            ""),
                    e);
        }
    }

    /// Writes all files and returns the summary.
    ///
    /// @param set its name, for a person
    /// @param made the runs, in the order of their columns
    ObjectNode write(Comparison comparison, String set, List<RunSummary> made, Workbench workbench)
            throws WorkbenchException {
        ComparisonTables tables = new ComparisonTables(comparison);
        write("solutions.jsonl", tables.solutions().jsonLines());
        write("runs.csv", tables.runs().csv());
        write("pairs.csv", tables.pairs().csv());
        write("facets.csv", tables.facets().csv());
        write("curves.csv", tables.curves().csv());
        write("excluded.csv", tables.excluded().csv());
        write("stopping.csv", stopping(comparison).csv());
        writePlots(comparison);
        HtmlComparison.write(
                place("comparison.html"),
                new ComparisonPage(
                        comparison,
                        set,
                        date(made),
                        made.stream().map(RunSummary::run).toList(),
                        chosen(comparison, workbench),
                        ComparisonPage.Limits.DEFAULT));
        ObjectNode summary = new ComparisonJson().summary(comparison);
        write(SUMMARY, summary.toPrettyString() + "\n");
        return summary;
    }

    private void write(String name, String text) throws WorkbenchException {
        OutputFile.write(place(name), text);
    }

    private Path place(String name) {
        if (!isWritten(name)) {
            throw new IllegalStateException(name + " is not said to be written");
        }
        return folder.resolve(name);
    }

    private static DataTable stopping(Comparison comparison) {
        List<List<Cell>> rows = new ArrayList<>();
        for (ReplayedRun replay : ComparisonWords.replays(comparison)) {
            rows.add(
                    List.of(
                            Cell.of(Comparison.letter(replay.run())),
                            Cell.of(replay.rule().title()),
                            Cell.of(replay.tokens()),
                            Cell.of(replay.tokensUsed()),
                            Cell.ofNumber(replay.saved()),
                            Cell.of(replay.early().size()),
                            Cell.of(replay.changed()),
                            Cell.ofNumber(replay.before().value()),
                            Cell.ofNumber(replay.after().value()),
                            Cell.of(replay.after().n())));
        }
        return new DataTable(
                List.of(
                        "run",
                        "rule",
                        "tokens",
                        "tokens_used",
                        "saved",
                        "early",
                        "changed",
                        "accuracy_before",
                        "accuracy_after",
                        "n"),
                rows);
    }

    private void writePlots(Comparison comparison) throws WorkbenchException {
        if (comparison.set().size() == 0) {
            return;
        }
        ComparisonPlots plots = new ComparisonPlots(comparison);
        writePlot("f1", plots.f1());
        writePlot("accuracy", plots.accuracy());
        writePlot("scores", plots.scores());
        for (PairedOutcomes pair : comparison.set().pairs()) {
            for (FacetTable table : comparison.set().facets(pair.b())) {
                if (!table.buckets().isEmpty()) {
                    writePlot(
                            "facet-%s-%s"
                                    .formatted(
                                            Comparison.letter(pair.b()),
                                            table.facet()
                                                    .name()
                                                    .toLowerCase(Locale.ROOT)
                                                    .replace('_', '-')),
                            plots.facet(table));
                }
            }
        }
    }

    private void writePlot(String name, Plot plot) throws WorkbenchException {
        PlotLayout layout =
                PlotLayout.of(plot, PLOT_WIDTH, PLOT_HEIGHT, FONT_SIZE, new InterMetrics());
        write(name + ".svg", new SvgWriter(Palette.LIGHT, false).svg(layout));
    }

    /// The day on which the last run ended, since figures are as old as their runs.
    private static String date(List<RunSummary> made) {
        return made.stream()
                .map(run -> run.endedAt() == null ? run.run().startedAt() : run.endedAt())
                .max(java.time.Instant::compareTo)
                .map(instant -> instant.toString().substring(0, 10))
                .orElse("");
    }

    /// The first solutions on which the runs disagree, with the first chain of each run.
    private static List<ChosenSolution> chosen(Comparison comparison, Workbench workbench)
            throws WorkbenchException {
        List<ChosenSolution> chosen = new ArrayList<>();
        for (int at = comparison.nextDisagreement(-1);
                at >= 0 && chosen.size() < ComparisonPage.Limits.DEFAULT.solutions();
                at = comparison.nextDisagreement(at)) {
            String id = comparison.solutions().get(at).id();
            List<ChainText> texts = new ArrayList<>();
            for (int run = 0; run < comparison.runs().size(); run++) {
                int index = comparison.chains(run, at).getFirst().index();
                Optional<VerificationChain> chain =
                        workbench.chain(comparison.runs().get(run).id(), id, index);
                if (chain.isPresent()) {
                    texts.add(
                            new ChainText(
                                    run,
                                    "chain %d of %d"
                                            .formatted(
                                                    index + 1,
                                                    comparison.runs().get(run).scaling().chains()),
                                    written(chain.get().tokens())));
                }
            }
            chosen.add(new ChosenSolution(id, texts));
        }
        return chosen;
    }

    /// The text after the prompt.
    private static String written(TokenTrace tokens) {
        int start = 0;
        while (start < tokens.size() && tokens.origin(start) == TokenOrigin.PROMPT) {
            start++;
        }
        return tokens.text(new TokenSpan(start, tokens.size()));
    }
}
