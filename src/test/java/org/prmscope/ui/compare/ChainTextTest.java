package org.prmscope.ui.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.prmscope.core.FirstError;
import org.prmscope.core.Solution;
import org.prmscope.core.Verdict;
import org.prmscope.core.VerificationChain;
import org.prmscope.ui.fake.Samples;
import org.prmscope.ui.fx.MarkedText;

import java.util.List;

class ChainTextTest {
    private final Solution solution = Samples.plain("gsm8k-1", 3, new FirstError.None(), 1);

    private VerificationChain rounds(String first, String second) {
        return new org.prmscope.ui.fake.ChainText("gsm8k-1", 3, 1)
                .round(null)
                .critique(0, first)
                .judge(0, new Verdict.Correct(), 0.9)
                .round("Let me double check")
                .critique(0, second)
                .judge(0, new Verdict.Incorrect(), 0.1)
                .build();
    }

    private VerificationChain single(String critique) {
        return new org.prmscope.ui.fake.ChainText("gsm8k-1", 3, 1)
                .critique(0, critique)
                .judge(0, new Verdict.Correct(), 0.9)
                .build();
    }

    private static List<String> marked(MarkedText text) {
        return text.spans().stream()
                .filter(span -> span.styles().contains("differs"))
                .map(span -> span.text().strip())
                .toList();
    }

    @Test
    void wordsThatTheReferenceLacksAreMarked() {
        MarkedText text =
                ChainText.of(
                        single("Four times five is twenty."),
                        0,
                        single("Four times five is thirty."));
        assertEquals(List.of("twenty"), marked(text));
        assertTrue(text.text().contains("✓ correct 0.90"));
    }

    @Test
    void laterRoundIsMarkedBesideTheRoundBefore() {
        MarkedText text =
                ChainText.of(rounds("It is twenty.", "It is thirty."), 0, single("It is twenty."));
        assertEquals(List.of("thirty"), marked(text));
        assertTrue(text.text().contains("round 2 of 2 · “Let me double check”"));
        assertTrue(text.text().contains("✗ incorrect 0.10"));
    }

    @Test
    void withoutAReferenceNothingIsMarked() {
        MarkedText text =
                ChainText.of(Samples.chain(solution, new FirstError.None(), 1), null, null);
        assertTrue(marked(text).isEmpty());
        for (int step = 1; step <= 3; step++) {
            assertTrue(text.text().contains("Step " + step + "\n"));
        }
    }

    @Test
    void stepThatWasNotReachedHasNoText() {
        assertEquals(MarkedText.EMPTY, ChainText.of(single("Yes."), 2, null));
    }

    @Test
    void tagsOfTheProtocolAreLeftOut() {
        assertFalse(ChainText.of(single("Yes."), null, null).text().contains("<analyze>"));
    }
}
