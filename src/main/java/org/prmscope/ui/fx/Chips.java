package org.prmscope.ui.fx;

import javafx.scene.control.Tooltip;

import org.prmscope.core.CodeOutcome;
import org.prmscope.core.CodeResult;
import org.prmscope.core.FirstError;
import org.prmscope.core.InvalidReason;
import org.prmscope.core.StepLabel;
import org.prmscope.core.Verdict;

import java.util.Locale;

/// The chips of the field: gold label, verdict, code state, first error.
public final class Chips {
    private Chips() {}

    /// `✓ correct`, `✗ incorrect`, `! invalid: no box`, `– not reached`; an invalid one has its
    /// detail as tooltip.
    public static Chip verdict(Verdict verdict) {
        VerdictMark mark = VerdictMark.of(verdict);
        Chip chip = new Chip(mark.glyph() + " " + words(verdict), Chip.Tone.of(mark));
        if (verdict instanceof Verdict.Invalid invalid && !invalid.detail().isEmpty()) {
            chip.setTooltip(new Tooltip(invalid.detail()));
        }
        return chip;
    }

    /// A step the running verification has not judged yet.
    public static Chip pending() {
        return new Chip("… judging", Chip.Tone.PENDING);
    }

    /// `gold ✓`, `gold ✗`, `gold neutral`, `gold –`.
    public static Chip gold(StepLabel label) {
        VerdictMark mark = VerdictMark.of(label);
        String text = label == StepLabel.NEUTRAL ? "gold neutral" : "gold " + mark.glyph();
        return new Chip(text, Chip.Tone.of(mark));
    }

    /// Gold's first error, steps counted from 1: `first error: step 3 (gold)`.
    public static Chip goldFirstError(FirstError first) {
        return switch (first) {
            case FirstError.At(int step) ->
                    new Chip("first error: step " + (step + 1) + " (gold)", Chip.Tone.INCORRECT);
            case FirstError.None() -> new Chip("no error (gold)", Chip.Tone.CORRECT);
            case FirstError.Unknown() -> new Chip("no gold label", Chip.Tone.NOT_REACHED);
        };
    }

    /// How a code check ended: `ran · 31 ms · bubblewrap`, `raised ValueError, line 2`, ...
    public static Chip code(CodeResult result) {
        String where = result.executor().isEmpty() ? "" : " · " + firstPart(result.executor());
        String time = " · " + milliseconds(result.wallMs());
        return switch (result.outcome()) {
            case CodeOutcome.Completed() -> new Chip("✓ ran" + time + where, Chip.Tone.SUCCESS);
            case CodeOutcome.Raised(String type, String _, Integer line) ->
                    new Chip(
                            "✗ raised "
                                    + type
                                    + (line == null ? "" : ", line " + line)
                                    + time
                                    + where,
                            Chip.Tone.DANGER);
            case CodeOutcome.LimitHit(CodeOutcome.Limit limit) ->
                    new Chip("! " + words(limit) + time + where, Chip.Tone.WARNING);
            case CodeOutcome.NoCode() -> new Chip("! no code", Chip.Tone.WARNING);
            case CodeOutcome.NotRun() -> new Chip("– not run", Chip.Tone.NEUTRAL);
            case CodeOutcome.Unavailable(String reason) -> {
                Chip chip = new Chip("! could not run", Chip.Tone.WARNING);
                chip.setTooltip(new Tooltip(reason));
                yield chip;
            }
        };
    }

    /// The words of a verdict without its glyph: `invalid: no box`.
    public static String words(Verdict verdict) {
        return verdict instanceof Verdict.Invalid(InvalidReason reason, String _)
                ? "invalid: " + reason.title()
                : VerdictMark.of(verdict).word();
    }

    private static String words(CodeOutcome.Limit limit) {
        return switch (limit) {
            case TIME -> "time limit";
            case MEMORY -> "memory limit";
            case OUTPUT -> "output limit";
            case PROCESSES -> "process limit";
            case CANCELLED -> "cancelled";
        };
    }

    private static String firstPart(String executor) {
        int comma = executor.indexOf(',');
        return comma < 0 ? executor : executor.substring(0, comma);
    }

    private static String milliseconds(double wallMs) {
        return wallMs < 1000
                ? String.format(Locale.ROOT, "%.0f ms", wallMs)
                : String.format(Locale.ROOT, "%.1f s", wallMs / 1000);
    }
}
