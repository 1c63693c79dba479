package org.prmscope.ui.fx;

import javafx.application.Platform;

import java.util.concurrent.Executor;

/// Runs commands on the FX thread: at once when called there, queued otherwise.
public final class FxExecutor implements Executor {
    @Override
    public void execute(Runnable command) {
        if (Platform.isFxApplicationThread()) {
            command.run();
        } else {
            Platform.runLater(command);
        }
    }
}
