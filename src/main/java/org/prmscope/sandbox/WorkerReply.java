package org.prmscope.sandbox;

import org.jspecify.annotations.Nullable;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/// What an interpreter process claims to have done. The code under test shares that process, so
/// every field may be a forgery; the most a forgery can do is to misreport its own result.
///
/// @param line line of the exception in the check's code, from 1, or 0 if unknown
/// @param type the exception's class name, empty if none was raised
record WorkerReply(
        Kind kind,
        boolean stdoutCut,
        boolean stderrCut,
        int line,
        String type,
        String message,
        String stdout,
        String stderr) {
    private static final int TEXTS = 4;
    private static final int FIXED_BYTES = 2 * Long.BYTES + 2 + Integer.BYTES;

    /// Room for an exception's name, message and traceback beside the two output streams.
    private static final int MESSAGE_BYTES = 128 << 10;

    /// How the worker says it ended.
    enum Kind {
        COMPLETED(0),
        RAISED(1),
        /// Wrote so much that the worker gave it up.
        FLOOD(2),
        /// Was stopped by the worker when its time was over.
        TIMEOUT(3),
        /// The code left its interpreter; the message says how.
        EXIT(4),
        /// The greeting of a worker that is ready.
        HELLO(9);

        private final int code;

        Kind(int code) {
            this.code = code;
        }

        private static @Nullable Kind of(int code) {
            return Arrays.stream(values())
                    .filter(kind -> kind.code == code)
                    .findFirst()
                    .orElse(null);
        }
    }

    /// The most bytes that an honest reply can have after its length.
    static int maxBytes(int outputBytes) {
        return FIXED_BYTES + TEXTS * Integer.BYTES + 2 * outputBytes + MESSAGE_BYTES;
    }

    static WorkerReply hello(String version) {
        return new WorkerReply(Kind.HELLO, false, false, 0, "", version, "", "");
    }

    /// The bytes that a worker sends, length first.
    byte[] frame(UUID nonce) {
        List<byte[]> texts =
                Stream.of(type, message, stdout, stderr)
                        .map(text -> text.getBytes(StandardCharsets.UTF_8))
                        .toList();
        int length = FIXED_BYTES;
        for (byte[] text : texts) {
            length += Integer.BYTES + text.length;
        }
        ByteBuffer buffer =
                ByteBuffer.allocate(Integer.BYTES + length)
                        .putInt(length)
                        .putLong(nonce.getMostSignificantBits())
                        .putLong(nonce.getLeastSignificantBits())
                        .put((byte) kind.code)
                        .put((byte) ((stdoutCut ? 1 : 0) | (stderrCut ? 2 : 0)))
                        .putInt(line);
        texts.forEach(text -> buffer.putInt(text.length).put(text));
        return buffer.array();
    }

    /// Reads a reply without its length; null if it is malformed or does not repeat the nonce.
    static @Nullable WorkerReply parse(byte[] body, UUID nonce) {
        ByteBuffer buffer = ByteBuffer.wrap(body);
        try {
            UUID repeated = new UUID(buffer.getLong(), buffer.getLong());
            Kind kind = Kind.of(buffer.get());
            int flags = buffer.get();
            int line = buffer.getInt();
            String[] texts = new String[TEXTS];
            for (int i = 0; i < TEXTS; i++) {
                texts[i] = text(buffer);
            }
            boolean sound = repeated.equals(nonce) && line >= 0 && !buffer.hasRemaining();
            return sound && kind != null
                    ? new WorkerReply(
                            kind,
                            (flags & 1) != 0,
                            (flags & 2) != 0,
                            line,
                            texts[0],
                            texts[1],
                            texts[2],
                            texts[3])
                    : null;
        } catch (BufferUnderflowException tooShort) {
            return null;
        }
    }

    private static String text(ByteBuffer buffer) {
        int length = buffer.getInt();
        if (length < 0 || length > buffer.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] bytes = new byte[length];
        buffer.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
