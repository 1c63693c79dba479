package org.prmscope.ui.fx;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.scene.AccessibleAttribute;
import javafx.scene.AccessibleRole;
import javafx.scene.Cursor;
import javafx.scene.Group;
import javafx.scene.control.Label;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Region;
import javafx.scene.shape.Rectangle;
import javafx.scene.text.Text;

import org.jspecify.annotations.Nullable;
import org.prmscope.plot.InterMetrics;
import org.prmscope.plot.Mark;
import org.prmscope.plot.Palette;
import org.prmscope.plot.Plot;
import org.prmscope.plot.PlotLayout;
import org.prmscope.report.DataTable;
import org.prmscope.report.PlotData;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Draws a plot and lets marks be picked: the pointer or the arrow keys bring up what a mark shows,
/// a click or Enter hands its key on.
///
/// Fills whatever room it is given. The colours are variables of the style sheet.
public final class PlotPane extends Region {
    private static final double REACH = 14;
    private static final double TIP_GAP = 10;
    private static final double PREFERRED_WIDTH = 420;
    private static final double PREFERRED_HEIGHT = 240;

    private final ReadOnlyObjectWrapper<@Nullable Mark> mark =
            new ReadOnlyObjectWrapper<>(this, "mark", null);
    private final InterMetrics metrics = new InterMetrics();
    private final PlotNodes nodes = new PlotNodes(metrics, null);
    private final Group drawing = new Group();
    private final Group selection = new Group();
    private final Rectangle ring = new Rectangle();
    private final Label tip = new Label();
    private final Text probe = new Text("0");

    private @Nullable Plot plot;
    private @Nullable PlotLayout layout;
    private Set<String> selected = Set.of();
    private @Nullable Consumer<Mark> onPick;
    private @Nullable Supplier<DataTable> numbers;

    /// An empty pane; [#show] fills it.
    public PlotPane() {
        getStyleClass().add("plot-pane");
        setFocusTraversable(true);
        setAccessibleRole(AccessibleRole.IMAGE_VIEW);
        setMinSize(PlotLayout.LEAST_WIDTH, PlotLayout.LEAST_HEIGHT);
        probe.setManaged(false);
        probe.setVisible(false);
        drawing.setManaged(false);
        selection.setManaged(false);
        ring.getStyleClass().add("plot-ring");
        ring.setManaged(false);
        ring.setVisible(false);
        ring.setMouseTransparent(true);
        tip.getStyleClass().add("plot-tip");
        tip.setManaged(false);
        tip.setVisible(false);
        tip.setMouseTransparent(true);
        getChildren().addAll(drawing, selection, ring, tip, probe);
        probe.fontProperty().subscribe(this::invalidate);
        mark.subscribe(this::explain);
        focusedProperty().subscribe(this::focusMoved);
        addEventHandler(MouseEvent.MOUSE_MOVED, this::hover);
        addEventHandler(MouseEvent.MOUSE_EXITED, _ -> mark.set(null));
        addEventHandler(MouseEvent.MOUSE_CLICKED, this::click);
        addEventHandler(KeyEvent.KEY_PRESSED, this::key);
    }

    /// Shows a plot in place of the one before. What was brought up is dropped, except where the
    /// plot is the same.
    public void show(Plot newPlot) {
        if (!newPlot.equals(plot)) {
            plot = newPlot;
            mark.set(null);
            setAccessibleText(newPlot.words());
            invalidate();
        }
    }

    /// The plot that is shown; null before the first.
    public @Nullable Plot plot() {
        return plot;
    }

    /// What a click on a mark or Enter calls; marks without a key are not handed on.
    public void setOnPick(@Nullable Consumer<Mark> handler) {
        onPick = handler;
    }

    /// What the numbers behind the plot are, where it does not draw them all.
    public void setNumbers(@Nullable Supplier<DataTable> all) {
        numbers = all;
    }

    /// The numbers behind the plot; empty before the first [#show].
    public Optional<DataTable> numbers() {
        Supplier<DataTable> all = numbers;
        Plot shown = plot;
        if (shown == null) {
            return Optional.empty();
        }
        return Optional.of(all == null ? PlotData.of(shown) : all.get());
    }

    /// Frames the marks whose key has any of these, such as the solutions that are selected now.
    public void setSelected(Set<String> keys) {
        selected = Set.copyOf(keys);
        frameSelected();
    }

    /// The mark that is brought up by the pointer or the keyboard; null if none.
    public ReadOnlyObjectProperty<@Nullable Mark> markProperty() {
        return mark.getReadOnlyProperty();
    }

    /// The plot at its present size as a picture to keep; empty before the first [#show].
    public Optional<PlotPicture> picture(Palette palette) {
        Plot shown = plot;
        return shown == null
                ? Optional.empty()
                : Optional.of(
                        new PlotPicture(
                                shown,
                                Math.max(getWidth(), PREFERRED_WIDTH / 2),
                                Math.max(getHeight(), PREFERRED_HEIGHT / 2),
                                probe.getFont().getSize(),
                                palette));
    }

    private void invalidate() {
        layout = null;
        requestLayout();
    }

    @Override
    protected double computePrefWidth(double height) {
        return PREFERRED_WIDTH;
    }

