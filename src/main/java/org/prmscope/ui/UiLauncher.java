package org.prmscope.ui;

import javafx.application.Platform;
import javafx.stage.Stage;

import org.prmscope.run.Workbench;

import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;

/// Starts the window.
public final class UiLauncher {
    private UiLauncher() {}

    /// Shows the window and returns when it was closed and the workbench with it.
    ///
    /// The first frame is painted before the workbench is opened.
    ///
    /// @param opener opens the workbench; called once, off the FX thread
    public static void launch(Callable<Workbench> opener, UiArguments arguments) {
        CountDownLatch closed = new CountDownLatch(1);
        Platform.setImplicitExit(false);
        Platform.startup(
                () -> new PrmScopeWindow(new Stage(), closed::countDown).open(opener, arguments));
        try {
            closed.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        Platform.exit();
    }
}
