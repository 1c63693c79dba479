package org.prmscope.ui.fx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.Random;

class PythonHighlighterTest {
    /// The parts of one kind, joined by `|`.
    private static String of(PythonHighlighter.Kind kind, String source) {
        StringBuilder parts = new StringBuilder();
        int at = 0;
        for (PythonHighlighter.Span span : PythonHighlighter.highlight(source)) {
            if (span.kind() == kind) {
                parts.append(parts.isEmpty() ? "" : "|").append(source, at, at + span.length());
            }
            at += span.length();
        }
        return parts.toString();
    }

    @Test
    void everyKindIsRecognised() {
        String source =
                "@cache\ndef f(x):  # why\n    return len(x) + 0x1F - 1e-5 * .5\nprint('a')";
        assertEquals("@cache", of(PythonHighlighter.Kind.DECORATOR, source));
        assertEquals("f", of(PythonHighlighter.Kind.DEFINITION, source));
        assertEquals("# why", of(PythonHighlighter.Kind.COMMENT, source));
        assertEquals("def|return", of(PythonHighlighter.Kind.KEYWORD, source));
        assertEquals("len|print", of(PythonHighlighter.Kind.BUILTIN, source));
        assertEquals("0x1F|1e-5|.5", of(PythonHighlighter.Kind.NUMBER, source));
        assertEquals("'a'", of(PythonHighlighter.Kind.STRING, source));
    }

    @Test
    void stringsEndWherePythonEndsThem() {
        assertEquals("'a\\'b'", of(PythonHighlighter.Kind.STRING, "'a\\'b' + c"));
        assertEquals(
                "\"\"\"a\n'\"b\"\"\"", of(PythonHighlighter.Kind.STRING, "\"\"\"a\n'\"b\"\"\"\nx"));
        assertEquals("'open", of(PythonHighlighter.Kind.STRING, "'open\nx = 1"));
        assertEquals("f'{x}'|rb\"y\"", of(PythonHighlighter.Kind.STRING, "f'{x}' + rb\"y\""));
        assertEquals("'#'", of(PythonHighlighter.Kind.STRING, "'#' # '"));
    }

    @Test
    void attributesAndNamesThatContainKeywordsArePlain() {
        assertEquals("", of(PythonHighlighter.Kind.KEYWORD, "format_in.or_ = island"));
        assertEquals("", of(PythonHighlighter.Kind.BUILTIN, "a.sum() + x.print"));
    }

    @Test
    void lengthsAddUpForAnyText() {
        String alphabet = "ab'\"#\\\n @.0e+def{}é";
        Random random = new Random(3);
        for (int round = 0; round < 3000; round++) {
            StringBuilder source = new StringBuilder();
            for (int i = random.nextInt(40); i > 0; i--) {
                source.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            assertEquals(
                    source.length(),
                    PythonHighlighter.highlight(source.toString()).stream()
                            .mapToInt(PythonHighlighter.Span::length)
                            .sum());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"'", "\"\"\"", "#", "a", "1", " @", "\\", "def ", "f'"})
    void longInputTakesLinearTime(String piece) {
        String source = piece.repeat(1_000_000 / piece.length());
        assertTimeout(Duration.ofSeconds(5), () -> PythonHighlighter.highlight(source));
    }
}
