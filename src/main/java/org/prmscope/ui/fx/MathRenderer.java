package org.prmscope.ui.fx;

import javafx.scene.image.PixelFormat;
import javafx.scene.image.WritableImage;

import org.jspecify.annotations.Nullable;
import org.scilab.forge.jlatexmath.MacroInfo;
import org.scilab.forge.jlatexmath.TeXConstants;
import org.scilab.forge.jlatexmath.TeXFormula;
import org.scilab.forge.jlatexmath.TeXIcon;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Insets;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Draws LaTeX to images off the FX thread and keeps the most recent ones.
///
/// One for the whole program; share it among all [MathText]s. A formula that the drawing library
/// cannot read, that [MathCommands] refuses, that would be larger than a screen or that takes
/// longer than two seconds is refused, and stays refused.
public final class MathRenderer implements AutoCloseable {
    private static final long BUDGET_MS = 2000;
    private static final double MAX_PIXELS = 4_000_000;
    private static final long MAX_CACHED_PIXELS = 16_000_000;
    private static final int MAX_CACHED = 4000;
    private static final int MAX_ABANDONED = 3;

    private final ExecutorService queue = Executors.newSingleThreadExecutor(thread("maths queue"));
    private final Map<MathImage.Request, MathImage> cache = new LinkedHashMap<>(64, 0.75f, true);
    private final Map<MathImage.Request, CompletableFuture<MathImage>> waiting = new HashMap<>();
    private long cachedPixels;

    /// The thread that draws; only the queue's thread touches these two.
    private ExecutorService drawing = Executors.newSingleThreadExecutor(thread("maths drawing"));

    private int abandoned;

    /// The drawing library uses AWT for glyphs; it must not look for a display of its own.
    public MathRenderer() {
        if (System.getProperty("java.awt.headless") == null) {
            System.setProperty("java.awt.headless", "true");
        }
    }

    /// The picture if it is at hand.
    synchronized Optional<MathImage> cached(MathImage.Request request) {
        return Optional.ofNullable(cache.get(request));
    }

    /// The picture, drawn if need be; completes on any thread and never exceptionally.
    synchronized CompletableFuture<MathImage> render(MathImage.Request request) {
        MathImage known = cache.get(request);
        if (known != null) {
            return CompletableFuture.completedFuture(known);
        }
        CompletableFuture<MathImage> begun = waiting.get(request);
        if (begun != null) {
            return begun;
        }
        CompletableFuture<MathImage> result = new CompletableFuture<>();
        waiting.put(request, result);
        queue.execute(() -> finish(request, drawWithinBudget(request), result));
        return result;
    }

    /// Loads the drawing library's fonts ahead of the first formula.
    public void warmUp() {
        MathImage.Request any = new MathImage.Request("x", false, 13, 0xff000000, 1);
        queue.execute(() -> drawWithinBudget(any));
    }

    @Override
    public void close() {
        queue.shutdownNow();
        drawing.shutdownNow();
    }

    private void finish(
            MathImage.Request request, MathImage image, CompletableFuture<MathImage> result) {
        synchronized (this) {
            waiting.remove(request);
            cachedPixels += pixels(image) - pixels(cache.put(request, image));
            var oldest = cache.entrySet().iterator();
            while (cache.size() > 1
                    && (cachedPixels > MAX_CACHED_PIXELS || cache.size() > MAX_CACHED)) {
                cachedPixels -= pixels(oldest.next().getValue());
                oldest.remove();
            }
        }
        result.complete(image);
    }

    private static long pixels(@Nullable MathImage image) {
        return image instanceof MathImage.Drawn drawn
                ? (long) (drawn.image().getWidth() * drawn.image().getHeight())
                : 0;
    }

    /// The library cannot be interrupted, so a drawing that overruns keeps its thread and the next
    /// ones get a new thread, a few times.
    private MathImage drawWithinBudget(MathImage.Request request) {
        if (abandoned >= MAX_ABANDONED) {
            return new MathImage.Refused("drawing was switched off after repeated time-outs");
        }
        Future<MathImage> running = drawing.submit(() -> draw(request));
        try {
            return running.get(BUDGET_MS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException overrun) {
            abandoned++;
            drawing.shutdownNow();
            drawing = Executors.newSingleThreadExecutor(thread("maths drawing"));
            return new MathImage.Refused("took longer than " + BUDGET_MS + " ms");
        } catch (ExecutionException failure) {
            // Whatever the library threw (also StackOverflowError), the source can be shown.
            return new MathImage.Refused(String.valueOf(failure.getCause()));
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
            return new MathImage.Refused("the program is closing");
        }
    }

    private static MathImage draw(MathImage.Request request) {
        // The library registers its macros when the class of formulas is loaded.
        new TeXFormula();
        Optional<String> latex =
                MathCommands.prepare(request.latex(), MacroInfo.Commands::containsKey);
        if (latex.isEmpty()) {
            return new MathImage.Refused("uses commands that are not drawn");
        }
        TeXFormula formula = new TeXFormula(latex.get());
        double scale = request.scale();
        TeXIcon icon =
                formula.new TeXIconBuilder()
                        .setStyle(
                                request.display()
                                        ? TeXConstants.STYLE_DISPLAY
                                        : TeXConstants.STYLE_TEXT)
                        .setSize((float) (request.size() * scale))
                        .setFGColor(new Color(request.argb(), true))
                        .build();
        icon.setInsets(new Insets(1, 1, 1, 1), true);
        int width = icon.getIconWidth();
        int height = icon.getIconHeight();
        if (width <= 0 || height <= 0 || (double) width * height > MAX_PIXELS) {
            return new MathImage.Refused("has no drawable size: " + width + " x " + height);
        }
        BufferedImage canvas = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB_PRE);
        Graphics2D pen = canvas.createGraphics();
        pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        pen.setRenderingHint(
                RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        pen.setRenderingHint(
                RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
        icon.paintIcon(null, pen, 0, 0);
        pen.dispose();
        WritableImage image = new WritableImage(width, height);
        image.getPixelWriter()
                .setPixels(
                        0,
                        0,
                        width,
                        height,
                        PixelFormat.getIntArgbPreInstance(),
                        ((DataBufferInt) canvas.getRaster().getDataBuffer()).getData(),
                        0,
                        width);
        double baseline = height - icon.getIconDepth();
        return new MathImage.Drawn(image, width / scale, height / scale, baseline / scale);
    }

    private static java.util.concurrent.ThreadFactory thread(String name) {
        return Thread.ofPlatform().daemon().name(name).factory();
    }
}
