package org.prmscope.ui;

public final class UiLauncher {
    private UiLauncher() {}

    /// Launches.
    public static void launch(
            java.util.concurrent.Callable<org.prmscope.run.Workbench> w, UiArguments a) {}
}
