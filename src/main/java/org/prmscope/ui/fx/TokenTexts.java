package org.prmscope.ui.fx;

import org.prmscope.core.TokenSpan;
import org.prmscope.core.TokenTrace;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/// What each token of a trace shows as: its own bytes as text, or their hexadecimal form where they
/// are no text by themselves, since a character may be spread over several tokens.
final class TokenTexts {
    private TokenTexts() {}

    /// One text for each token of the span.
    static List<String> of(TokenTrace trace, TokenSpan span) {
        Map<Integer, String> known = new HashMap<>();
        List<String> texts = new ArrayList<>(span.length());
        for (int position = span.start(); position < span.end(); position++) {
            texts.add(known.computeIfAbsent(trace.id(position), id -> text(trace.piece(id))));
        }
        return texts;
    }

    /// The text of one token's bytes.
    static String text(byte[] bytes) {
        try {
            String text =
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            return text.replace("\r", "␍").replace("\t", "␉");
        } catch (CharacterCodingException partOfACharacter) {
            return "‹" + HexFormat.of().formatHex(bytes) + "›";
        }
    }
}
