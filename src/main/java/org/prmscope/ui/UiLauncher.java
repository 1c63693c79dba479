package org.prmscope.ui;

import javafx.application.Platform;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.WorkbenchException;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/// Starts the window.
public final class UiLauncher {
    private UiLauncher() {}

    /// Shows the window and returns when it was closed and the workbench with it. Another workspace
    /// gets another window, in the same place, after the one before is closed.
    ///
    /// The first frame is painted before the workbench is opened.
    ///
    /// @throws WorkbenchException if there can be no window, as without a display
    public static void launch(WorkspaceOpener workspaces, UiArguments arguments)
            throws WorkbenchException {
        CountDownLatch closed = new CountDownLatch(1);
        AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        try {
            Platform.setImplicitExit(false);
            Platform.startup(() -> {
                Consumer<@Nullable Throwable> ended =
                        broken -> {
                            failure.set(broken);
                            closed.countDown();
                        };
                try {
                    new Windows(workspaces, ended).show(arguments);
                } catch (RuntimeException | Error broken) {
                    ended.accept(broken);
                }
            });
            closed.await();
        } catch (UnsupportedOperationException noToolkit) {
            // What JavaFX throws where it finds no display.
            throw noWindow(noToolkit);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        Platform.exit();
        Throwable broken = failure.get();
        if (broken instanceof UnsupportedOperationException) {
            throw noWindow(broken);
        }
        if (broken != null) {
            throw notBuilt(broken);
        }
    }

    /// An error of the program, not of the machine: a display would not help.
    private static WorkbenchException notBuilt(Throwable cause) {
        return new WorkbenchException(
                new WorkbenchException.Report(
                        "The window could not be built",
                        "",
                        "a program without this error",
                        cause.getClass().getSimpleName() + ": " + cause.getMessage(),
                        "The commands work without a window, see prmscope --help. Please report"
                                + " this with the log."),
                cause);
    }

    private static WorkbenchException noWindow(Throwable cause) {
        return new WorkbenchException(
                new WorkbenchException.Report(
                        "The window cannot be opened",
                        "",
                        "a display",
                        String.valueOf(cause.getMessage()),
                        "On a machine without a display use the commands, see prmscope --help."),
                cause);
    }
}
