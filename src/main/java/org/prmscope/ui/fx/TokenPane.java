package org.prmscope.ui.fx;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.value.ObservableValue;
import javafx.css.CssMetaData;
import javafx.css.Styleable;
import javafx.css.StyleableProperty;
import javafx.geometry.Orientation;
import javafx.scene.AccessibleRole;
import javafx.scene.canvas.Canvas;
import javafx.scene.control.ScrollBar;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;
import javafx.scene.text.Text;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.TokenSpan;
import org.prmscope.core.TokenTrace;

import java.util.List;
import java.util.Set;

/// The tokens of a chain, each on a background that grows with its surprise (one minus its
/// probability); decision tokens are outlined, tokens that were not sampled are quiet.
///
/// Wraps, scrolls itself and draws only the visible lines. Hover or the arrow keys pick a token;
/// Ctrl+C copies the text.
public final class TokenPane extends Region {
    private static final KeyCombination COPY =
            new KeyCodeCombination(KeyCode.C, KeyCombination.SHORTCUT_DOWN);
    private static final int PREFERRED_LINES = 14;

    private final ReadOnlyObjectWrapper<@Nullable Integer> hovered =
            new ReadOnlyObjectWrapper<>(this, "hovered", null);
    private final ReadOnlyObjectWrapper<@Nullable Integer> caret =
            new ReadOnlyObjectWrapper<>(this, "caret", null);
    private final ReadOnlyObjectWrapper<@Nullable Integer> picked =
            new ReadOnlyObjectWrapper<>(this, "picked", null);
    private final Canvas canvas = new Canvas();
    private final ScrollBar bar = new ScrollBar();
    private final Text probe = new Text("0".repeat(50));
    private final TokenPainter painter = new TokenPainter(this);

    private TokenTrace trace = TokenTrace.EMPTY;
    private TokenSpan span = new TokenSpan(0, 0);
    private Set<Integer> decisions = Set.of();
    private List<String> texts = List.of();
    private @Nullable TokenLayout layout;
    private int layoutColumns;
    private boolean wantsFollowing;
    private boolean following;
    private @Nullable Integer revealWaits;

    /// An empty pane; [#show] fills it.
    public TokenPane() {
        getStyleClass().add("token-pane");
        setFocusTraversable(true);
        setAccessibleRole(AccessibleRole.TEXT_AREA);
        probe.setManaged(false);
        probe.getStyleClass().add("text");
        probe.setOpacity(0);
        probe.setMouseTransparent(true);
        bar.setOrientation(Orientation.VERTICAL);
        bar.setFocusTraversable(false);
        canvas.setManaged(false);
        getChildren().addAll(canvas, bar, probe);
        probe.fontProperty()
                .subscribe(() -> {
                    layout = null;
                    requestLayout();
                });
        bar.valueProperty().subscribe(this::draw);
        bar.addEventFilter(
                MouseEvent.MOUSE_RELEASED,
                _ -> following = wantsFollowing && bar.getValue() >= bar.getMax());
        bar.addEventFilter(MouseEvent.MOUSE_PRESSED, _ -> following = false);
        focusedProperty().subscribe(this::draw);
        addEventHandler(MouseEvent.MOUSE_MOVED, this::hover);
        addEventHandler(MouseEvent.MOUSE_EXITED, _ -> setHovered(null));
        addEventHandler(MouseEvent.MOUSE_PRESSED, this::press);
        addEventHandler(ScrollEvent.SCROLL, this::scroll);
        addEventHandler(KeyEvent.KEY_PRESSED, this::key);
        hovered.subscribe(this::pick);
        caret.subscribe(this::pick);
    }

    /// Shows the tokens of `span`. The scroll position and the caret stay where the trace grew, as
    /// while a chain is being written.
    ///
    /// @param newDecisions positions of the tokens that verdicts were read from
    public void show(TokenTrace newTrace, TokenSpan newSpan, Set<Integer> newDecisions) {
        // Before the new tokens: listeners look the picked position up in what is shown now.
        Integer old = caret.get();
        if (old != null && (old < newSpan.start() || old >= newSpan.end())) {
            caret.set(null);
        }
        setHovered(null);
        trace = newTrace;
        span = newSpan;
        decisions = Set.copyOf(newDecisions);
        texts = TokenTexts.of(trace, span);
        layout = null;
        requestLayout();
    }

