package org.prmscope.ui.fx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import javafx.scene.Scene;
import javafx.scene.image.WritableImage;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.PickResult;
import javafx.scene.layout.StackPane;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.prmscope.plot.Axis;
import org.prmscope.plot.ColourRole;
import org.prmscope.plot.Ink;
import org.prmscope.plot.InterMetrics;
import org.prmscope.plot.Interval;
import org.prmscope.plot.Mark;
import org.prmscope.plot.Palette;
import org.prmscope.plot.Plot;
import org.prmscope.plot.PlotLayout;
import org.prmscope.plot.Point;
import org.prmscope.plot.Series;
import org.prmscope.plot.TickFormat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

class PlotPaneTest extends FxTest {
    private static Point point(double x, double y, String key) {
        return new Point(x, y, new Interval(y - 0.03, y + 0.03), 40, "", List.of(key));
    }

    private static Plot plot() {
        return Plot.of(
                "F1 against tokens",
                Axis.log("tokens", TickFormat.COUNT),
                Axis.linear("F1", TickFormat.DECIMAL).within(0, 1),
                List.of(
                        Series.line(
                                "parallel",
                                ColourRole.RUN_A,
                                List.of(point(780, 0.63, "a"), point(5912, 0.8, "b"))),
                        Series.line(
                                "sequential",
                                ColourRole.RUN_B,
                                List.of(point(800, 0.6, "c"), point(6240, 0.73, "d")))),
                "95 % intervals",
                "");
    }

    private static Scene scene(PlotPane pane, Theme.Mode mode) {
        Theme theme = new Theme();
        theme.modeProperty().set(mode);
        return scene(theme, new StackPane(pane), 420, 240);
    }

    private static void press(PlotPane pane, KeyCode code) {
        pane.fireEvent(
                new KeyEvent(KeyEvent.KEY_PRESSED, "", "", code, false, false, false, false));
    }

    private static void click(PlotPane pane, double x, double y) {
        pane.fireEvent(
                new MouseEvent(
                        MouseEvent.MOUSE_CLICKED,
                        x,
                        y,
                        x,
                        y,
                        MouseButton.PRIMARY,
                        1,
                        false,
                        false,
                        false,
                        false,
                        true,
                        false,
                        false,
                        true,
                        false,
                        true,
                        new PickResult(pane, x, y)));
    }

    @Test
    void arrowsBringMarksUpAndEnterHandsTheirKeysOn() {
        List<String> picked = new ArrayList<>();
        onFx(() -> {
            PlotPane pane = new PlotPane();
            scene(pane, Theme.Mode.LIGHT);
            pane.show(plot());
            pane.layout();
            pane.setOnPick(mark -> picked.addAll(mark.key()));
            press(pane, KeyCode.ENTER);
            press(pane, KeyCode.RIGHT);
            press(pane, KeyCode.RIGHT);
            assertEquals(
                    "parallel, tokens: 5,912, F1: 0.80 [0.77, 0.83], n = 40",
                    pane.getAccessibleText());
            press(pane, KeyCode.ENTER);
            press(pane, KeyCode.DOWN);
            press(pane, KeyCode.ENTER);
            press(pane, KeyCode.ESCAPE);
            assertNull(pane.markProperty().get());
            assertEquals(plot().words(), pane.getAccessibleText());
            return true;
        });
        assertEquals(List.of("b", "d"), picked);
    }

    @Test
    void aClickOnAMarkHandsItsKeyOnAndOneBesideItDoesNot() {
        List<Mark> picked = new ArrayList<>();
        Mark expected =
                PlotLayout.of(plot(), 420, 240, Theme.BASE_FONT_SIZE, new InterMetrics())
                        .marks()
                        .getLast();
        onFx(() -> {
            PlotPane pane = new PlotPane();
            scene(pane, Theme.Mode.LIGHT);
            pane.show(plot());
            pane.layout();
            pane.setOnPick(picked::add);
            click(pane, expected.x() + 2, expected.y() - 2);
            click(pane, 5, 5);
            return true;
        });
        assertEquals(List.of(expected.key()), picked.stream().map(Mark::key).toList());
    }

    @Test
    void whatIsBroughtUpStaysWhenThePaneIsResizedOrTheSamePlotComesAgain() {
        onFx(() -> {
            PlotPane pane = new PlotPane();
            scene(pane, Theme.Mode.LIGHT);
            pane.show(plot());
            pane.layout();
            press(pane, KeyCode.RIGHT);
            Mark before = pane.markProperty().get();
            pane.resize(700, 400);
            pane.layout();
            pane.show(plot());
            Mark after = pane.markProperty().get();
            assertEquals(before.key(), after.key());
            assertNotEquals(before.x(), after.x());
            return true;
        });
    }

    @ParameterizedTest
    @EnumSource
    void thePaneAndItsPictureArePaintedInBothLooks(Theme.Mode mode) throws Exception {
        Path folder = Path.of("target/gallery");
        Palette palette = PlotPicture.palette(mode);
        WritableImage picture =
                onFx(() -> {
                    PlotPane pane = new PlotPane();
                    Scene scene = scene(pane, mode);
                    pane.show(plot());
                    pane.layout();
                    press(pane, KeyCode.RIGHT);
                    pane.setSelected(Set.of("d"));
                    write(scene, folder.resolve("plot-" + mode + ".png"));
                    return pane.picture(palette).orElseThrow().image();
                });
        byte[] png = PlotPicture.png(picture);
        Files.write(folder.resolve("plot-picture-" + mode + ".png"), png);
        assertEquals(840, picture.getWidth());
        assertEquals(480, picture.getHeight());
        assertEquals(
                Integer.parseUnsignedInt("ff" + palette.colour(Ink.PAPER).substring(1), 16),
                picture.getPixelReader().getArgb(2, 2));
        assertTrue(png.length > 10_000, "little was painted");
    }
}
