package org.prmscope.dataset;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.io.IOException;

/// Cuts a JSON file into its rows without parsing them, so that memory is bounded by one row and a
/// broken row does not hide the next.
final class RowScanner {
    /// How rows lie in the file.
    enum Layout {
        /// Elements of one JSON array.
        ARRAY,
        /// One JSON value a line.
        LINES,
        /// JSON values one after another, each over several lines.
        VALUES
    }

    /// One row as it lies in the file. A class, since its bytes are not compared.
    static final class Row {
        private final int index;
        private final long line;
        private final long offset;
        private final State state;
        private final byte[] bytes;

        private Row(int index, long line, long offset, State state, byte[] bytes) {
            this.index = index;
            this.line = line;
            this.offset = offset;
            this.state = state;
            this.bytes = bytes;
        }

        /// From 0.
        int index() {
            return index;
        }

        /// The line where it starts, from 1.
        long line() {
            return line;
        }

        /// Where it starts, in bytes from the start of the file.
        long offset() {
            return offset;
        }

        State state() {
            return state;
        }

        /// The row's text, only its beginning unless the state is `COMPLETE`.
        byte[] bytes() {
            return bytes;
        }
    }

    /// What became of a row.
    enum State {
        COMPLETE,
        /// Longer than the limit.
        TOO_LONG,
        /// The file ends inside the row.
        CUT_OFF,
        /// Between two elements of an array something else than a comma was found; rows after it
        /// are lost.
        NO_SEPARATOR,
        /// The array has no closing bracket.
        NO_END,
        /// There is text after the array's end.
        TEXT_AFTER_END
    }

    private final ByteSource source;
    private final Layout layout;
    private final int limit;
    private int index;
    private boolean ended;

    /// @param source at the first byte that is not white space
    RowScanner(ByteSource source, Layout layout, int limit) throws IOException {
        this.source = source;
        this.layout = layout;
        this.limit = limit;
        if (layout == Layout.ARRAY) {
            source.next();
        }
    }

    /// The next row, or null at the end.
    @Nullable Row next() throws IOException {
        if (ended) {
            return null;
        }
        return switch (layout) {
            case LINES -> nextLine();
            case VALUES -> nextValueOfStream();
            case ARRAY -> nextElement();
        };
    }

    private @Nullable Row nextLine() throws IOException {
        source.skipWhitespace();
        if (source.peek() < 0) {
            return null;
        }
        Place place = new Place();
        Kept kept = new Kept();
        for (int c = source.peek(); c >= 0 && c != '\n'; c = source.peek()) {
            kept.add(source.next());
        }
        return place.row(kept.tooLong() ? State.TOO_LONG : State.COMPLETE, kept);
    }

    private @Nullable Row nextValueOfStream() throws IOException {
        source.skipWhitespace();
        return source.peek() < 0 ? null : value();
    }

    private @Nullable Row nextElement() throws IOException {
        source.skipWhitespace();
        if (source.peek() == ']') {
            return endOfArray();
        }
        if (index > 0) {
            if (source.peek() != ',') {
                ended = true;
                Place place = new Place();
                boolean cut = source.peek() < 0;
                return place.row(cut ? State.NO_END : State.NO_SEPARATOR, beginning());
            }
            source.next();
            source.skipWhitespace();
        }
        if (source.peek() < 0) {
            ended = true;
            return new Place().row(State.NO_END, new Kept());
        }
        return value();
    }

    private @Nullable Row endOfArray() throws IOException {
        ended = true;
        source.next();
        source.skipWhitespace();
        return source.peek() < 0 ? null : new Place().row(State.TEXT_AFTER_END, beginning());
    }

    /// Takes one JSON value: to the matching bracket, or a scalar up to the next separator.
    private Row value() throws IOException {
        Place place = new Place();
        Kept kept = new Kept();
        int depth = 0;
        boolean quoted = false;
        boolean escaped = false;
        while (true) {
            int c = source.peek();
            boolean separator = c == ',' || c == ']' || ByteSource.isWhitespace(c);
            if (c < 0 || (depth == 0 && !quoted && separator)) {
                break;
            }
            kept.add(source.next());
            if (quoted) {
                quoted = escaped || c != '"';
                escaped = !escaped && c == '\\';
            } else if (c == '"') {
                quoted = true;
            } else if (c == '{' || c == '[') {
                depth++;
            } else if (c == '}' || c == ']') {
                depth--;
            }
            if (depth <= 0 && !quoted && (c == '}' || c == ']')) {
                break;
            }
        }
        if (kept.bytes.size() == 0 && layout == Layout.VALUES) {
            // A stray separator between values: taken, or the scan would never end.
            kept.add(source.next());
        }
        if (depth > 0 || quoted) {
            ended = true;
            return place.row(State.CUT_OFF, kept);
        }
        return place.row(kept.tooLong() ? State.TOO_LONG : State.COMPLETE, kept);
    }

    /// What stands at the source, for a message.
    private Kept beginning() throws IOException {
        Kept kept = new Kept();
        for (byte b : source.ahead(40)) {
            kept.add(b);
        }
        return kept;
    }

    /// Where a row begins.
    private final class Place {
        private final long line = source.line();
        private final long offset = source.offset();

        Row row(State state, Kept kept) {
            return new Row(index++, line, offset, state, kept.bytes.toByteArray());
        }
    }

    /// A row's bytes up to the limit.
    private final class Kept {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private boolean full;

        void add(int value) {
            if (bytes.size() < limit) {
                bytes.write(value);
            } else {
                full = true;
            }
        }

        boolean tooLong() {
            return full;
        }
    }
}