    /// The position in the trace of the token under the mouse; null if none.
    public ReadOnlyObjectProperty<@Nullable Integer> hoveredProperty() {
        return hovered.getReadOnlyProperty();
    }

    /// The position in the trace of the token the keyboard is on; null if none.
    public ReadOnlyObjectProperty<@Nullable Integer> caretProperty() {
        return caret.getReadOnlyProperty();
    }

    /// The hovered token, else the one at the caret: what an inspector should explain.
    public ReadOnlyObjectProperty<@Nullable Integer> pickedProperty() {
        return picked.getReadOnlyProperty();
    }

    /// Moves the caret to a position in the trace and scrolls to it; ignored outside the span.
    public void reveal(int position) {
        if (position >= span.start() && position < span.end()) {
            caret.set(position);
            revealWaits = position;
            requestLayout();
        }
    }

    /// Keeps the end in view as tokens arrive, except while the person has scrolled away from it.
    public void setFollowing(boolean newFollowing) {
        wantsFollowing = newFollowing;
        following = newFollowing;
        requestLayout();
    }

    private void pick() {
        Integer token = hovered.get() != null ? hovered.get() : caret.get();
        picked.set(token);
        setAccessibleText(token == null ? trace.text(span) : texts.get(token - span.start()));
        draw();
    }

    private void setHovered(@Nullable Integer position) {
        hovered.set(position);
    }

    @Override
    protected double computePrefWidth(double height) {
        return snappedLeftInset() + 46 * columnWidth() + snappedRightInset();
    }

    @Override
    protected double computePrefHeight(double width) {
        TokenLayout known = layout;
        int lines = known == null ? PREFERRED_LINES : Math.min(known.lineCount(), PREFERRED_LINES);
        return snappedTopInset() + Math.max(lines, 1) * lineHeight() + snappedBottomInset();
    }

    @Override
    protected double computeMinHeight(double width) {
        return snappedTopInset() + lineHeight() + snappedBottomInset();
    }

    @Override
    protected void layoutChildren() {
        double left = snappedLeftInset();
        double top = snappedTopInset();
        double width = Math.max(getWidth() - left - snappedRightInset(), 1);
        double height = Math.max(getHeight() - top - snappedBottomInset(), 1);
        double barWidth = snapSizeX(bar.prefWidth(-1));
        canvas.relocate(left, top);
        canvas.setWidth(Math.max(width - barWidth, 1));
        canvas.setHeight(height);
        int columns = Math.max((int) (canvas.getWidth() / columnWidth()), 4);
        TokenLayout lines = layout;
        if (lines == null || columns != layoutColumns) {
            lines = TokenLayout.of(texts, columns);
            layout = lines;
            layoutColumns = columns;
        }
        double content = lines.lineCount() * lineHeight();
        double room = Math.max(content - height, 0);
        bar.setVisible(room > 0);
        bar.resizeRelocate(left + width - barWidth, top, barWidth, height);
        bar.setMax(room);
        bar.setVisibleAmount(content <= 0 ? 1 : room * height / content);
        bar.setUnitIncrement(lineHeight());
        bar.setBlockIncrement(Math.max(height - lineHeight(), lineHeight()));
        bar.setValue(following ? room : Math.clamp(bar.getValue(), 0, room));
        Integer waiting = revealWaits;
        if (waiting != null && waiting < span.end()) {
            revealWaits = null;
            scrollTo(lines.lineOf(waiting - span.start()));
        }
        draw();
    }

    private void scrollTo(int line) {
        double top = line * lineHeight();
        double height = canvas.getHeight();
        if (top < bar.getValue()) {
            bar.setValue(top);
        } else if (top + lineHeight() > bar.getValue() + height) {
            bar.setValue(Math.min(top + lineHeight() - height, bar.getMax()));
        }
    }

