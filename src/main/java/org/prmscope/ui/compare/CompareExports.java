package org.prmscope.ui.compare;

import org.prmscope.plot.Palette;
import org.prmscope.ui.fx.DialogService;
import org.prmscope.ui.fx.FileKind;
import org.prmscope.ui.fx.Notice;
import org.prmscope.ui.fx.PlotPane;
import org.prmscope.ui.fx.PlotPicture;
import org.prmscope.ui.fx.Theme;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/// Writes what is seen to files, off the FX thread.
final class CompareExports {
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
        menu.put("Curves as PNG…", () -> png(set.curves(), "curves.png"));
        menu.put("Curves as SVG…", () -> svg(set.curves(), "curves.svg"));
        menu.put("Scores as PNG…", () -> png(set.scores(), "scores.png"));
        menu.put("Scores as SVG…", () -> svg(set.scores(), "scores.svg"));
        return menu;
    }

    private Palette palette() {
        return PlotPicture.palette(theme.mode());
    }

    private void png(PlotPane plot, String name) {
        plot.picture(palette())
                .ifPresent(picture -> {
                    var image = picture.image();
                    save(name, "PNG image", "*.png", () -> PlotPicture.png(image));
                });
    }

    private void svg(PlotPane plot, String name) {
        plot.picture(palette())
                .ifPresent(picture ->
                        save(
                                name,
                                "SVG image",
                                "*.svg",
                                () -> picture.svg().getBytes(StandardCharsets.UTF_8)));
    }

    private void save(String name, String kind, String pattern, Callable<byte[]> bytes) {
        dialogs.saveFile("Export", name, List.of(new FileKind(kind, List.of(pattern))))
                .ifPresent(file -> write(file, bytes));
    }

    private void write(Path file, Callable<byte[]> bytes) {
        model.session()
                .tasks()
                .run(
                        cancellation -> Files.write(file, bytes.call()),
                        written ->
                                dialogs.show(Notice.done("Exported to " + file.getFileName())),
                        failure -> dialogs.showFailure("Exporting to " + file, failure));
    }
}
