package org.prmscope;

import java.io.IOException;
import java.nio.file.Path;
import java.util.logging.FileHandler;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/// Sends the log to a file of at most 2 MiB and keeps the console clean.
final class LogFile {
    private static final int LIMIT_BYTES = 2 << 20;

    private LogFile() {}

    /// Starts logging to `file`; without a writable file nothing is logged, which is no reason not
    /// to start.
    static void open(Path file) {
        Logger root = Logger.getLogger("");
        for (Handler handler : root.getHandlers()) {
            root.removeHandler(handler);
        }
        try {
            FileHandler handler = new FileHandler(file.toString(), LIMIT_BYTES, 1, true);
            handler.setFormatter(new SimpleFormatter());
            handler.setLevel(Level.INFO);
            root.addHandler(handler);
        } catch (IOException e) {
            root.setLevel(Level.OFF);
        }
    }
}
