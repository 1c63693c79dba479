package org.prmscope.sandbox;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// Keeps the first bytes of a stream and drops the rest.
final class BoundedBytes {
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private final int limit;

    BoundedBytes(int limit) {
        this.limit = limit;
    }

    void add(byte[] bytes, int length) {
        kept.write(bytes, 0, Math.min(length, limit - kept.size()));
    }

    /// What was kept, as UTF-8 with broken sequences replaced.
    String text() {
        return kept.toString(StandardCharsets.UTF_8);
    }
}
