package org.prmscope.ui.fx;

import javafx.application.Platform;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.image.PixelReader;
import javafx.scene.image.WritableImage;

import org.junit.jupiter.api.BeforeAll;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import javax.imageio.ImageIO;

/// Starts the toolkit once for all tests that need one and runs code on the FX thread.
abstract class FxTest {
    private static final CompletableFuture<Boolean> STARTED = new CompletableFuture<>();

    @BeforeAll
    static void startToolkit() throws Exception {
        synchronized (STARTED) {
            if (!STARTED.isDone()) {
                try {
                    Platform.startup(() -> STARTED.complete(true));
                } catch (IllegalStateException alreadyRunning) {
                    STARTED.complete(false);
                }
                Platform.setImplicitExit(false);
            }
        }
        STARTED.get(30, TimeUnit.SECONDS);
    }

    /// Runs code on the FX thread and waits for it.
    static <T> T onFx(Callable<T> code) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Platform.runLater(() -> {
            try {
                result.complete(code.call());
            } catch (Throwable failure) {
                result.completeExceptionally(failure);
            }
        });
        return await(result);
    }

    /// Waits for something that completes elsewhere; half a minute at most.
    static <T> T await(CompletableFuture<T> result) {
        try {
            return result.get(30, TimeUnit.SECONDS);
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof Error error) {
                throw error;
            }
            throw new AssertionError(failure.getCause());
        } catch (InterruptedException | TimeoutException failure) {
            throw new AssertionError(failure);
        }
    }

    /// A scene of a fixed size with the given look, laid out.
    static Scene scene(Theme theme, Parent root, double width, double height) {
        Scene scene = new Scene(root, width, height);
        theme.install(scene);
        root.applyCss();
        root.layout();
        return scene;
    }

    /// Writes what a scene shows as PNG.
    static void write(Scene scene, Path file) throws IOException {
        WritableImage image = scene.snapshot(null);
        int width = (int) image.getWidth();
        int height = (int) image.getHeight();
        BufferedImage copy = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        PixelReader pixels = image.getPixelReader();
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                copy.setRGB(x, y, pixels.getArgb(x, y));
            }
        }
        Files.createDirectories(file.toAbsolutePath().getParent());
        ImageIO.write(copy, "png", file.toFile());
    }
}
