package org.prmscope.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class VisibleTextTest {
    @Test
    void whatShowsItselfStaysAsItIs() {
        String text = "Über 3 × 4 ≤ 𝟙𝟚, שלום \"a\\b\"";
        assertEquals(text, VisibleText.of(text));
        assertEquals(text, VisibleText.lines(text));
        assertEquals(text, VisibleText.json(text));
    }

    @Test
    void whatActsOnATerminalIsWrittenOut() {
        assertEquals("\\u001b[31mEvil\\u0007\\n", VisibleText.of("\u001b[31mEvil\u0007\n"));
        assertEquals("\\u009b2J\\u007f", VisibleText.of("\u009b2J\u007f"));
        assertEquals("a\\u202eb\\u2066c\\u200f", VisibleText.of("a\u202eb\u2066c\u200f"));
        assertEquals("\\u2028\\ud800x", VisibleText.of("\u2028\ud800x"));
        assertEquals("a\n\tb\\u000d", VisibleText.lines("a\n\tb\r"));
        assertEquals("{\"a\":\"\\u009b\"}", VisibleText.json("{\"a\":\"\u009b\"}"));
    }

    @Test
    void aLongTextIsCutBetweenCharactersAndSaysHowLongItIs() {
        assertEquals("abc", VisibleText.of("abc", 3));
        assertEquals("abc... (4 characters)", VisibleText.of("abcd", 3));
        assertEquals("ab... (5 characters)", VisibleText.of("ab𝟙c", 3));
    }

    @Test
    void noPartOfAReportReachesATerminalAsItStandsInAFile() {
        String evil = "\u001b]0;pwn\u0007" + "x".repeat(900_000);
        WorkbenchException.Report report =
                new WorkbenchException.Report(evil, evil, evil, evil, evil);
        String text = String.valueOf(new WorkbenchException(report).getMessage());
        assertTrue(text.chars().noneMatch(Character::isISOControl), text);
        assertTrue(text.length() < 6_000, () -> "length " + text.length());
        String row = new RowProblem(evil, evil, evil, evil, evil, evil).text();
        assertTrue(row.chars().noneMatch(Character::isISOControl) && row.length() < 2_000, row);
    }
}
