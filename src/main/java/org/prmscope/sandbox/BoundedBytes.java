package org.prmscope.sandbox;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// Keeps the beginning of a stream, counts the rest, and knows a flood.
final class BoundedBytes {
    /// How many times the limit may be written before a check is stopped for it.
    private static final long FLOOD_FACTOR = 64;

    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private final int limit;
    private long seen;

    BoundedBytes(int limit) {
        this.limit = limit;
    }

    void add(byte[] bytes, int length) {
        seen += length;
        kept.write(bytes, 0, Math.min(length, limit - kept.size()));
    }

    /// Adds the text's UTF-8 form; what lies beyond the limit is counted in characters.
    void add(String text) {
        int head = Math.min(text.length(), limit + 1);
        byte[] bytes = text.substring(0, head).getBytes(StandardCharsets.UTF_8);
        add(bytes, bytes.length);
        seen += text.length() - head;
    }

    boolean isCut() {
        return seen > limit;
    }

    boolean isFlood() {
        return seen > limit * FLOOD_FACTOR;
    }

    /// What was kept, as UTF-8 with broken sequences replaced.
    String text() {
        return kept.toString(StandardCharsets.UTF_8);
    }
}
