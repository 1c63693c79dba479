package org.prmscope.ui.fx;

import javafx.scene.Node;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.MenuItem;
import javafx.scene.input.ContextMenuEvent;

import org.jspecify.annotations.Nullable;
import org.prmscope.plot.Plot;
import org.prmscope.report.OutputFile;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// Writes plots as they are seen: as a picture, as a drawing, as numbers.
public final class PlotExport {
    private static final String UNTITLED = "plot";

    private final FileExport files;
    private final Theme theme;

    /// @param theme whose colours the pictures have
    public PlotExport(FileExport files, Theme theme) {
        this.files = files;
        this.theme = theme;
    }

    /// What a plot can be written as, by title such as `Curves as PNG…`.
    public Map<String, Runnable> entries(String title, PlotPane plot) {
        String name = name(title);
        Map<String, Runnable> entries = new LinkedHashMap<>();
        entries.put(title + " as PNG…", () -> png(plot, name + ".png"));
        entries.put(title + " as SVG…", () -> svg(plot, name + ".svg"));
        entries.put(title + " as CSV…", () -> csv(plot, name + ".csv"));
        return entries;
    }

    private static String name(String title) {
        String name = title.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
        String stripped = name.replaceAll("^-+|-+$", "");
        return stripped.isEmpty() ? UNTITLED : stripped;
    }

    /// Gives every plot below a node a menu of its own, on right click and on the menu key.
    public void offerBelow(Node root) {
        ContextMenu menu = new ContextMenu();
        root.addEventHandler(
                ContextMenuEvent.CONTEXT_MENU_REQUESTED,
                event -> {
                    menu.hide();
                    PlotPane plot = plotOf(event.getTarget() instanceof Node node ? node : null);
                    Plot shown = plot == null ? null : plot.plot();
                    if (plot == null || shown == null) {
                        return;
                    }
                    menu.getItems().clear();
                    String title = shown.title().isEmpty() ? "Plot" : shown.title();
                    entries(title, plot)
                            .forEach((text, action) -> {
                                MenuItem item = new MenuItem(text);
                                item.setMnemonicParsing(false);
                                item.setOnAction(_ -> action.run());
                                menu.getItems().add(item);
                            });
                    menu.show(plot, event.getScreenX(), event.getScreenY());
                    event.consume();
                });
    }

    private static @Nullable PlotPane plotOf(@Nullable Node node) {
        for (Node at = node; at != null; at = at.getParent()) {
            if (at instanceof PlotPane plot) {
                return plot;
            }
        }
        return null;
    }

    private void png(PlotPane plot, String name) {
        plot.picture(PlotPicture.palette(theme.mode()))
                .ifPresent(picture -> {
                    var image = picture.image();
                    files.save(name, file -> OutputFile.write(file, PlotPicture.png(image)));
                });
    }

    private void svg(PlotPane plot, String name) {
        plot.picture(PlotPicture.palette(theme.mode()))
                .ifPresent(picture ->
                        files.save(
                                name,
                                file ->
                                        OutputFile.write(
                                                file,
                                                picture.svg().getBytes(StandardCharsets.UTF_8))));
    }

    private void csv(PlotPane plot, String name) {
        plot.numbers()
                .ifPresent(
                        numbers -> files.save(name, file -> OutputFile.write(file, numbers.csv())));
    }
}
