package org.prmscope.ui;

import javafx.stage.Stage;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.function.Consumer;

/// One window after the other, each over a workspace of its own.
final class Windows {
    private final WorkspaceOpener workspaces;
    private final Consumer<@Nullable Throwable> ended;
    private @Nullable PrmScopeWindow shown;

    /// The workspace that was open last; null before the first, and for the user's usual one.
    private @Nullable Path former;

    /// @param ended told when a window is closed and no other follows: null, or why the next one
    ///   could not be built
    Windows(WorkspaceOpener workspaces, Consumer<@Nullable Throwable> ended) {
        this.workspaces = workspaces;
        this.ended = ended;
    }

    /// Shows a window, with the place and the look of the one before; call on the FX thread.
    PrmScopeWindow show(UiArguments arguments) {
        PrmScopeWindow window = new PrmScopeWindow(new Stage(), this::follow);
        PrmScopeWindow before = shown;
        if (before != null) {
            window.resemble(before);
            if (before.wasOpened()) {
                former = before.workspace();
            }
        }
        if (former != null) {
            window.leadBackTo(former);
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
            ended.accept(null);
            return;
        }
        try {
            show(next);
        } catch (RuntimeException | Error broken) {
            ended.accept(broken);
        }
    }
}
