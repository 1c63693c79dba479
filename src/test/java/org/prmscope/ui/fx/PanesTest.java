package org.prmscope.ui.fx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import javafx.event.EventType;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.StackPane;

import org.fxmisc.richtext.CodeArea;
import org.junit.jupiter.api.Test;
import org.prmscope.core.TokenSpan;
import org.prmscope.core.TokenTrace;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/// The panes in a scene: what they show, how they follow keys, mouse and theme.
class PanesTest extends FxTest {
    private static Scene laidOut(Parent pane) {
        return scene(new Theme(), new StackPane(pane), 400, 300);
    }

    private static void press(Parent pane, KeyCode code) {
        pane.fireEvent(
                new KeyEvent(KeyEvent.KEY_PRESSED, "", "", code, false, false, false, false));
    }

    private static void mouse(Parent pane, EventType<MouseEvent> type, double x, double y) {
        pane.fireEvent(
                new MouseEvent(
                        type,
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
                        false,
                        false,
                        false,
                        false,
                        false,
                        true,
                        null));
    }

    @Test
    void arrowKeysWalkThroughTokensAndHoverWins() {
        onFx(() -> {
            TokenTrace trace = Gallery.trace(2);
            TokenPane pane = new TokenPane();
            pane.show(trace, new TokenSpan(2, trace.size()), Set.of());
            laidOut(pane);
            pane.reveal(5);
            press(pane, KeyCode.RIGHT);
            assertEquals(6, pane.caretProperty().get());
            press(pane, KeyCode.END);
            assertEquals(trace.size() - 1, pane.caretProperty().get());
            press(pane, KeyCode.HOME);
            press(pane, KeyCode.LEFT);
            assertEquals(2, pane.pickedProperty().get());
            mouse(pane, MouseEvent.MOUSE_MOVED, 3, 30);
            Integer hovered = pane.hoveredProperty().get();
            assertTrue(hovered != null && hovered > 2);
            assertEquals(hovered, pane.pickedProperty().get());
            pane.show(TokenTrace.EMPTY, new TokenSpan(0, 0), Set.of());
            assertEquals(null, pane.pickedProperty().get());
            return true;
        });
    }

    @Test
    void tenThousandTokensScrollQuickly() {
        onFx(() -> {
            TokenTrace trace = Gallery.trace(320);
            assertTrue(trace.size() > 10_000);
            TokenPane pane = new TokenPane();
            pane.show(trace, new TokenSpan(0, trace.size()), Set.of());
            Scene scene = laidOut(pane);
            pane.reveal(0);
            // A hundred pages: far below a frame each, also on a busy machine.
            assertTimeout(
                    Duration.ofSeconds(4),
                    () -> {
                        for (int i = 0; i < 100; i++) {
                            press(pane, KeyCode.PAGE_DOWN);
                            scene.getRoot().layout();
                        }
                    });
            return true;
        });
    }

    @Test
    void codeIsAsTallAsItsLinesUpToALimit() {
        onFx(() -> {
            CodePane pane = new CodePane(CodePane.Language.PYTHON);
            pane.setText("a = 1\nb = 2");
            laidOut(pane);
            double two = pane.prefHeight(380);
            pane.setText("x\n".repeat(500));
            double most = pane.prefHeight(380);
            assertTrue(two < 80, () -> "two lines: " + two);
            assertTrue(most > two && most < 600, () -> "many lines: " + most);
            return true;
        });
    }

    @Test
    void hugeCodeIsCutInTheDisplayButNotInTheText() {
        onFx(() -> {
            String line = "9".repeat(3_000_000);
            CodePane pane = new CodePane(CodePane.Language.PYTHON);
            pane.setEditable(true);
            pane.setText(line);
            laidOut(pane);
            assertEquals(line, pane.getText());
            assertFalse(pane.isEditable());
            assertEquals(line, pane.textProperty().get());
            assertTrue(CodePane.display(line).length() < CodePane.LONGEST_LINE + 100);
            pane.setText("short");
            assertTrue(pane.isEditable());
            return true;
        });
        assertEquals("a\nb\n", CodePane.display("a\nb\n"));
    }

