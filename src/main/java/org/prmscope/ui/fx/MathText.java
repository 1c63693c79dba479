package org.prmscope.ui.fx;

import javafx.application.Platform;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.geometry.Orientation;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.MenuItem;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;
import javafx.scene.text.Text;
import javafx.scene.text.TextFlow;
import javafx.stage.Window;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Prose with LaTeX, wrapped like text; formulas are drawn, their source stays one key away.
///
/// Its height depends on its width, so it fits into a `VBox` or a card. Malformed or refused
/// formulas show their source. Ctrl+C after a click and the context menu copy the source. Beyond
/// 40,000 characters or 400 formulas the rest is left out, with a note that says so; copying gives
/// everything.
public final class MathText extends Region {
    /// TeX's letters are smaller than Inter's at one size.
    private static final double RELATIVE_SIZE = 1.18;

    private static final int MAX_CHARACTERS = 40_000;
    private static final int MAX_FORMULAS = 400;

    /// How long the FX thread waits for formulas before it shows their sources, milliseconds; a
    /// frame, which is enough for a step's formulas once the library is warm.
    private static final long PATIENCE_MS = 16;

    private static final KeyCombination COPY =
            new KeyCodeCombination(KeyCode.C, KeyCombination.SHORTCUT_DOWN);

    /// What the pictures depend on besides their sources.
    private record Style(int argb, double size, double scale) {
        /// False before the style sheet was seen: drawing then would be in vain.
        boolean isKnown() {
            return argb != 0;
        }
    }

    private final StringProperty text = new SimpleStringProperty(this, "text", "");
    private final BooleanProperty showSource = new SimpleBooleanProperty(this, "showSource", false);
    private final MathRenderer renderer;
    private final TextFlow flow = new TextFlow();

    /// Takes colour and size from the style sheet, as every other run of text does.
    private final Text probe = new Text();

    private CompletableFuture<?> pictures = CompletableFuture.completedFuture(null);
    private double outputScale = 1;
    private Style builtWith = new Style(0, 0, 1);
    private int generation;
    private @Nullable ContextMenu menu;

    /// An empty text; set its text next.
    public MathText(MathRenderer renderer) {
        this.renderer = renderer;
        getStyleClass().add("math-text");
        probe.setManaged(false);
        probe.getStyleClass().add("text");
        probe.setOpacity(0);
        probe.setMouseTransparent(true);
        flow.getStyleClass().add("flow");
        getChildren().addAll(flow, probe);
        probe.setFill(null);
        text.subscribe(this::rebuild);
        showSource.subscribe(this::rebuild);
        probe.fillProperty().subscribe(this::styleChanged);
        probe.fontProperty().subscribe(this::styleChanged);
        sceneProperty()
                .flatMap(Scene::windowProperty)
                .flatMap(Window::outputScaleXProperty)
                .orElse(1)
                .subscribe(this::rescale);
        addEventHandler(MouseEvent.MOUSE_PRESSED, _ -> requestFocus());
        addEventHandler(KeyEvent.KEY_PRESSED, this::copyOnKey);
        setOnContextMenuRequested(event -> {
            menu().show(this, event.getScreenX(), event.getScreenY());
            event.consume();
        });
    }

    /// The source.
    public StringProperty textProperty() {
        return text;
    }

    /// Replaces the source.
    public void setText(String source) {
        text.set(source);
    }

    /// The source, whole also where its display is cut.
    public String getText() {
        return text.get();
    }

    /// True shows the source instead of drawing it.
    public BooleanProperty showSourceProperty() {
        return showSource;
    }

    /// Completes once every formula of the present text is drawn or refused, and shown.
    CompletableFuture<?> pictures() {
        return pictures;
    }

    private void rescale(Number scale) {
        outputScale = scale.doubleValue();
        styleChanged();
    }

    private void styleChanged() {
        if (!style().equals(builtWith)) {
            requestLayout();
        }
    }

    /// Colour and size change in the styling pass; the layout pass after it rebuilds once, so that
    /// the same frame shows the formulas.
    private void followStyle() {
        if (!style().equals(builtWith)) {
            rebuild();
            if (getScene() != null) {
                flow.applyCss();
            }
        }
    }

    private Style style() {
        return new Style(
                probe.getFill() instanceof Color fill ? argb(fill) : 0,
                probe.getFont().getSize() * RELATIVE_SIZE,
                outputScale);
    }

    private void rebuild() {
        String source = text.get();
        setAccessibleText(source);
        builtWith = style();
        if (showSource.get() || !builtWith.isKnown()) {
            generation++;
            pictures = CompletableFuture.completedFuture(null);
            flow.getChildren().setAll(styled(shown(source), "source-view"));
            addNoteOfRest(source);
            return;
        }
        List<MathSegment> segments = MathSegments.parse(shown(source));
        List<CompletableFuture<MathImage>> drawings =
                segments.stream()
                        .filter(MathSegment.Maths.class::isInstance)
                        .limit(MAX_FORMULAS)
                        .map(segment -> renderer.render(request((MathSegment.Maths) segment)))
                        .toList();
        CompletableFuture<?> all =
                CompletableFuture.allOf(drawings.toArray(CompletableFuture[]::new));
        int mine = ++generation;
        pictures =
                finishesSoon(all)
                        ? all
                        : all.thenRunAsync(
                                () -> {
                                    if (mine == generation) {
                                        fill(segments);
                                    }
                                },
                                Platform::runLater);
        fill(segments);
    }

