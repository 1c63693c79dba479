package org.prmscope.ui;

import javafx.geometry.Rectangle2D;
import javafx.scene.control.SplitPane;
import javafx.stage.Screen;
import javafx.stage.Stage;

import org.prmscope.ui.fx.Debouncer;
import org.prmscope.ui.fx.Theme;
import org.prmscope.ui.session.Remembered;

import java.util.List;
import java.util.Locale;

/// Size, place, dividers, theme and text size of the window, restored and remembered.
final class WindowState {
    private static final String WIDTH = "window.width";
    private static final String HEIGHT = "window.height";
    private static final String X = "window.x";
    private static final String Y = "window.y";
    private static final String MAXIMISED = "window.maximised";
    private static final String LEFT = "window.divider.left";
    private static final String RIGHT = "window.divider.right";
    private static final String THEME = "window.theme";
    private static final String FONT_SCALE = "window.fontScale";
    private static final double QUIET_MS = 400;

    /// The settings read before the window is restored.
    static final List<String> KEYS =
            List.of(WIDTH, HEIGHT, X, Y, MAXIMISED, LEFT, RIGHT, THEME, FONT_SCALE);

    private final Stage stage;
    private final SplitPane regions;
    private final Theme theme;
    private final Remembered remembered;
    private final Debouncer debouncer = new Debouncer(QUIET_MS);

    WindowState(Stage stage, SplitPane regions, Theme theme, Remembered remembered) {
        this.stage = stage;
        this.regions = regions;
        this.theme = theme;
        this.remembered = remembered;
    }

    /// Takes over what was remembered and begins to remember changes.
    void restore() {
        theme.modeProperty()
                .set("dark".equals(remembered.get(THEME)) ? Theme.Mode.DARK : theme.mode());
        theme.fontScaleProperty().set(remembered.number(FONT_SCALE, 1));
        if (remembered.get(WIDTH) != null) {
            place();
        }
        if ("true".equals(remembered.get(MAXIMISED))) {
            stage.setMaximized(true);
        }
        double left = remembered.number(LEFT, regions.getDividerPositions()[0]);
        double right = remembered.number(RIGHT, regions.getDividerPositions()[1]);
        if (left > 0.05 && right < 0.95 && left < right) {
            regions.setDividerPositions(left, right);
        }
        watch();
    }

    private void place() {
        double width = Math.max(remembered.number(WIDTH, stage.getWidth()), stage.getMinWidth());
        double height =
                Math.max(remembered.number(HEIGHT, stage.getHeight()), stage.getMinHeight());
        double x = remembered.number(X, stage.getX());
        double y = remembered.number(Y, stage.getY());
        // A screen may have gone since.
        boolean visible = !Screen.getScreensForRectangle(x + 40, y + 10, width - 80, 40).isEmpty();
        Rectangle2D screen = Screen.getPrimary().getVisualBounds();
        stage.setWidth(Math.min(width, Math.max(screen.getWidth(), stage.getMinWidth())));
        stage.setHeight(Math.min(height, Math.max(screen.getHeight(), stage.getMinHeight())));
        if (visible) {
            stage.setX(x);
            stage.setY(y);
        }
    }

    /// Begins to remember changes.
    void watch() {
        for (var property :
                List.of(
                        stage.widthProperty(),
                        stage.heightProperty(),
                        stage.xProperty(),
                        stage.yProperty(),
                        stage.maximizedProperty(),
                        theme.modeProperty(),
                        theme.fontScaleProperty())) {
            property.subscribe(this::changed);
        }
        regions.getDividers()
                .forEach(divider -> divider.positionProperty().subscribe(this::changed));
    }

    private void changed() {
        debouncer.request(this::remember);
    }

    /// Remembers everything as it stands.
    void remember() {
        debouncer.cancel();
        remembered.put(MAXIMISED, Boolean.toString(stage.isMaximized()));
        if (!stage.isMaximized()) {
            remembered.put(WIDTH, figure(stage.getWidth()));
            remembered.put(HEIGHT, figure(stage.getHeight()));
            remembered.put(X, figure(stage.getX()));
            remembered.put(Y, figure(stage.getY()));
        }
        double[] dividers = regions.getDividerPositions();
        remembered.put(LEFT, String.format(Locale.ROOT, "%.4f", dividers[0]));
        remembered.put(RIGHT, String.format(Locale.ROOT, "%.4f", dividers[1]));
        remembered.put(THEME, theme.mode() == Theme.Mode.DARK ? "dark" : "light");
        remembered.put(FONT_SCALE, Double.toString(theme.fontScaleProperty().get()));
    }

    private static String figure(double pixels) {
        return Long.toString(Math.round(pixels));
    }
}
