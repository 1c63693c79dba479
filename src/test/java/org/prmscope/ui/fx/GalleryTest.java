package org.prmscope.ui.fx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import javafx.scene.Scene;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/// Lays out and paints every component; the pictures are in `target/gallery` for a person to see.
class GalleryTest extends FxTest {
    @ParameterizedTest
    @CsvSource({"LIGHT, 1.0", "DARK, 1.0", "LIGHT, 1.5"})
    void everyComponentPaintsInEveryLookWithoutStyleWarnings(Theme.Mode mode, double fontScale)
            throws Exception {
        List<String> warnings = new ArrayList<>();
        Handler handler = collecting(warnings);
        Logger.getLogger("").addHandler(handler);
        Path file = Path.of("target/gallery/" + mode + "-" + fontScale + ".png");
        try (MathRenderer renderer = new MathRenderer()) {
            Gallery gallery = new Gallery(renderer);
            Scene scene =
                    onFx(() -> {
                        Theme theme = new Theme();
                        theme.modeProperty().set(mode);
                        theme.fontScaleProperty().set(fontScale);
                        return scene(theme, gallery.page(), 1400, 1250);
                    });
            onFx(() -> scene.snapshot(null));
            for (MathText text : gallery.texts()) {
                await(onFx(text::pictures));
            }
            onFx(() -> {
                scene.snapshot(null);
                write(scene, file);
                return true;
            });
        } finally {
            Logger.getLogger("").removeHandler(handler);
        }
        assertTrue(file.toFile().length() > 50_000, "nothing was painted");
        assertEquals(List.of(), warnings);
    }

    private static Handler collecting(List<String> warnings) {
        return new Handler() {
            @Override
            public void publish(LogRecord entry) {
                if (String.valueOf(entry.getSourceClassName()).contains("Css")) {
                    warnings.add(entry.getMessage());
                }
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
    }
}
