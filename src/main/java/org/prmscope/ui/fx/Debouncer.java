package org.prmscope.ui.fx;

import javafx.animation.PauseTransition;
import javafx.util.Duration;

/// Waits for a pause in a burst of requests and then runs the last one, on the FX thread.
public final class Debouncer {
    private final PauseTransition pause;

    /// @param delayMs milliseconds of quiet before an action runs
    public Debouncer(double delayMs) {
        pause = new PauseTransition(Duration.millis(delayMs));
    }

    /// Replaces the waiting action and starts the wait again; call on the FX thread.
    public void request(Runnable action) {
        pause.setOnFinished(_ -> action.run());
        pause.playFromStart();
    }

    /// Drops the waiting action.
    public void cancel() {
        pause.stop();
    }
}