    private void draw() {
        TokenLayout lines = layout;
        if (lines == null) {
            return;
        }
        painter.paint(
                canvas,
                lines,
                new TokenPainter.Scene(
                        trace,
                        span,
                        decisions,
                        caret.get(),
                        hovered.get(),
                        isFocused(),
                        bar.isVisible() ? bar.getValue() : 0),
                new TokenPainter.Grid(probe.getFont(), columnWidth(), lineHeight(), ascent()));
    }

    private double columnWidth() {
        return probe.getLayoutBounds().getWidth() / probe.getText().length();
    }

    private double lineHeight() {
        return Math.ceil(probe.getFont().getSize() * 1.75);
    }

    private double ascent() {
        return Math.round(
                (lineHeight() - probe.getLayoutBounds().getHeight()) / 2
                        + probe.getBaselineOffset());
    }

    private @Nullable Integer positionAt(double x, double y) {
        TokenLayout lines = layout;
        if (lines == null) {
            return null;
        }
        double top = bar.isVisible() ? bar.getValue() : 0;
        int line = (int) Math.floor((y - canvas.getLayoutY() + top) / lineHeight());
        int column = (int) Math.floor((x - canvas.getLayoutX()) / columnWidth());
        int token = lines.tokenAt(line, column);
        return token < 0 ? null : span.start() + token;
    }

    private void hover(MouseEvent event) {
        setHovered(positionAt(event.getX(), event.getY()));
    }

    private void press(MouseEvent event) {
        requestFocus();
        Integer position = positionAt(event.getX(), event.getY());
        if (position != null) {
            caret.set(position);
        }
    }

    private void scroll(ScrollEvent event) {
        double target = Math.clamp(bar.getValue() - event.getDeltaY(), 0, bar.getMax());
        if (bar.isVisible() && target != bar.getValue()) {
            bar.setValue(target);
            following = wantsFollowing && target >= bar.getMax();
            event.consume();
        }
    }

    private void key(KeyEvent event) {
        TokenLayout lines = layout;
        if (COPY.match(event)) {
            ClipboardContent content = new ClipboardContent();
            content.putString(trace.text(span));
            Clipboard.getSystemClipboard().setContent(content);
            event.consume();
            return;
        }
        boolean modified = event.isShortcutDown() || event.isAltDown();
        if (lines == null || lines.tokenCount() == 0 || modified) {
            return;
        }
        Integer at = caret.get();
        int target = target(lines, at == null ? 0 : at - span.start(), event.getCode());
        if (target >= 0) {
            reveal(span.start() + Math.clamp(target, 0, lines.tokenCount() - 1));
            event.consume();
        }
    }

    /// The token a key moves to from `token`, or -1 if the key does not move.
    private int target(TokenLayout lines, int token, KeyCode key) {
        int page = Math.max((int) (canvas.getHeight() / lineHeight()) - 1, 1);
        return switch (key) {
            case LEFT -> Math.max(token - 1, 0);
            case RIGHT -> token + 1;
            case UP -> lines.vertical(token, -1);
            case DOWN -> lines.vertical(token, 1);
            case PAGE_UP -> repeated(lines, token, -1, page);
            case PAGE_DOWN -> repeated(lines, token, 1, page);
            case HOME -> 0;
            case END -> lines.tokenCount() - 1;
            default -> -1;
        };
    }

    private static int repeated(TokenLayout lines, int token, int by, int times) {
        int moved = token;
        for (int i = 0; i < times; i++) {
            moved = lines.vertical(moved, by);
        }
        return moved;
    }

    @Override
    public List<CssMetaData<? extends Styleable, ?>> getCssMetaData() {
        return TokenPainter.cssMetaData();
    }

    StyleableProperty<Color> colour(TokenPainter.Part part) {
        return painter.property(part);
    }

    /// Repaints when a colour changes.
    void follow(ObservableValue<?> colour) {
        colour.subscribe(this::draw);
    }
}
