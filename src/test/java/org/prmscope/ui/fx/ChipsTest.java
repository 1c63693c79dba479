package org.prmscope.ui.fx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.prmscope.core.CodeOutcome;
import org.prmscope.core.CodeResult;
import org.prmscope.core.Confidence;
import org.prmscope.core.ConfidenceDefinition;
import org.prmscope.core.FirstError;
import org.prmscope.core.InvalidReason;
import org.prmscope.core.LabelScore;
import org.prmscope.core.StepLabel;
import org.prmscope.core.Verdict;
import org.prmscope.core.WorkbenchException;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

class ChipsTest extends FxTest {
    @Test
    void noTwoVerdictsShareAGlyphOrAWord() {
        Set<String> glyphs = new HashSet<>();
        Set<String> words = new HashSet<>();
        for (VerdictMark mark : VerdictMark.values()) {
            assertTrue(glyphs.add(mark.glyph()) && words.add(mark.word()), mark::name);
        }
    }

    @Test
    void anInvalidVerdictSaysWhy() {
        Chip chip =
                onFx(() -> Chips.verdict(new Verdict.Invalid(InvalidReason.NO_BOX, "found none")));
        assertEquals("! invalid: no box", chip.getText());
        assertEquals("found none", chip.getTooltip().getText());
    }

    @Test
    void goldCountsStepsFromOneAndNeverCallsSilenceCorrect() {
        assertEquals(
                "first error: step 3 (gold)",
                onFx(() -> Chips.goldFirstError(new FirstError.At(2)).getText()));
        assertEquals(
                "no gold label",
                onFx(() -> Chips.goldFirstError(new FirstError.Unknown()).getText()));
        assertEquals("gold –", onFx(() -> Chips.gold(StepLabel.UNLABELLED).getText()));
        assertEquals(Chip.Tone.NOT_REACHED, onFx(() -> Chips.gold(StepLabel.NEUTRAL).tone()));
    }

    @Test
    void codeChipsNameOutcomeTimeAndExecutor() {
        CodeResult ran =
                new CodeResult(
                        new CodeOutcome.Completed(), "", "", 31.4, "bubblewrap, Python 3.11.2");
        assertEquals("✓ ran · 31 ms · bubblewrap", onFx(() -> Chips.code(ran).getText()));
        CodeResult raised =
                new CodeResult(new CodeOutcome.Raised("ValueError", "x", 2), "", "", 1500, "");
        assertEquals(
                "✗ raised ValueError, line 2 · 1.5 s", onFx(() -> Chips.code(raised).getText()));
    }

    @Test
    void aChipThatIsReusedKeepsOnlyItsNewTone() {
        Chip chip = onFx(() -> new Chip("a", Chip.Tone.CORRECT));
        onFx(() -> {
            chip.show("b", Chip.Tone.INCORRECT);
            return true;
        });
        assertFalse(chip.getStyleClass().contains("verdict-correct"));
        assertTrue(chip.getStyleClass().contains("verdict-incorrect"));
    }

    @Test
    void aConfidenceExplainsItsDefinitionAndRawScores() {
        String text =
                ConfidenceBar.explain(
                        new Confidence(
                                0.25,
                                ConfidenceDefinition.YES_NO_TOKEN_RATIO,
                                List.of(
                                        new LabelScore("Yes", 1.5, -2),
                                        new LabelScore("No", null, -1))));
        assertTrue(text.contains("P(Yes) = 0.250000"), text);
        assertTrue(text.contains("Yes: log p -2.000, logit 1.500"), text);
        assertTrue(text.contains("No: log p -1.000") && !text.contains("null"), text);
    }

    @Test
    void aMissingConfidenceShowsNoNumber() {
        ConfidenceBar bar = onFx(ConfidenceBar::new);
        assertFalse(bar.isVisible() || bar.isManaged());
    }

    @Test
    void failuresAreLaidOutInTheirParts() {
        WorkbenchException.Report report =
                new WorkbenchException.Report("No model", "m/", "a file", "", "Add it.");
        Notice notice = Notice.error(report);
        assertEquals("No model\nwhere: m/\nexpected: a file\nremedy: Add it.", notice.text());
        assertEquals(report, DialogService.report("Opening", new WorkbenchException(report)));
        assertTrue(
                DialogService.report("Opening", new IllegalStateException("x"))
                        .found()
                        .contains("IllegalStateException: x"));
    }
}
