package org.prmscope.ui.fx;

import static org.junit.jupiter.api.Assertions.assertEquals;

import javafx.geometry.Point2D;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.SplitPane;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SideWidthsTest extends FxTest {
    private final Region left = new Region();
    private final Region right = new Region();
    private final SplitPane pane = new SplitPane(left, new Region(), right);
    private final StackPane root = new StackPane(pane);

    @BeforeEach
    void open() {
        onFx(() -> {
            left.setMinWidth(200);
            right.setMinWidth(300);
            SideWidths.keep(
                    pane, new SideWidths.Side(0.28, 260, 470), new SideWidths.Side(0.32, 345, 470));
            new Scene(root);
            return true;
        });
        width(1_400);
    }

    private void width(double all) {
        onFx(() -> {
            root.resize(all, 700);
            root.applyCss();
            root.layout();
            return true;
        });
        // What the pane's own rule moved is put right after the layout.
        onFx(() -> {
            root.layout();
            return true;
        });
    }

    private void drag(int divider, double to) {
        onFx(() -> {
            Node[] dividers =
                    pane.lookupAll(".split-pane-divider").stream()
                            .sorted((a, b) -> Double.compare(a.getLayoutX(), b.getLayoutX()))
                            .toArray(Node[]::new);
            Node grip = dividers[divider];
            Point2D from = grip.localToScene(2, 100);
            fire(grip, MouseEvent.MOUSE_PRESSED, from.getX());
            fire(grip, MouseEvent.MOUSE_DRAGGED, to);
            root.layout();
            return true;
        });
    }

    private static void fire(Node node, javafx.event.EventType<MouseEvent> type, double x) {
        node.fireEvent(
                new MouseEvent(
                        type,
                        x,
                        100,
                        x,
                        100,
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
                        false,
                        null));
    }

    @Test
    void sidesFollowTheWindowUntilSomebodyDragsThem() {
        assertEquals(392, left.getWidth(), 8);
        assertEquals(448, right.getWidth(), 8);
        width(1_000);
        assertEquals(280, left.getWidth(), 8);
        assertEquals(345, right.getWidth(), 8);
        width(1_400);
        assertEquals(392, left.getWidth(), 8);
        assertEquals(448, right.getWidth(), 8);
    }

    @Test
    void sideThatWasDraggedKeepsItsWidth() {
        drag(0, 500);
        double dragged = left.getWidth();
        assertEquals(500, dragged, 12);
        double other = right.getWidth();
        width(1_300);
        assertEquals(dragged, left.getWidth(), 2);
        assertEquals(other, right.getWidth(), 2);
        width(1_400);
        assertEquals(dragged, left.getWidth(), 2);
        assertEquals(other, right.getWidth(), 2);
    }

    @Test
    void sideIsNeverNarrowerThanItsLeastWidth() {
        drag(1, 700);
        width(700);
        assertEquals(true, left.getWidth() >= 199 && right.getWidth() >= 299);
    }
}
