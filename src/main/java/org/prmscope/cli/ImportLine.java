package org.prmscope.cli;

import org.prmscope.model.ByteSize;
import org.prmscope.model.ImportProgress;

import java.util.Locale;

/// How far an import is, in one terminal line; silent where there is no terminal.
final class ImportLine implements ImportProgress {
    private static final int WIDTH = 24;

    private final Console console;
    private int printed;
    private long shown = -1;

    ImportLine(Console console) {
        this.console = console;
    }

    @Override
    public void report(long done, long total, String what) {
        long promille = total == 0 ? 1000 : 1000 * done / total;
        if (console.terminal() && promille != shown) {
            String line = line(done, total, what);
            console.err().print("\r" + line + " ".repeat(Math.max(0, printed - line.length())));
            console.err().flush();
            printed = line.length();
            shown = promille;
        }
    }

    /// Leaves the last line where it is.
    void end() {
        if (printed > 0) {
            console.err().println();
            printed = 0;
        }
    }

    static String line(long done, long total, String what) {
        int filled = total == 0 ? WIDTH : (int) (WIDTH * done / total);
        return String.format(
                Locale.ROOT,
                "%s%s %s of %s  %s",
                "█".repeat(filled),
                "░".repeat(WIDTH - filled),
                new ByteSize(done),
                new ByteSize(total),
                what);
    }
}
