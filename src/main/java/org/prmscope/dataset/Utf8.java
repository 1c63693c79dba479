package org.prmscope.dataset;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/// Strict decoding of one row, which says where it broke.
///
/// @param text null where the bytes are not UTF-8
/// @param brokenAt the index of the first bad byte, -1 if there is none
/// @param brokenByte its value, 0..255
record Utf8(@Nullable String text, int brokenAt, int brokenByte) {
    static Utf8 decode(byte[] bytes) {
        CharsetDecoder decoder =
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        CoderResult result = decoder.decode(in, out, true);
        if (result.isError()) {
            return new Utf8(null, in.position(), bytes[in.position()] & 0xFF);
        }
        return new Utf8(out.flip().toString(), -1, 0);
    }

    /// The beginning of some bytes for a message, in quotes, on one line.
    static String shown(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8).lines().findFirst().orElse("");
        StringBuilder shown = new StringBuilder("\"");
        text.codePoints()
                .limit(30)
                .forEach(c -> shown.appendCodePoint(Character.isISOControl(c) ? '?' : c));
        return shown.append('"').toString();
    }
}
