package org.prmscope.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.prmscope.core.TokenOrigin;
import org.prmscope.core.TokenSpan;
import org.prmscope.core.TokenTrace;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;

class TracedTextTest {
    private static TokenTrace trace(byte[]... pieces) {
        TokenTrace.Builder builder = new TokenTrace.Builder(0);
        for (int id = 0; id < pieces.length; id++) {
            builder.piece(id, pieces[id]).fed(id, TokenOrigin.INJECTED);
        }
        return builder.build();
    }

    @Test
    void aCharacterSpreadOverTokensShiftsNothing() {
        byte[] euro = "€".getBytes(StandardCharsets.UTF_8);
        TokenTrace trace =
                trace(
                        new byte[] {'a', euro[0]},
                        new byte[] {euro[1]},
                        new byte[] {euro[2]},
                        new byte[] {'Y', 'e', 's'});
        TracedText text = new TracedText(trace, new TokenSpan(0, 4), List.of());
        int at = text.text().indexOf("Yes");
        assertEquals(3, text.tokenAt(at));
        assertEquals(OptionalInt.of(3), text.tokenStartingAt(at));
        assertEquals(OptionalInt.empty(), text.tokenStartingAt(at + 1));
        assertEquals("a€", text.utf8(0, at));
        assertEquals(new TokenSpan(0, 3), text.span(0, at));
    }

    @Test
    void tokensWithoutBytesAreNoOnesText() {
        TokenTrace trace = trace(new byte[0], new byte[] {'a'}, new byte[0], new byte[] {'b'});
        TracedText text = new TracedText(trace, new TokenSpan(0, 4), List.of());
        assertEquals(1, text.tokenAt(0));
        assertEquals(3, text.tokenAt(1));
    }

    @Test
    void hiddenTokensReadAsBlanks() {
        TokenTrace trace = trace(new byte[] {'a'}, new byte[] {'<', '>'}, new byte[] {'b'});
        TracedText text = new TracedText(trace, new TokenSpan(0, 3), List.of(new TokenSpan(1, 2)));
        assertEquals("a  b", text.text());
        assertEquals("a<>b", text.utf8(0, 4));
    }

    @Test
    void adjacentRangesShareNoToken() {
        Random random = new Random(5);
        for (int round = 0; round < 500; round++) {
            byte[][] pieces = new byte[8][];
            for (int i = 0; i < pieces.length; i++) {
                pieces[i] = "x".repeat(random.nextInt(4)).getBytes(StandardCharsets.UTF_8);
            }
            TracedText text =
                    new TracedText(trace(pieces), new TokenSpan(0, pieces.length), List.of());
            int length = text.text().length();
            int cut = random.nextInt(length + 1);
            assertEquals(text.span(0, cut).end(), text.span(cut, length).start());
            for (int offset = 0; offset < length; offset++) {
                int token = text.tokenAt(offset);
                assertTrue(pieces[token].length > 0);
            }
        }
    }
}
