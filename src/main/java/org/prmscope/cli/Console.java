package org.prmscope.cli;

import java.io.PrintStream;

/// Where commands write: results to `out`, everything else to `err`.
///
/// @param terminal whether `err` is a terminal that can redraw a line
public record Console(PrintStream out, PrintStream err, boolean terminal) {
    /// The process's own streams.
    @SuppressWarnings("SystemConsoleNull") // JDK 25's default console is null when it is redirected
    public static Console ofProcess() {
        return new Console(
                System.out, System.err, System.console() != null && System.console().isTerminal());
    }
}
