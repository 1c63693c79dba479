package org.prmscope.dataset;

import org.prmscope.core.Cancellation;
import org.prmscope.core.Sha256;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.concurrent.CancellationException;
import java.util.function.LongConsumer;

/// The bytes of a file one by one, with the place of each, a view ahead, and a hash of them all.
/// Reports progress and heeds cancellation once a buffer.
final class ByteSource implements Closeable {
    private static final int BUFFER = 64 << 10;

    private final InputStream input;
    private final LongConsumer progress;
    private final Cancellation cancellation;
    private final MessageDigest digest;
    private byte[] buffer = new byte[BUFFER];
    private int at;
    private int end;
    private long total;
    private long line = 1;
    private long lineStart;

    ByteSource(InputStream input, LongConsumer progress, Cancellation cancellation) {
        this.input = input;
        this.progress = progress;
        this.cancellation = cancellation;
        digest = Sha256.digest();
    }

    /// The next byte, or -1 at the end; does not move.
    int peek() throws IOException {
        if (at == end && !fill()) {
            return -1;
        }
        return buffer[at] & 0xFF;
    }

    /// Takes the next byte, or -1 at the end.
    int next() throws IOException {
        int value = peek();
        if (value >= 0) {
            at++;
            if (value == '\n') {
                line++;
                lineStart = offset();
            }
        }
        return value;
    }

    /// Up to `count` bytes ahead, fewer only at the end of the file; does not move.
    byte[] ahead(int count) throws IOException {
        if (end - at < count) {
            byte[] larger = Arrays.copyOf(Arrays.copyOfRange(buffer, at, end), BUFFER + count);
            end -= at;
            at = 0;
            buffer = larger;
            while (end < count && fillFrom(end)) {}
        }
        return Arrays.copyOfRange(buffer, at, Math.min(end, at + count));
    }

    void skipWhitespace() throws IOException {
        while (isWhitespace(peek())) {
            next();
        }
    }

    static boolean isWhitespace(int value) {
        return value == ' ' || value == '\n' || value == '\r' || value == '\t';
    }

    /// How many bytes were taken.
    long offset() {
        return total - (end - at);
    }

    /// The line of the next byte, from 1.
    long line() {
        return line;
    }

    /// The column of the next byte, from 1, in bytes.
    long column() {
        return offset() - lineStart + 1;
    }

    /// Reads on to the end and gives the SHA-256 of the whole file, hexadecimal.
    String drainAndHash() throws IOException {
        while (fill()) {}
        return Sha256.hex(digest);
    }

    private boolean fill() throws IOException {
        at = 0;
        end = 0;
        return fillFrom(0);
    }

    private boolean fillFrom(int from) throws IOException {
        if (cancellation.isCancelled()) {
            throw new CancellationException("reading was cancelled");
        }
        int count = input.read(buffer, from, buffer.length - from);
        if (count <= 0) {
            return false;
        }
        end = from + count;
        total += count;
        digest.update(buffer, from, count);
        progress.accept(total);
        return true;
    }

    @Override
    public void close() throws IOException {
        input.close();
    }
}
