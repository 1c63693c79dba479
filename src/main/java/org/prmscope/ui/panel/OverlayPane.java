package org.prmscope.ui.panel;

import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;

import org.jspecify.annotations.Nullable;

/// Holds the window's content and, at most, one panel over it.
///
/// A panel hangs from the control that opened it, or stands in the middle. A click beside it, Esc
/// or opening it again closes it; the focus then goes back to where it was.
public final class OverlayPane extends StackPane {
    private static final double MARGIN = 8;

    private final Layer layer = new Layer();
    private final ReadOnlyBooleanWrapper open = new ReadOnlyBooleanWrapper();
    private final ReadOnlyObjectWrapper<@Nullable Region> panel = new ReadOnlyObjectWrapper<>();
    private @Nullable Node anchor;
    private @Nullable Node focusBefore;

    /// @param content what is under the panels
    public OverlayPane(Node content) {
        getStyleClass().add("overlay-pane");
        layer.getStyleClass().add("overlay-layer");
        layer.setVisible(false);
        layer.addEventHandler(MouseEvent.MOUSE_PRESSED, this::pressed);
        getChildren().addAll(content, layer);
    }

    /// Opens a panel under a control, at its right edge; closes it if it is open there.
    public void toggle(Region next, Node under) {
        if (next.equals(panel.get())) {
            hide();
        } else {
            show(next, under);
        }
    }

    /// Opens a panel under a control.
    ///
    /// @param under null for the middle of the window
    public void show(Region next, @Nullable Node under) {
        hide();
        Scene scene = getScene();
        focusBefore = scene == null ? null : scene.getFocusOwner();
        panel.set(next);
        anchor = under;
        if (!next.getStyleClass().contains("overlay-panel")) {
            next.getStyleClass().add("overlay-panel");
        }
        layer.getChildren().setAll(next);
        layer.setVisible(true);
        open.set(true);
        layer.applyCss();
        layer.layout();
        next.requestFocus();
    }

    /// Closes the open panel; returns whether there was one.
    public boolean hide() {
        if (panel.get() == null) {
            return false;
        }
        panel.set(null);
        anchor = null;
        layer.getChildren().clear();
        layer.setVisible(false);
        open.set(false);
        if (focusBefore != null && focusBefore.getScene() != null) {
            focusBefore.requestFocus();
        }
        focusBefore = null;
        return true;
    }

    /// Whether a panel is open.
    public ReadOnlyBooleanProperty openProperty() {
        return open.getReadOnlyProperty();
    }

    /// The open panel, null if none.
    public @Nullable Region panel() {
        return panel.get();
    }

    /// The open panel, null if none.
    public ReadOnlyObjectProperty<@Nullable Region> panelProperty() {
        return panel.getReadOnlyProperty();
    }

    private void pressed(MouseEvent event) {
        if (layer.equals(event.getTarget())) {
            hide();
            event.consume();
        }
    }

    /// Places the panel; transparent beside it.
    private final class Layer extends Pane {
        @Override
        protected void layoutChildren() {
            Region open = panel.get();
            if (open == null) {
                return;
            }
            double width = Math.min(snapSizeX(open.prefWidth(-1)), getWidth() - 2 * MARGIN);
            double height = Math.min(snapSizeY(open.prefHeight(width)), getHeight() - 2 * MARGIN);
            double x = (getWidth() - width) / 2;
            double y = (getHeight() - height) / 3;
            Node under = anchor;
            if (under != null && under.getScene() != null) {
                Bounds bounds = sceneToLocal(under.localToScene(under.getLayoutBounds()));
                x = Math.min(bounds.getMinX(), getWidth() - width - MARGIN);
                y = bounds.getMaxY() + 4;
                height = Math.min(height, getHeight() - y - MARGIN);
            }
            open.resizeRelocate(
                    snapPositionX(Math.max(MARGIN, x)), snapPositionY(y), width, height);
        }
    }
}
