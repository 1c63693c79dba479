package org.prmscope.ui.fx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

class TokenLayoutTest {
    private static String drawn(TokenLayout layout) {
        StringBuilder lines = new StringBuilder();
        for (int line = 0; line < layout.lineCount(); line++) {
            lines.append(line == 0 ? "" : "/")
                    .append(
                            layout.line(line).stream()
                                    .map(TokenLayout.Cell::text)
                                    .collect(Collectors.joining("|")));
        }
        return lines.toString().replace('\n', '¶');
    }

    @Test
    void linesBreakBeforeWords() {
        assertEquals(
                "a| multi|plies/ the| box",
                drawn(TokenLayout.of(List.of("a", " multi", "plies", " the", " box"), 14)));
        assertEquals("abc/ mul|ti", drawn(TokenLayout.of(List.of("abc", " mul", "ti"), 7)));
    }

    @Test
    void lineFeedsEndLinesAndStayVisible() {
        assertEquals("a|¶/b¶/¶/c", drawn(TokenLayout.of(List.of("a", "\n", "b\n\nc"), 10)));
        assertEquals("", drawn(TokenLayout.of(List.of(), 10)));
    }

    @Test
    void tokensLongerThanALineBreakWithin() {
        assertEquals("abcd/efgh/ij|k", drawn(TokenLayout.of(List.of("abcdefghij", "k"), 4)));
    }

    @Test
    void wideCharactersTakeTwoColumns() {
        TokenLayout layout = TokenLayout.of(List.of("中文", "a"), 4);
        assertEquals(4, layout.line(0).getFirst().columns());
        assertEquals("中文/a", drawn(layout));
    }

    @Test
    void placesAndTokensCorrespond() {
        TokenLayout layout = TokenLayout.of(List.of("ab", " cd", " ef"), 5);
        assertEquals(0, layout.tokenAt(0, 1));
        assertEquals(1, layout.tokenAt(0, 2));
        assertEquals(-1, layout.tokenAt(0, 9));
        assertEquals(2, layout.tokenAt(1, 0));
        assertEquals(-1, layout.tokenAt(7, 0));
        assertEquals(2, layout.vertical(0, 1));
        assertEquals(0, layout.vertical(2, -1));
        assertEquals(0, layout.vertical(0, -1));
    }

    @Test
    void everyCharacterIsPlacedOnceAndWithinTheLineForAnyTokens() {
        String[] pieces = {"a", " bc", "\n", "defghij", " ", "中", "", "\n\n", "x\ny", " long word"};
        Random random = new Random(11);
        for (int round = 0; round < 2000; round++) {
            List<String> tokens = new ArrayList<>();
            for (int i = random.nextInt(25); i > 0; i--) {
                tokens.add(pieces[random.nextInt(pieces.length)]);
            }
            int columns = 2 + random.nextInt(12);
            TokenLayout layout = TokenLayout.of(tokens, columns);
            StringBuilder all = new StringBuilder();
            for (int line = 0; line < layout.lineCount(); line++) {
                int column = 0;
                for (TokenLayout.Cell cell : layout.line(line)) {
                    assertEquals(column, cell.column());
                    column = cell.endColumn();
                    all.append(cell.text());
                    assertEquals(cell.token(), layout.tokenAt(line, cell.column()));
                    assertTrue(layout.lineOf(cell.token()) <= line);
                }
                assertTrue(column <= columns, () -> columns + ": " + drawn(layout));
            }
            assertEquals(String.join("", tokens), all.toString());
        }
    }

    @Test
    void bytesThatAreNoTextAreShownAsHexadecimal() {
        assertEquals("‹e4b8›", TokenTexts.text(new byte[] {(byte) 0xe4, (byte) 0xb8}));
        assertEquals(" é␉", TokenTexts.text(" é\t".getBytes(StandardCharsets.UTF_8)));
    }
}
