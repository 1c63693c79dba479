package org.prmscope.ui.fx;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;

import javafx.application.Application;
import javafx.beans.property.DoubleProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleDoubleProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.scene.Scene;
import javafx.scene.text.Font;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/// The look of every window: AtlantaFX Primer in light or dark, the program's own style sheet on
/// top, its fonts, and the size of all text. Switches at run time.
///
/// Components name colours only by the variables of the style sheets (`-color-fg-default`,
/// `-prm-correct-fg`), so they follow a switch without code.
public final class Theme {
    /// Light or dark.
    public enum Mode {
        LIGHT,
        DARK
    }

    /// Smallest and largest font scale.
    public static final double MIN_SCALE = 0.8;

    public static final double MAX_SCALE = 2.0;

    /// The text size at scale 1, in pixels.
    public static final double BASE_FONT_SIZE = 13;

    private static final String SIZE_SHEET = "data:text/css;base64,";

    private static final List<String> FONTS =
            List.of(
                    "Inter-Regular.otf",
                    "Inter-Medium.otf",
                    "Inter-SemiBold.otf",
                    "Inter-Bold.otf",
                    "Inter-Italic.otf",
                    "JetBrainsMono-Regular.ttf",
                    "JetBrainsMono-Bold.ttf");

    private final ObjectProperty<Mode> mode = new SimpleObjectProperty<>(Mode.LIGHT);
    private final DoubleProperty fontScale = new SimpleDoubleProperty(1);
    private final List<Scene> scenes = new ArrayList<>();

    /// Loads the fonts and sets the light theme; call on the FX thread, once for each program.
    public Theme() {
        FONTS.forEach(Theme::load);
        mode.subscribe(_ -> apply());
        fontScale.subscribe(_ -> apply());
    }

    /// Gives a scene this look, now and after every change; style sheets of its own stay, after
    /// these. Windows that come and go must call [#remove].
    public void install(Scene scene) {
        scenes.add(scene);
        style(scene);
    }

    /// Stops following a scene.
    public void remove(Scene scene) {
        scenes.remove(scene);
    }

    /// Light or dark; setting it switches every scene.
    public ObjectProperty<Mode> modeProperty() {
        return mode;
    }

    /// The present mode.
    public Mode mode() {
        return mode.get();
    }

    /// Light becomes dark and dark light.
    public void toggle() {
        mode.set(mode() == Mode.LIGHT ? Mode.DARK : Mode.LIGHT);
    }

    /// 1 is normal; values outside 0.8..2 are shown as the nearest allowed one.
    public DoubleProperty fontScaleProperty() {
        return fontScale;
    }

    /// One tenth larger.
    public void zoomIn() {
        fontScale.set(clamp(Math.round(fontScale.get() * 10 + 1) / 10.0));
    }

    /// One tenth smaller.
    public void zoomOut() {
        fontScale.set(clamp(Math.round(fontScale.get() * 10 - 1) / 10.0));
    }

    /// Back to 1.
    public void zoomReset() {
        fontScale.set(1);
    }

    private void apply() {
        Application.setUserAgentStylesheet(
                switch (mode()) {
                    case LIGHT -> new PrimerLight().getUserAgentStylesheet();
                    case DARK -> new PrimerDark().getUserAgentStylesheet();
                });
        scenes.forEach(this::style);
    }

    private void style(Scene scene) {
        String variables =
                switch (mode()) {
                    case LIGHT -> "prmscope-light.css";
                    case DARK -> "prmscope-dark.css";
                };
        List<String> sheets =
                new ArrayList<>(
                        List.of(
                                resource(variables).toExternalForm(),
                                resource("prmscope.css").toExternalForm(),
                                sizeSheet()));
        scene.getStylesheets().stream().filter(sheet -> !isOurs(sheet)).forEach(sheets::add);
        scene.getStylesheets().setAll(sheets);
    }

    private static boolean isOurs(String sheet) {
        return sheet.startsWith(SIZE_SHEET)
                || sheet.startsWith(resource("prmscope.css").toExternalForm().replace(".css", ""));
    }

    /// The root's font size as a sheet, not as an inline style, so that popups get it too.
    private String sizeSheet() {
        double pixels = BASE_FONT_SIZE * clamp(fontScale.get());
        String css = String.format(Locale.ROOT, ".root { -fx-font-size: %.2fpx; }", pixels);
        return SIZE_SHEET
                + Base64.getEncoder().encodeToString(css.getBytes(StandardCharsets.UTF_8));
    }

    private static double clamp(double scale) {
        return Math.clamp(scale, MIN_SCALE, MAX_SCALE);
    }

    private static void load(String font) {
        try (InputStream bytes = resource("fonts/" + font).openStream()) {
            if (Font.loadFont(bytes, BASE_FONT_SIZE) == null) {
                throw new IllegalStateException("not a font: " + font);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static URL resource(String name) {
        return Objects.requireNonNull(Theme.class.getResource(name), name);
    }
}
