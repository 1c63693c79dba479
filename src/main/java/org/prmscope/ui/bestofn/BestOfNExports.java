package org.prmscope.ui.bestofn;

import org.prmscope.report.DataTable;
import org.prmscope.report.OutputFile;
import org.prmscope.run.BestOfNOutput;
import org.prmscope.ui.fx.DialogService;
import org.prmscope.ui.fx.FileExport;
import org.prmscope.ui.fx.PlotExport;
import org.prmscope.ui.fx.PlotPane;
import org.prmscope.ui.fx.Theme;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/// Writes what is seen to files, off the FX thread; the numbers are those of `prmscope bestofn`.
final class BestOfNExports {
    private final BestOfNViewModel model;
    private final PlotPane curves;
    private final FileExport files;
    private final PlotExport plots;

    BestOfNExports(BestOfNViewModel model, PlotPane curves, Theme theme, DialogService dialogs) {
        this.model = model;
        this.curves = curves;
        files = new FileExport(model.session().tasks(), dialogs);
        plots = new PlotExport(files, theme);
    }

    /// What can be written, by title.
    Map<String, Runnable> menu() {
        Map<String, Runnable> menu = new LinkedHashMap<>();
        menu.putAll(plots.entries("Curves", curves));
        table(menu, "Curves", BestOfNOutput::curves);
        table(menu, "Candidates", BestOfNOutput::candidates);
        table(menu, "Ungraded", BestOfNOutput::ungraded);
        menu.put(
                "Summary (JSON)…",
                () -> text("summary.json", output -> output.summary().toPrettyString() + "\n"));
        return menu;
    }

    private void table(
            Map<String, Runnable> menu, String title, Function<BestOfNOutput, DataTable> table) {
        String name = title.toLowerCase(Locale.ROOT);
        menu.put(title + " as CSV…", () -> text(name + ".csv", table.andThen(DataTable::csv)));
        menu.put(
                title + " as JSONL…",
                () -> text(name + ".jsonl", table.andThen(DataTable::jsonLines)));
    }

    private void text(String name, Function<BestOfNOutput, String> text) {
        Ranked now = model.ranked();
        if (now != null) {
            BestOfNOutput output = now.output();
            files.save(name, file -> OutputFile.write(file, text.apply(output)));
        }
    }
}
