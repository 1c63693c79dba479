package org.prmscope.ui;

import java.nio.file.Path;
import java.util.List;

/// What the window is started with.
///
/// @param files to open, from the command line; the first one is shown
public record UiArguments(List<Path> files) {
    public UiArguments {
        files = List.copyOf(files);
    }
}
