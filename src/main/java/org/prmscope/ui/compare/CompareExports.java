package org.prmscope.ui.compare;

import org.jspecify.annotations.Nullable;
import org.prmscope.compare.Comparison;
import org.prmscope.compare.SolutionComparison;
import org.prmscope.core.Run;
import org.prmscope.report.ChainText;
import org.prmscope.report.ChosenSolution;
import org.prmscope.report.ComparisonPage;
import org.prmscope.report.ComparisonTables;
import org.prmscope.report.DataTable;
import org.prmscope.report.HtmlComparison;
import org.prmscope.report.OutputFile;
import org.prmscope.run.RunSummary;
import org.prmscope.run.SetSummary;
import org.prmscope.ui.fx.DialogService;
import org.prmscope.ui.fx.FileExport;
import org.prmscope.ui.fx.PlotExport;
import org.prmscope.ui.fx.Theme;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Writes what is seen to files, off the FX thread.
final class CompareExports {
    private final CompareViewModel model;
    private final SetPane set;
    private final FileExport files;
    private final PlotExport plots;

    CompareExports(CompareViewModel model, SetPane set, Theme theme, DialogService dialogs) {
        this.model = model;
        this.set = set;
        files = new FileExport(model.session().tasks(), dialogs);
        plots = new PlotExport(files, theme);
    }

    Map<String, Runnable> menu() {
        Map<String, Runnable> menu = new LinkedHashMap<>();
        menu.put("Page to send (HTML)…", this::page);
        menu.putAll(plots.entries("Curves", set.curves()));
        menu.putAll(plots.entries("Scores", set.scores()));
        table(menu, "Solutions", ComparisonTables::solutions);
        table(menu, "Runs", ComparisonTables::runs);
        table(menu, "Paired outcomes", ComparisonTables::pairs);
        table(menu, "Facets", ComparisonTables::facets);
        return menu;
    }

    private void table(
            Map<String, Runnable> menu, String title, Function<ComparisonTables, DataTable> table) {
        String name = title.toLowerCase(Locale.ROOT).replace(' ', '-');
        menu.put(title + " as CSV…", () -> numbers(name + ".csv", table, DataTable::csv));
        menu.put(title + " as JSONL…", () -> numbers(name + ".jsonl", table, DataTable::jsonLines));
    }

    private @Nullable Comparison shown() {
        return model.stateProperty().get() instanceof CompareState.Ready(var _, Comparison figures)
                ? figures
                : null;
    }

    private void numbers(
            String name,
            Function<ComparisonTables, DataTable> table,
            Function<DataTable, String> format) {
        Comparison of = shown();
        if (of != null) {
            files.save(
                    name,
                    file ->
                            OutputFile.write(
                                    file, format.apply(table.apply(new ComparisonTables(of)))));
        }
    }

    /// The page shows the figures, and the solution in view with the chains that are read.
    private void page() {
        Comparison of = shown();
        SetSummary ofSet = model.runs().set();
        if (of == null || ofSet == null) {
            return;
        }
        List<Run> runs = new ArrayList<>();
        for (Long id : model.runs().chosenProperty().get()) {
            Optional.ofNullable(model.runs().entry(id))
                    .map(RunEntry::summary)
                    .map(RunSummary::run)
                    .ifPresent(runs::add);
        }
        if (runs.size() != of.runs().size()) {
            return;
        }
        List<ChosenSolution> solutions = new ArrayList<>();
        SolutionComparison inView = model.solution().shownProperty().get();
        if (inView != null) {
            List<ChainText> texts = new ArrayList<>();
            for (ChainColumn column : model.chains().columnsProperty().get()) {
                // Those of the solution before may still be there while the next are read.
                if (column.solutionId().equals(inView.solution().id())) {
                    texts.add(new ChainText(column.run(), column.title(), column.text().text()));
                }
            }
            solutions.add(new ChosenSolution(inView.solution().id(), texts));
        }
        Instant newest =
                runs.stream().map(Run::startedAt).max(Instant::compareTo).orElse(Instant.EPOCH);
        String date =
                "runs up to "
                        + DateTimeFormatter.ofPattern("d MMMM yyyy, HH:mm", Locale.ENGLISH)
                                .format(newest.atZone(ZoneId.systemDefault()));
        files.save(
                "comparison.html",
                file ->
                        HtmlComparison.write(
                                file,
                                new ComparisonPage(
                                        of,
                                        ofSet.name(),
                                        date,
                                        runs,
                                        solutions,
                                        ComparisonPage.Limits.DEFAULT)));
    }
}