    @Override
    protected double computePrefHeight(double width) {
        return PREFERRED_HEIGHT;
    }

    @Override
    protected void layoutChildren() {
        Plot shown = plot;
        PlotLayout old = layout;
        if (shown == null) {
            drawing.getChildren().clear();
            return;
        }
        double width = Math.max(Math.floor(getWidth()), PlotLayout.LEAST_WIDTH);
        double height = Math.max(Math.floor(getHeight()), PlotLayout.LEAST_HEIGHT);
        if (old == null || old.width() != width || old.height() != height) {
            PlotLayout fresh =
                    PlotLayout.of(shown, width, height, probe.getFont().getSize(), metrics);
            layout = fresh;
            drawing.getChildren().setAll(fresh.shapes().stream().map(nodes::node).toList());
            // Made during layout, they would be drawn once without their colours.
            drawing.applyCss();
            Mark before = mark.get();
            mark.set(
                    before == null
                            ? null
                            : fresh.marks().stream()
                                    .filter(one -> isSame(one, before))
                                    .findFirst()
                                    .orElse(null));
            frameSelected();
        }
        placeTip();
    }

    private static boolean isSame(Mark one, Mark other) {
        return one.series() == other.series() && one.index() == other.index();
    }

    private void frameSelected() {
        PlotLayout at = layout;
        selection
                .getChildren()
                .setAll(
                        at == null || selected.isEmpty()
                                ? List.of()
                                : at.marks().stream()
                                        .filter(one ->
                                                one.key().stream().anyMatch(selected::contains))
                                        .map(one -> {
                                            Rectangle frame = new Rectangle();
                                            frame.getStyleClass().add("plot-selected");
                                            frame.setMouseTransparent(true);
                                            around(frame, one);
                                            return frame;
                                        })
                                        .toList());
    }

    private static void around(Rectangle frame, Mark one) {
        double gap = 3;
        frame.setX(one.left() - gap);
        frame.setY(one.top() - gap);
        frame.setWidth(one.width() + 2 * gap);
        frame.setHeight(one.height() + 2 * gap);
        frame.setArcWidth(6);
        frame.setArcHeight(6);
    }

    /// Shows what the mark says, or nothing.
    private void explain() {
        Mark now = mark.get();
        ring.setVisible(now != null);
        tip.setVisible(now != null);
        Plot shown = plot;
        setCursor(now != null && onPick != null && !now.key().isEmpty() ? Cursor.HAND : null);
        if (now == null) {
            setAccessibleText(shown == null ? "" : shown.words());
            return;
        }
        around(ring, now);
        tip.setText(String.join("\n", now.lines()));
        setAccessibleText(now.words());
        notifyAccessibleAttributeChanged(AccessibleAttribute.TEXT);
        placeTip();
    }

    private void placeTip() {
        Mark now = mark.get();
        if (now == null) {
            return;
        }
        tip.applyCss();
        tip.autosize();
        double width = tip.getWidth();
        double height = tip.getHeight();
        double right = now.left() + now.width() + TIP_GAP;
        double x = right + width <= getWidth() ? right : now.left() - TIP_GAP - width;
        double y = now.y() - height / 2;
        tip.relocate(
                snapPositionX(Math.clamp(x, 0, Math.max(getWidth() - width, 0))),
                snapPositionY(Math.clamp(y, 0, Math.max(getHeight() - height, 0))));
    }

    private void focusMoved() {
        if (!isFocused()) {
            mark.set(null);
        }
    }

    private void hover(MouseEvent event) {
        mark.set(at(event));
    }

    private @Nullable Mark at(MouseEvent event) {
        PlotLayout now = layout;
        return now == null ? null : now.markAt(event.getX(), event.getY(), REACH).orElse(null);
    }

    private void click(MouseEvent event) {
        requestFocus();
        Mark clicked = at(event);
        if (event.getButton() == MouseButton.PRIMARY && clicked != null) {
            mark.set(clicked);
            pick(clicked);
            event.consume();
        }
    }

    private void pick(Mark picked) {
        Consumer<Mark> handler = onPick;
        if (handler != null && !picked.key().isEmpty()) {
            handler.accept(picked);
        }
    }

    private void key(KeyEvent event) {
        Mark now = mark.get();
        boolean modified = event.isShortcutDown() || event.isAltDown() || event.isShiftDown();
        if (modified) {
            return;
        }
        boolean done =
                switch (event.getCode()) {
                    case LEFT -> walk(PlotLayout.Direction.LEFT);
                    case RIGHT -> walk(PlotLayout.Direction.RIGHT);
                    case UP -> walk(PlotLayout.Direction.UP);
                    case DOWN -> walk(PlotLayout.Direction.DOWN);
                    case ENTER, SPACE -> {
                        if (now != null) {
                            pick(now);
                        }
                        yield now != null;
                    }
                    case ESCAPE -> {
                        mark.set(null);
                        yield now != null;
                    }
                    default -> false;
                };
        if (done) {
            event.consume();
        }
    }

    private boolean walk(PlotLayout.Direction direction) {
        PlotLayout now = layout;
        if (now == null || now.marks().isEmpty()) {
            return false;
        }
        mark.set(now.next(mark.get(), direction).orElse(null));
        return true;
    }
}