    private static boolean finishesSoon(CompletableFuture<?> all) {
        try {
            all.get(PATIENCE_MS, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException notYet) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException bug) {
            throw new IllegalStateException(bug.getCause());
        }
    }

    private void fill(List<MathSegment> segments) {
        List<Node> nodes = new ArrayList<>(segments.size());
        for (int i = 0; i < segments.size(); i++) {
            boolean afterDisplay = i > 0 && isDisplay(segments.get(i - 1));
            boolean beforeDisplay = i + 1 < segments.size() && isDisplay(segments.get(i + 1));
            switch (segments.get(i)) {
                case MathSegment.Prose(String prose, String _) -> {
                    String trimmed = afterDisplay ? prose.stripLeading() : prose;
                    trimmed = beforeDisplay ? trimmed.stripTrailing() : trimmed;
                    nodes.add(styled(trimmed, "prose"));
                }
                case MathSegment.Bold(String bold, String _) -> nodes.add(styled(bold, "bold"));
                case MathSegment.Code(String code, String _) -> nodes.add(styled(code, "code"));
                case MathSegment.Maths maths -> addMaths(nodes, maths, i + 1 < segments.size());
            }
        }
        flow.getChildren().setAll(nodes);
        addNoteOfRest(text.get());
        requestLayout();
    }

    private void addMaths(List<Node> nodes, MathSegment.Maths maths, boolean more) {
        if (maths.display() && !nodes.isEmpty()) {
            nodes.add(styled("\n", "prose"));
        }
        double size = probe.getFont().getSize();
        nodes.add(
                switch (renderer.cached(request(maths)).orElse(null)) {
                    case MathImage.Drawn drawn ->
                            new MathNode(drawn, maths.source(), maths.display() ? size / 3 : 0);
                    case MathImage.Refused _ -> styled(maths.source(), "source");
                    case null -> styled(maths.source(), "source");
                });
        if (maths.display() && more) {
            nodes.add(styled("\n", "prose"));
        }
    }

    private void addNoteOfRest(String source) {
        int rest = source.length() - shown(source).length();
        if (rest > 0) {
            String note = "\n… " + rest + " more characters; copying gives all of them";
            flow.getChildren().add(styled(note, "more"));
        }
    }

    private static boolean isDisplay(MathSegment segment) {
        return segment instanceof MathSegment.Maths maths && maths.display();
    }

    private static String shown(String source) {
        return source.length() <= MAX_CHARACTERS ? source : source.substring(0, MAX_CHARACTERS);
    }

    private static Text styled(String text, String styleClass) {
        Text node = new Text(text);
        node.getStyleClass().addAll("text", styleClass);
        return node;
    }

    private MathImage.Request request(MathSegment.Maths maths) {
        return new MathImage.Request(
                maths.latex(),
                maths.display(),
                builtWith.size(),
                builtWith.argb(),
                builtWith.scale());
    }

    private static int argb(Color colour) {
        return channel(colour.getOpacity()) << 24
                | channel(colour.getRed()) << 16
                | channel(colour.getGreen()) << 8
                | channel(colour.getBlue());
    }

    private static int channel(double share) {
        return (int) Math.round(share * 255);
    }

    private void copyOnKey(KeyEvent event) {
        if (COPY.match(event)) {
            copy();
            event.consume();
        }
    }

    private void copy() {
        ClipboardContent content = new ClipboardContent();
        content.putString(text.get());
        Clipboard.getSystemClipboard().setContent(content);
    }

    private ContextMenu menu() {
        ContextMenu existing = menu;
        if (existing == null) {
            MenuItem copy = new MenuItem("Copy source");
            copy.setOnAction(_ -> copy());
            MenuItem toggle = new MenuItem();
            toggle.textProperty()
                    .bind(showSource.map(shown -> shown ? "Show formulas" : "Show source"));
            toggle.setOnAction(_ -> showSource.set(!showSource.get()));
            existing = new ContextMenu(copy, toggle);
            menu = existing;
        }
        return existing;
    }

    @Override
    public Orientation getContentBias() {
        return Orientation.HORIZONTAL;
    }

    @Override
    protected double computeMinWidth(double height) {
        return 0;
    }

    @Override
    protected double computePrefWidth(double height) {
        followStyle();
        return snappedLeftInset() + flow.prefWidth(-1) + snappedRightInset();
    }

    @Override
    protected double computePrefHeight(double width) {
        followStyle();
        double inner = width < 0 ? -1 : width - snappedLeftInset() - snappedRightInset();
        fit(inner);
        return snappedTopInset() + flow.prefHeight(inner) + snappedBottomInset();
    }

    @Override
    protected double computeMinHeight(double width) {
        return computePrefHeight(width);
    }

    @Override
    protected void layoutChildren() {
        followStyle();
        double inner = getWidth() - snappedLeftInset() - snappedRightInset();
        fit(inner);
        flow.resizeRelocate(
                snappedLeftInset(),
                snappedTopInset(),
                inner,
                getHeight() - snappedTopInset() - snappedBottomInset());
    }

    @Override
    public double getBaselineOffset() {
        return snappedTopInset() + flow.getBaselineOffset();
    }

    private void fit(double width) {
        for (Node node : flow.getChildren()) {
            if (node instanceof MathNode maths) {
                maths.fit(width);
            }
        }
    }
}
