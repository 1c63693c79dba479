package org.prmscope.ui;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.WorkbenchException;
import org.prmscope.run.Workbench;

import java.nio.file.Path;

/// Opens the workspaces that windows show; called off the FX thread.
@FunctionalInterface
public interface WorkspaceOpener {
    /// Opens a workspace, made if there is no such file.
    ///
    /// @param workspace null for the user's usual one
    Workbench open(@Nullable Path workspace) throws WorkbenchException;
}
