package org.prmscope.ui.fx;

import static org.junit.jupiter.api.Assertions.assertTrue;

import javafx.scene.Scene;
import javafx.stage.Stage;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

/// Lays out and paints every component; the pictures are in `target/gallery` for a person to see.
class GalleryTest extends FxTest {
    @ParameterizedTest
    @CsvSource({"LIGHT, 1.0", "DARK, 1.0", "LIGHT, 1.5"})
    void everyComponentPaintsInEveryLook(Theme.Mode mode, double fontScale) {
        try (MathRenderer renderer = new MathRenderer()) {
            Gallery gallery = new Gallery(renderer);
            Stage stage =
                    onFx(() -> {
                        Theme theme = new Theme();
                        theme.modeProperty().set(mode);
                        theme.fontScaleProperty().set(fontScale);
                        Scene scene = scene(theme, gallery.page(), 1400, 1250);
                        Stage shown = new Stage();
                        shown.setScene(scene);
                        shown.show();
                        return shown;
                    });
            settle();
            gallery.texts().forEach(text -> await(onFx(text::pictures)));
            settle();
            Path file = Path.of("target/gallery/" + mode + "-" + fontScale + ".png");
            onFx(() -> {
                write(stage.getScene(), file);
                stage.close();
                return true;
            });
            assertTrue(file.toFile().length() > 50_000, "nothing was painted");
        }
    }

    /// Lets the pulses that layout needs go by.
    private static void settle() {
        for (int i = 0; i < 4; i++) {
            CompletableFuture<Void> pulse = new CompletableFuture<>();
            onFx(() -> {
                new javafx.animation.AnimationTimer() {
                    @Override
                    public void handle(long now) {
                        stop();
                        pulse.complete(null);
                    }
                }.start();
                return true;
            });
            await(pulse);
        }
    }
}
