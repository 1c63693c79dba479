package org.prmscope.cli;

import org.jspecify.annotations.Nullable;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// Writes result rows to a file that is touched only when the first row is there, so that a mistake
/// in the other arguments costs no earlier results.
final class RowFile implements VerificationRun.RowSink, AutoCloseable {
    private final Path file;
    private @Nullable BufferedWriter writer;

    RowFile(Path file) {
        this.file = file;
    }

    @Override
    public void accept(String row) throws IOException {
        BufferedWriter open = writer;
        if (open == null) {
            open = Files.newBufferedWriter(file, StandardCharsets.UTF_8);
            writer = open;
        }
        open.write(row);
        open.newLine();
        open.flush();
    }

    /// What became of the rows: where they are, or that there are none, so that an older file is
    /// not taken for the result.
    String place() {
        if (writer != null) {
            return "rows in " + file;
        }
        return "no row was written"
                + (Files.exists(file) ? "; " + file + " is as it was before" : "");
    }

    @Override
    public void close() throws IOException {
        if (writer != null) {
            writer.close();
        }
    }
}
