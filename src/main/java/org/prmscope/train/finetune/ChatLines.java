package org.prmscope.train.finetune;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.WorkbenchException;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// The lines of a file of chats that are not blank, none of them longer than 16 Mi characters.
final class ChatLines implements AutoCloseable {
    static final int LONGEST = 16 << 20;

    private final Path file;
    private final BufferedReader reader;
    private final char[] buffer = new char[1 << 16];
    private int at;
    private int end;
    private int number;

    private ChatLines(Path file, BufferedReader reader) {
        this.file = file;
        this.reader = reader;
    }

    static ChatLines open(Path file) throws IOException {
        return new ChatLines(file, Files.newBufferedReader(file, StandardCharsets.UTF_8));
    }

    /// The next line; null at the end.
    ///
    /// @throws WorkbenchException if it is too long
    @Nullable String next() throws IOException, WorkbenchException {
        while (true) {
            String line = line();
            if (line == null || !line.isBlank()) {
                return line;
            }
        }
    }

    /// Where the line of the last [#next] is, for a person.
    String place() {
        return file + ", line " + number;
    }

    private @Nullable String line() throws IOException, WorkbenchException {
        StringBuilder line = new StringBuilder();
        number++;
        while (fill()) {
            int from = at;
            while (at < end && buffer[at] != '\n') {
                at++;
            }
            if (line.length() + at - from > LONGEST) {
                throw tooLong();
            }
            line.append(buffer, from, at - from);
            if (at < end) {
                at++;
                return line.toString();
            }
        }
        return line.isEmpty() ? null : line.toString();
    }

    private boolean fill() throws IOException {
        if (at == end) {
            at = 0;
            end = Math.max(0, reader.read(buffer, 0, buffer.length));
        }
        return at < end;
    }

    private WorkbenchException tooLong() {
        return new WorkbenchException(
                new WorkbenchException.Report(
                        "A line of the chats is too long",
                        place(),
                        "at most " + LONGEST + " characters",
                        "more",
                        "Write one chat a line; a chat of that length could not be trained on."));
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
