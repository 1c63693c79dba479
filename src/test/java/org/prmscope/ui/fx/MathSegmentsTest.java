package org.prmscope.ui.fx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

class MathSegmentsTest {
    private static String outline(String text) {
        return MathSegments.parse(text).stream()
                .map(segment ->
                        switch (segment) {
                            case MathSegment.Prose(String prose, String _) -> prose;
                            case MathSegment.Bold(String bold, String _) -> "B{" + bold + "}";
                            case MathSegment.Code(String code, String _) -> "C{" + code + "}";
                            case MathSegment.Maths(String latex, boolean display, String _) ->
                                    (display ? "D{" : "M{") + latex + "}";
                        })
                .collect(Collectors.joining());
    }

    @Test
    void everyDelimiterIsRead() {
        assertEquals("a M{x} b", outline("a $x$ b"));
        assertEquals("a M{x} b", outline("a \\(x\\) b"));
        assertEquals("a D{x} b", outline("a $$x$$ b"));
        assertEquals("a D{x} b", outline("a \\[ x \\] b"));
        assertEquals(
                "D{\\begin{align*}a&=b\\end{align*}}", outline("\\begin{align*}a&=b\\end{align*}"));
    }

    @Test
    void boxesInProseAreDrawnAndTheirWordsStayWords() {
        assertEquals("M{\\boxed{\\text{Yes}}}.", outline("\\boxed{Yes}."));
        assertEquals("is M{\\boxed{\\frac{1}{2}}}", outline("is \\boxed{\\frac{1}{2}}"));
        assertEquals("M{x = \\boxed{5}}", outline("$x = \\boxed{5}$"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$5 and $6",
                "costs $4.50. How many for $9?",
                "$5-$6 each",
                "He has $20 ($5 less than before) and $7.",
                "pays $5 per hour and 20$ a day",
                "from $ x $ to",
                "a lone $ sign",
                "$",
                "$$",
                "\\$5 costs",
                "\\(",
                "\\[ never closed",
                "\\boxed{never closed",
                "\\begin{align} no end",
                "$a\n\nb$",
                "** not bold **",
                "2 ** 3 ** 4",
                "`never closed",
            })
    void whatIsNotMathsStaysText(String text) {
        assertTrue(
                MathSegments.parse(text).stream().allMatch(MathSegment.Prose.class::isInstance),
                () -> outline(text));
    }

    @Test
    void escapedDollarsAreShownAsDollars() {
        assertEquals("pay $5, M{x}", outline("pay \\$5, $x$"));
    }

    @Test
    void markdownIsReadAroundButNotInsideMaths() {
        assertEquals("B{Check} C{a_1} M{a**b}", outline("**Check** `a_1` $a**b$"));
        assertEquals("C{$x$}", outline("`$x$`"));
    }

    @Test
    void amountsWithUnitsInMathsAreMaths() {
        assertEquals("M{24 \\times 15 = 350}", outline("$24 \\times 15 = 350$"));
        assertEquals("M{5\\text{ dollars per hour}}", outline("$5\\text{ dollars per hour}$"));
    }

    @Test
    void sourcesJoinedAreTheTextForAnyText() {
        String[] pieces = {
            "$",
            "$$",
            "\\(",
            "\\)",
            "\\[",
            "\\]",
            "\\boxed{",
            "}",
            "{",
            "`",
            "**",
            "*",
            "\n",
            "\n\n",
            " ",
            "5",
            "x",
            "\\",
            "\\$",
            "\\begin{align}",
            "\\end{align}",
            "\\frac",
            "é",
            "𝔸",
            "\r"
        };
        Random random = new Random(7);
        for (int round = 0; round < 4000; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(30); i > 0; i--) {
                text.append(pieces[random.nextInt(pieces.length)]);
            }
            List<MathSegment> segments = MathSegments.parse(text.toString());
            assertEquals(
                    text.toString(),
                    segments.stream().map(MathSegment::source).collect(Collectors.joining()));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$",
                "$a ",
                "\\(",
                "\\[",
                "\\boxed{",
                "`",
                "**a",
                "\\begin{a}",
                "{",
                "\\",
                "$$",
                "\\$"
            })
    void repeatedOpenersTakeLinearTime(String opener) {
        String text = opener.repeat(500_000 / opener.length());
        assertTimeout(Duration.ofSeconds(5), () -> MathSegments.parse(text));
    }
}
