package org.prmscope.ui.fx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.MenuItem;
import javafx.scene.input.ContextMenuEvent;
import javafx.scene.layout.VBox;
import javafx.stage.Stage;
import javafx.stage.Window;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prmscope.plot.Axis;
import org.prmscope.plot.ColourRole;
import org.prmscope.plot.Plot;
import org.prmscope.plot.Point;
import org.prmscope.plot.Series;
import org.prmscope.plot.TickFormat;
import org.prmscope.ui.fake.RecordingDialogs;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

class PlotExportTest extends FxTest {
    private static final Plot PLOT =
            Plot.of(
                    "First error: share kept",
                    Axis.linear("step", TickFormat.COUNT),
                    Axis.linear("share", TickFormat.DECIMAL).within(0, 1),
                    List.of(
                            Series.line(
                                    "kept",
                                    ColourRole.RUN_A,
                                    List.of(
                                            new Point(1, 0.5, null, 40, "", List.of()),
                                            new Point(2, 0.7, null, 40, "", List.of())))),
                    "",
                    "");

    private final RecordingDialogs dialogs = new RecordingDialogs();
    private final PlotPane plot = new PlotPane();
    private final Label beside = new Label("no plot");

    private Stage open() {
        plot.show(PLOT);
        VBox root = new VBox(beside, plot);
        new PlotExport(
                        new FileExport(new BackgroundTasks(Runnable::run, Runnable::run), dialogs),
                        new Theme())
                .offerBelow(root);
        Stage stage = new Stage();
        stage.setScene(scene(new Theme(), root, 480, 320));
        stage.show();
        root.layout();
        return stage;
    }

    private static void ask(javafx.scene.Node node) {
        node.fireEvent(
                new ContextMenuEvent(
                        ContextMenuEvent.CONTEXT_MENU_REQUESTED, 9, 9, 9, 9, false, null));
    }

    private static List<MenuItem> items() {
        return Window.getWindows().stream()
                .filter(ContextMenu.class::isInstance)
                .map(ContextMenu.class::cast)
                .flatMap(menu -> menu.getItems().stream())
                .toList();
    }

    @Test
    void menuOfAPlotWritesItAsPictureDrawingAndNumbers(@TempDir Path folder) {
        dialogs.saveIn(folder);
        onFx(() -> {
            Stage stage = open();
            ask(plot);
            assertEquals(
                    List.of(
                            "First error: share kept as PNG…",
                            "First error: share kept as SVG…",
                            "First error: share kept as CSV…"),
                    items().stream().map(MenuItem::getText).toList());
            items().forEach(MenuItem::fire);
            stage.hide();
            return null;
        });
        for (String kind : List.of("png", "svg", "csv")) {
            Path file = folder.resolve("first-error-share-kept." + kind);
            assertTrue(Files.exists(file), kind);
        }
        assertEquals(
                List.of("Exported to first-error-share-kept.png"),
                dialogs.notices().stream().map(Notice::title).limit(1).toList());
    }

    @Test
    void whatIsNoPlotHasNoSuchMenu() {
        onFx(() -> {
            Stage stage = open();
            ask(beside);
            assertEquals(List.of(), items());
            stage.hide();
            return null;
        });
    }

    @Test
    void aFileThatCannotBeWrittenIsSaidAndLosesNothing(@TempDir Path folder) {
        dialogs.saveIn(folder.resolve("not-there"));
        onFx(() -> {
            Stage stage = open();
            ask(plot);
            items().getLast().fire();
            stage.hide();
            return null;
        });
        assertEquals(Notice.Level.ERROR, dialogs.notices().getFirst().level());
        assertTrue(Files.notExists(folder.resolve("not-there")));
    }
}
