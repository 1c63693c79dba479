package org.prmscope.ui.fx;

import javafx.animation.Animation;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.util.Duration;

import org.jspecify.annotations.Nullable;

import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Looks at a snapshot at a steady rate on the FX thread and repaints only when it changed.
///
/// The producer publishes immutable snapshots in any thread; nothing is queued per event.
public final class Poller<S> {
    private final Supplier<? extends S> snapshot;
    private final Consumer<? super S> render;
    private final Timeline timeline;
    private boolean rendered;
    private @Nullable S last;

    /// @param perSecond how often to look, such as 10
    /// @param snapshot read on the FX thread; must be quick and thread-safe
    /// @param render called with a snapshot that differs (by `equals`) from the one before
    public Poller(double perSecond, Supplier<? extends S> snapshot, Consumer<? super S> render) {
        this.snapshot = snapshot;
        this.render = render;
        timeline = new Timeline(new KeyFrame(Duration.seconds(1 / perSecond), _ -> poll()));
        timeline.setCycleCount(Animation.INDEFINITE);
    }

    /// Looks at once, then at the rate; no effect when running.
    public void start() {
        poll();
        timeline.play();
    }

    /// Looks one last time and stops.
    public void stop() {
        timeline.stop();
        poll();
    }

    /// Looks now; call on the FX thread.
    public void poll() {
        S now = snapshot.get();
        if (!rendered || !Objects.equals(now, last)) {
            rendered = true;
            last = now;
            render.accept(now);
        }
    }
}
