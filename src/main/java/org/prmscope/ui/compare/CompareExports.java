package org.prmscope.ui.compare;

import org.jspecify.annotations.Nullable;
import org.prmscope.compare.Comparison;
import org.prmscope.compare.SolutionComparison;
import org.prmscope.core.Run;
import org.prmscope.plot.Palette;
import org.prmscope.report.ChainText;
import org.prmscope.report.ChosenSolution;
import org.prmscope.report.ComparisonPage;
import org.prmscope.report.ComparisonTables;
import org.prmscope.report.DataTable;
import org.prmscope.report.HtmlComparison;
import org.prmscope.report.OutputFile;
import org.prmscope.report.PlotData;
import org.prmscope.run.RunSummary;
import org.prmscope.run.SetSummary;
import org.prmscope.ui.fx.DialogService;
import org.prmscope.ui.fx.FileKind;
import org.prmscope.ui.fx.Notice;
import org.prmscope.ui.fx.PlotPane;
import org.prmscope.ui.fx.PlotPicture;
import org.prmscope.ui.fx.Theme;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
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
    /// Writes a file; on any thread.
    @FunctionalInterface
    private interface Writing {
        void to(Path file) throws Exception;
    }

    private final CompareViewModel model;
    private final SetPane set;
    private final Theme theme;
    private final DialogService dialogs;

    CompareExports(CompareViewModel model, SetPane set, Theme theme, DialogService dialogs) {
        this.model = model;
        this.set = set;
        this.theme = theme;
        this.dialogs = dialogs;
    }

    Map<String, Runnable> menu() {
        Map<String, Runnable> menu = new LinkedHashMap<>();
        menu.put("Page to send (HTML)…", this::page);
        plot(menu, "Curves", set.curves());
        plot(menu, "Scores", set.scores());
        table(menu, "Solutions", ComparisonTables::solutions);
        table(menu, "Runs", ComparisonTables::runs);
        table(menu, "Paired outcomes", ComparisonTables::pairs);
        table(menu, "Facets", ComparisonTables::facets);
        return menu;
    }

    private void plot(Map<String, Runnable> menu, String title, PlotPane plot) {
        String name = title.toLowerCase(Locale.ROOT);
        menu.put(title + " as PNG…", () -> png(plot, name + ".png"));
        menu.put(title + " as SVG…", () -> svg(plot, name + ".svg"));
        menu.put(title + " as CSV…", () -> marks(plot, name + ".csv"));
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

    private Palette palette() {
        return PlotPicture.palette(theme.mode());
    }

    private void png(PlotPane plot, String name) {
        plot.picture(palette())
                .ifPresent(picture -> {
                    var image = picture.image();
                    save(name, file -> OutputFile.write(file, PlotPicture.png(image)));
                });
    }

    private void svg(PlotPane plot, String name) {
        plot.picture(palette())
                .ifPresent(picture ->
                        save(
                                name,
                                file ->
                                        OutputFile.write(
                                                file,
                                                picture.svg().getBytes(StandardCharsets.UTF_8))));
    }

    private void marks(PlotPane plot, String name) {
        var now = plot.plot();
        if (now != null) {
            save(name, file -> OutputFile.write(file, PlotData.of(now).csv()));
        }
    }

    private void numbers(
            String name,
            Function<ComparisonTables, DataTable> table,
            Function<DataTable, String> format) {
        Comparison of = shown();
        if (of != null) {
            save(
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
                texts.add(new ChainText(column.run(), column.title(), column.text().text()));
            }
            solutions.add(new ChosenSolution(inView.solution().id(), texts));
        }
        Instant newest =
                runs.stream().map(Run::startedAt).max(Instant::compareTo).orElse(Instant.EPOCH);
        String date =
                "runs up to "
                        + DateTimeFormatter.ofPattern("d MMMM yyyy, HH:mm", Locale.ENGLISH)
                                .format(newest.atZone(ZoneId.systemDefault()));
        save(
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

    private void save(String name, Writing writing) {
        String kind = name.substring(name.lastIndexOf('.') + 1);
        dialogs.saveFile(
                        "Export",
                        name,
                        List.of(new FileKind(kind.toUpperCase(Locale.ROOT), List.of("*." + kind))))
                .ifPresent(file -> write(file, writing));
    }

    private void write(Path file, Writing writing) {
        model.session()
                .tasks()
                .run(
                        cancellation -> {
                            writing.to(file);
                            return file;
                        },
                        written ->
                                dialogs.show(Notice.done("Exported to " + written.getFileName())),
                        failure -> dialogs.showFailure("Exporting to " + file, failure));
    }
}
