package org.prmscope.ui;

import javafx.application.Platform;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.stage.Stage;

import org.junit.jupiter.api.AfterEach;
import org.prmscope.run.Workbench;
import org.prmscope.ui.fx.KeyAction;
import org.prmscope.ui.workbench.WorkbenchViewModel;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

/// A test of the real window over a workbench of its own; what it opens is closed after each test.
public abstract class WindowTest {
    private static final int PATIENCE_S = 60;

    private final AtomicReference<PrmScopeWindow> window = new AtomicReference<>();

    /// Opens the window and returns at once; the workbench is opened in the background.
    protected final PrmScopeWindow open(Callable<? extends Workbench> opener)
            throws TimeoutException {
        FxToolkit.registerPrimaryStage();
        Platform.setImplicitExit(false);
        on(() -> {
            PrmScopeWindow fresh = new PrmScopeWindow(new Stage(), _ -> {});
            window.set(fresh);
            fresh.open(opener::call, new UiArguments(null, List.of()));
        });
        return window.get();
    }

    /// Opens the window, waits until a set can be worked with and goes to a view.
    ///
    /// @param mode the action that does so, such as `mode.data`
    protected final void open(Workbench workbench, String mode) throws TimeoutException {
        open(() -> workbench);
        until(() -> model().phaseProperty().get() instanceof WorkbenchViewModel.Phase.Ready);
        until(() -> !model().solutions().shown().isEmpty());
        press(mode);
    }

    @AfterEach
    final void close() {
        PrmScopeWindow open = window.get();
        if (open != null) {
            on(open::close);
        }
    }

    /// The window that was opened last.
    protected final PrmScopeWindow window() {
        return window.get();
    }

    protected final WorkbenchViewModel model() {
        return window.get().model();
    }

    protected final Parent root() {
        return window.get().view().root();
    }

    protected final Node node(String selector) {
        return root().lookup(selector);
    }

    protected final KeyAction action(String id) {
        return window.get().view().keymap().action(id).orElseThrow();
    }

    protected final void press(String id) {
        on(() -> action(id).run().run());
    }

    /// Runs something on the FX thread and waits until what it set off there is done too.
    protected static void on(Runnable code) {
        WaitForAsyncUtils.waitForAsyncFx(TimeUnit.SECONDS.toMillis(PATIENCE_S), code);
        WaitForAsyncUtils.waitForFxEvents();
    }

    /// Waits until a condition, looked at on the FX thread, holds.
    protected static void until(Callable<Boolean> condition) throws TimeoutException {
        WaitForAsyncUtils.waitFor(
                PATIENCE_S,
                TimeUnit.SECONDS,
                () ->
                        WaitForAsyncUtils.waitForAsyncFx(
                                TimeUnit.SECONDS.toMillis(PATIENCE_S), condition));
    }
}
