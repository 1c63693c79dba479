package org.prmscope.decode;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The bytes of one stretch of sampled tokens and where each token starts in them.
final class SampledBytes {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private int[] starts = new int[64];
    private int tokens;

    /// Where a chain is cut to keep a number of bytes.
    ///
    /// @param token the first token, counted in the stretch, that is not kept whole
    /// @param remainder the part of its text that is kept; empty if the cut is between tokens
    record Cut(int token, String remainder) {}

    void add(byte[] piece) {
        if (tokens == starts.length) {
            starts = Arrays.copyOf(starts, tokens * 2);
        }
        starts[tokens++] = bytes.size();
        bytes.writeBytes(piece);
    }

    /// The text from byte `offset` on, broken UTF-8 replaced.
    String textFrom(int offset) {
        byte[] all = bytes.toByteArray();
        return new String(all, offset, all.length - offset, StandardCharsets.UTF_8);
    }

    /// How to keep the first `kept` bytes. Where the remainder would begin inside a character that
    /// an earlier token began, that token is cut too.
    Cut cut(int kept) {
        byte[] all = bytes.toByteArray();
        if (kept == all.length) {
            return new Cut(tokens, "");
        }
        int token = 0;
        while (token + 1 < tokens && starts[token + 1] <= kept) {
            token++;
        }
        while (token > 0
                && starts[token] < kept
                && (all[starts[token]] & 0b1100_0000) == 0b1000_0000) {
            token--;
        }
        int start = starts[token];
        return new Cut(token, new String(all, start, kept - start, StandardCharsets.UTF_8));
    }
}
