package org.prmscope.tokenizer;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/// Turns the bytes of tokens into text as they come, without breaking characters that span tokens.
///
/// An unfinished UTF-8 sequence is held back until the next bytes; a broken one becomes U+FFFD. Not
/// thread-safe.
public final class StreamingDetokenizer {
    private final CharsetDecoder decoder =
            StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPLACE)
                    .onUnmappableCharacter(CodingErrorAction.REPLACE);
    private ByteBuffer held = ByteBuffer.allocate(0);

    /// The text that is complete once these bytes are there; may be empty.
    public String accept(byte[] piece) {
        return decode(piece, false);
    }

    /// What was held back, as U+FFFD; the detokenizer is then as new.
    public String finish() {
        String rest = decode(new byte[0], true);
        decoder.reset();
        return rest;
    }

    private String decode(byte[] piece, boolean last) {
        ByteBuffer in = ByteBuffer.allocate(held.remaining() + piece.length);
        in.put(held).put(piece).flip();
        CharBuffer out = CharBuffer.allocate(in.remaining() + 2);
        CoderResult result = decoder.decode(in, out, last);
        if (last && result.isUnderflow()) {
            result = decoder.flush(out);
        }
        if (result.isOverflow()) {
            throw new IllegalStateException("a byte gave more than one character");
        }
        held = last ? ByteBuffer.allocate(0) : in.slice();
        return out.flip().toString();
    }
}
