package org.prmscope.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.util.Random;

class MarkupTextTest {
    @Test
    void markupBecomesText() {
        assertEquals(
                "&lt;script&gt; &amp;amp; &quot;onload=&#39;x&#39; &#96; ]]&gt; --&gt;",
                MarkupText.escaped("<script> &amp; \"onload='x' ` ]]> -->"));
    }

    @Test
    void whatIsNotSeenIsMadeVisible() {
        assertEquals("␀␛␡", MarkupText.escaped("\u0000\u001b\u007f"));
        assertEquals("a‹U+202E›b", MarkupText.escaped("a\u202eb"));
        assertEquals("‹U+2066›‹U+200F›‹U+FEFF›", MarkupText.escaped("\u2066\u200f\ufeff"));
        assertEquals("‹U+D800›", MarkupText.escaped("\ud800"));
        assertEquals("‹U+FFFF›‹U+0085›", MarkupText.escaped("\uffff\u0085"));
        assertEquals("‹U+E0041›", MarkupText.escaped(Character.toString(0xe0041)));
    }

    @Test
    void ordinaryTextOfAnyScriptStays() {
        String text = "24 × 15 = 360\n\t中文 עברית 𝑥² é 😀";
        assertEquals(text, MarkupText.escaped(text));
        assertEquals("a\nb\nc", MarkupText.escaped("a\r\nb\rc"));
    }

    @Test
    void nothingThatXmlRefusesIsEverLeft() {
        Random random = new Random(9);
        for (int round = 0; round < 500; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < 200; i++) {
                text.append((char) random.nextInt(random.nextBoolean() ? 0x100 : 0x10000));
            }
            MarkupText.escaped(text.toString())
                    .codePoints()
                    .forEach(c -> {
                        boolean isXml =
                                c == '\t'
                                        || c == '\n'
                                        || (c >= 0x20 && c <= 0xd7ff)
                                        || (c >= 0xe000 && c <= 0xfffd)
                                        || c >= 0x10000;
                        assertTrue(isXml && c != '<' && c != '"' && c != '\'', () -> "U+" + c);
                    });
        }
    }
}
