package org.prmscope.cli;

import org.prmscope.run.RunSnapshot;

import java.util.Locale;

/// A progress bar that redraws one terminal line; silent where there is no terminal.
final class ProgressLine {
    private static final int WIDTH = 24;

    private final Console console;
    private int printed;

    ProgressLine(Console console) {
        this.console = console;
    }

    void show(RunSnapshot snapshot) {
        if (console.terminal()) {
            String line = line(snapshot);
            console.err().print("\r" + line + " ".repeat(Math.max(0, printed - line.length())));
            console.err().flush();
            printed = line.length();
        }
    }

    /// Leaves the last line where it is.
    void end() {
        if (printed > 0) {
            console.err().println();
            printed = 0;
        }
    }

    static String line(RunSnapshot snapshot) {
        int filled = snapshot.total() == 0 ? 0 : WIDTH * snapshot.done() / snapshot.total();
        String bar = "█".repeat(filled) + "░".repeat(WIDTH - filled);
        String state =
                switch (snapshot.state()) {
                    case LOADING_MODEL -> "loading the verifier";
                    case RUNNING -> left(snapshot);
                    case CANCELLING -> "cancelling";
                    case CANCELLED -> "cancelled";
                    case FINISHED -> "done";
                    case FAILED -> "failed";
                };
        return String.format(
                Locale.ROOT,
                "%s %d/%d  %.0f tok/s  %s",
                bar,
                snapshot.done(),
                snapshot.total(),
                snapshot.tokensPerSecond(),
                state);
    }

    private static String left(RunSnapshot snapshot) {
        Double leftMs = snapshot.leftMs();
        if (leftMs == null) {
            return "";
        }
        long seconds = Math.round(leftMs / 1000);
        return String.format(Locale.ROOT, "%d:%02d left", seconds / 60, seconds % 60);
    }
}
