package org.prmscope.ui;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.List;

/// What the window is opened with.
///
/// @param workspace null for the user's usual one
/// @param files to open, from the command line; the first one is shown
public record UiArguments(@Nullable Path workspace, List<Path> files) {
    public UiArguments {
        files = List.copyOf(files);
    }
}
