package org.prmscope.ui.fx;

import java.util.List;

/// A kind of file a chooser offers.
///
/// @param label what a person reads, such as `ProcessBench (JSON)`
/// @param patterns globs such as `*.json`
public record FileKind(String label, List<String> patterns) {
    public FileKind {
        patterns = List.copyOf(patterns);
    }

    /// Every file.
    public static FileKind any() {
        return new FileKind("All files", List.of("*"));
    }
}
