package org.prmscope.verify;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.InvalidReason;
import org.prmscope.core.Verdict;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The walk over a whole verification, which has a verdict for every step.
///
/// Verdicts come in the order of the steps. Heads that the model writes (`Step 2:` at the start of
/// a line) check the count:
///
/// - A verdict after the head of the next step, or without any head in a chain that does not use
///   them, is the next step's.
/// - A verdict after the head of a step that already has one, or without a head where every earlier
///   verdict had one and nothing names the next step, repeats an earlier verdict: the same label
///   changes nothing, the other one makes that step a contradiction.
/// - A head that skips a step, also one whose box is missing, makes that step and all later ones
///   invalid (wrong count): a shifted verdict must not be read as another step's.
/// - More verdicts than steps: steps whose verdict was under their own head keep it, the others are
///   invalid (wrong count), because order alone no longer tells.
/// - Fewer verdicts than steps: after an incorrect step the rest is not reached; in a truncated or
///   repeating chain it is invalid for that reason; otherwise it is a wrong count, or no box where
///   the chain has no verdict at all.
/// - In a repeating chain only verdicts under their own head are kept.
final class VerdictWalk implements StepWalk {
    /// A step's head at the start of a line, with or without Markdown.
    static final Pattern HEAD =
            Pattern.compile("(?im)^[ \\t>*#_-]{0,20}step[ \\t]{1,4}(\\d{1,6})[*_ \\t]{0,6}[:.)]");

    static final Pattern MENTION = Pattern.compile("(?i)\\bstep\\s{1,4}(\\d{1,6})\\b");

    private final String text;
    private final @Nullable Taken[] taken;
    private final @Nullable String[] contradictions;
    private int given;
    private int extra;
    private boolean everyVerdictHeaded = true;
    private @Nullable String shift;

    private record Taken(VerdictBox box, boolean positive, boolean headed) {}

    VerdictWalk(String text, int steps) {
        this.text = text;
        taken = new Taken[steps];
        contradictions = new String[steps];
    }

    @Override
    public @Nullable Integer take(VerdictBox box, boolean positive, int from) {
        if (shift != null) {
            return null;
        }
        List<Integer> heads = numbers(HEAD, text, from, box.start());
        int next = given + 1;
        int furthest = heads.stream().mapToInt(Integer::intValue).max().orElse(0);
        if (furthest > next) {
            shift =
                    given == 0
                            ? "the first verdict is on step %d".formatted(furthest)
                            : "after the verdict on step %d comes one on step %d"
                                    .formatted(given, furthest);
            return null;
        }
        if (furthest == next) {
            return give(new Taken(box, positive, true));
        }
        if (furthest > 0) {
            return repeat(heads.getLast(), box, positive);
        }
        boolean repeats =
                given > 0
                        && everyVerdictHeaded
                        && !numbers(MENTION, text, from, box.start()).contains(next);
        return repeats ? repeat(given, box, positive) : give(new Taken(box, positive, false));
    }

    @Override
    public int nextStep() {
        return shift == null && given < taken.length ? given : -1;
    }

    private @Nullable Integer give(Taken verdict) {
        everyVerdictHeaded &= verdict.headed;
        given++;
        if (given > taken.length) {
            extra++;
            return null;
        }
        taken[given - 1] = verdict;
        return given - 1;
    }

    private @Nullable Integer repeat(int number, VerdictBox box, boolean positive) {
        if (number < 1 || number > taken.length) {
            return null;
        }
        Taken earlier = taken[number - 1];
        if (earlier != null && earlier.positive != positive) {
            contradictions[number - 1] =
                    "one box says \"%s\" and another \"%s\""
                            .formatted(earlier.box.label(), box.label());
        }
        return number - 1;
    }

    /// The step numbers that a pattern finds in a stretch of the text, from 1.
    static List<Integer> numbers(Pattern pattern, String text, int from, int to) {
        List<Integer> numbers = new ArrayList<>();
        Matcher matcher =
                pattern.matcher(text)
                        .region(from, to)
                        .useAnchoringBounds(false)
                        .useTransparentBounds(true);
        while (matcher.find()) {
            numbers.add(Integer.parseInt(matcher.group(1)));
        }
        return numbers;
    }

    @Override
    public List<ThinkPrmTranscript.StepReading> readings(ThinkPrmTranscript.Ending ending) {
        List<ThinkPrmTranscript.StepReading> readings = new ArrayList<>();
        boolean incorrectBefore = false;
        for (int step = 0; step < taken.length; step++) {
            Taken verdict = taken[step];
            Verdict read =
                    verdict == null
                            ? missing(ending, incorrectBefore)
                            : verdict(step, verdict, ending);
            incorrectBefore |= read instanceof Verdict.Incorrect;
            readings.add(
                    new ThinkPrmTranscript.StepReading(
                            step, read, verdict == null ? null : verdict.box));
        }
        return readings;
    }

    private Verdict verdict(int step, Taken verdict, ThinkPrmTranscript.Ending ending) {
        String contradiction = contradictions[step];
        if (contradiction != null) {
            return new Verdict.Invalid(InvalidReason.CONTRADICTION, contradiction);
        }
        if (!verdict.headed && ending == ThinkPrmTranscript.Ending.LOOP) {
            return new Verdict.Invalid(
                    InvalidReason.LOOP,
                    "the chain repeats itself, and this box is under no step's head");
        }
        if (!verdict.headed && extra > 0) {
            return new Verdict.Invalid(InvalidReason.WRONG_COUNT, counts());
        }
        return verdict.positive ? new Verdict.Correct() : new Verdict.Incorrect();
    }

    private Verdict missing(ThinkPrmTranscript.Ending ending, boolean incorrectBefore) {
        if (shift != null) {
            return new Verdict.Invalid(InvalidReason.WRONG_COUNT, shift);
        }
        return switch (ending) {
            case RUNNING -> new Verdict.NotReached();
            case TRUNCATED ->
                    new Verdict.Invalid(
                            InvalidReason.TRUNCATED, "tokens ran out after %s".formatted(counts()));
            case LOOP ->
                    new Verdict.Invalid(
                            InvalidReason.LOOP,
                            "the chain repeats itself after %s".formatted(counts()));
            case FINISHED -> {
                if (incorrectBefore) {
                    yield new Verdict.NotReached();
                }
                yield given == 0
                        ? new Verdict.Invalid(
                                InvalidReason.NO_BOX,
                                "no box says correct or incorrect in the whole chain")
                        : new Verdict.Invalid(InvalidReason.WRONG_COUNT, counts());
            }
        };
    }

    private String counts() {
        return "%d %s for %d steps"
                .formatted(given, given == 1 ? "verdict" : "verdicts", taken.length);
    }
}
