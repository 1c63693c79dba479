package org.prmscope.ui;

import javafx.stage.Stage;

import org.jspecify.annotations.Nullable;

/// One window after the other, each over a workspace of its own.
final class Windows {
    private final WorkspaceOpener workspaces;
    private final Runnable closed;
    private @Nullable PrmScopeWindow shown;

    /// @param closed told when a window is closed and no other follows
    Windows(WorkspaceOpener workspaces, Runnable closed) {
        this.workspaces = workspaces;
        this.closed = closed;
    }

    /// Shows a window, with the place and the look of the one before; call on the FX thread.
    PrmScopeWindow show(UiArguments arguments) {
        PrmScopeWindow window = new PrmScopeWindow(new Stage(), this::follow);
        PrmScopeWindow before = shown;
        if (before != null) {
            window.resemble(before);
        }
        shown = window;
        window.open(() -> workspaces.open(arguments.workspace()), arguments);
        return window;
    }

    /// The window that was shown last; null before the first.
    @Nullable PrmScopeWindow shown() {
        return shown;
    }

    private void follow(@Nullable UiArguments next) {
        if (next == null) {
            closed.run();
        } else {
            show(next);
        }
    }
}