    /// A scratch run is started before its pane was ever laid out.
    @Test
    void theTextIsTheOneThatWasSetUntilItIsEdited() {
        onFx(() -> {
            List<String> seen = new ArrayList<>();
            CodePane pane = new CodePane(CodePane.Language.PYTHON);
            pane.setEditable(true);
            pane.setText("a = 1");
            pane.textProperty().subscribe(text -> seen.add(text));
            laidOut(pane);
            assertEquals(List.of("a = 1"), seen);
            CodeArea area = (CodeArea) pane.lookup(".styled-text-area");
            area.appendText("\nb = 2");
            assertEquals("a = 1\nb = 2", seen.getLast());
            assertEquals("a = 1\nb = 2", pane.getText());
            pane.setText("c = 3");
            assertEquals("c = 3", pane.getText());
            assertEquals("c = 3", seen.getLast());
            return true;
        });
    }

    @Test
    void theSameCodeSetAgainKeepsItsColours() {
        onFx(() -> {
            CodePane pane = new CodePane(CodePane.Language.PYTHON);
            pane.setText("def f(): pass");
            laidOut(pane);
            CodeArea area = (CodeArea) pane.lookup(".styled-text-area");
            Collection<String> before = area.getStyleOfChar(1);
            assertFalse(before.isEmpty());
            pane.setText("def f(): pass");
            assertEquals(before, area.getStyleOfChar(1));
            return true;
        });
    }

    @Test
    void formulasFollowTheThemeAndSourceStaysWhole() throws Exception {
        try (MathRenderer renderer = new MathRenderer()) {
            Theme theme = onFx(Theme::new);
            MathText text = onFx(() -> new MathText(renderer));
            Scene scene =
                    onFx(() -> {
                        text.setText("so $x^2$ and $\\frac{1}{$");
                        return scene(theme, new StackPane(text), 400, 300);
                    });
            await(onFx(text::pictures));
            assertEquals(1, formulas(text));
            onFx(() -> {
                theme.toggle();
                theme.zoomIn();
                return scene.snapshot(null);
            });
            await(onFx(text::pictures));
            assertEquals(1, formulas(text));
            onFx(() -> {
                text.showSourceProperty().set(true);
                return true;
            });
            assertEquals(0, formulas(text));
            assertEquals("so $x^2$ and $\\frac{1}{$", text.getText());
        }
    }

    private static int formulas(MathText text) {
        return onFx(() -> text.lookupAll(".math-node").size());
    }

    @Test
    void textsTallerWhenNarrower() {
        try (MathRenderer renderer = new MathRenderer()) {
            onFx(() -> {
                MathText text = new MathText(renderer);
                text.setText("word ".repeat(60));
                laidOut(text);
                assertTrue(text.prefHeight(150) > 1.5 * text.prefHeight(380));
                return true;
            });
        }
    }

    @Test
    void theFontScaleStaysWithinItsLimitsAndForeignSheetsStay() {
        onFx(() -> {
            Theme theme = new Theme();
            Scene scene = new Scene(new StackPane());
            scene.getStylesheets().add("data:text/css,");
            theme.install(scene);
            for (int i = 0; i < 30; i++) {
                theme.zoomIn();
            }
            assertEquals(2.0, theme.fontScaleProperty().get());
            for (int i = 0; i < 30; i++) {
                theme.zoomOut();
            }
            assertEquals(0.8, theme.fontScaleProperty().get());
            theme.zoomReset();
            theme.toggle();
            assertEquals(4, scene.getStylesheets().size());
            assertEquals("data:text/css,", scene.getStylesheets().getLast());
            return true;
        });
    }
}
