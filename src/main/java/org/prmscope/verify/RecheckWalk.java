package org.prmscope.verify;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.InvalidReason;
import org.prmscope.core.Verdict;

import java.util.ArrayList;
import java.util.List;

/// The walk over a later round of sequential scaling, which may come back to some steps only.
///
/// - A verdict after a head (`Step 2:`) is that step's; the last head before it counts. Without a
///   head it is the step's that the text names, if it names one alone.
/// - A text without any head that has as many verdicts as there are steps has them in order.
/// - Other verdicts are for no step. Two that disagree on a step are a contradiction.
/// - Steps without a verdict are not reached by this round, however it ended: it takes nothing
///   back.
final class RecheckWalk implements StepWalk {
    private final String text;
    private final boolean inOrder;
    private final @Nullable Taken[] taken;
    private final @Nullable String[] contradictions;
    private int given;

    private record Taken(VerdictBox box, boolean positive) {}

    /// @param verdicts how many boxes with a verdict the text has
    RecheckWalk(String text, int steps, int verdicts, boolean running) {
        this.text = text;
        boolean headed = !VerdictWalk.numbers(VerdictWalk.HEAD, text, 0, text.length()).isEmpty();
        inOrder = !headed && (verdicts == steps || (running && verdicts < steps));
        taken = new Taken[steps];
        contradictions = new String[steps];
    }

    @Override
    public @Nullable Integer take(VerdictBox box, boolean positive, int from) {
        int number = inOrder ? given + 1 : named(from, box.start());
        given++;
        if (number < 1 || number > taken.length) {
            return null;
        }
        Taken earlier = taken[number - 1];
        if (earlier != null && earlier.positive != positive) {
            contradictions[number - 1] =
                    "one box says \"%s\" and another \"%s\""
                            .formatted(earlier.box.label(), box.label());
        }
        taken[number - 1] = new Taken(box, positive);
        return number - 1;
    }

    /// From 1; 0 if the text names none, or several.
    private int named(int from, int to) {
        List<Integer> heads = VerdictWalk.numbers(VerdictWalk.HEAD, text, from, to);
        if (!heads.isEmpty()) {
            return heads.getLast();
        }
        List<Integer> mentioned =
                VerdictWalk.numbers(VerdictWalk.MENTION, text, from, to).stream()
                        .distinct()
                        .toList();
        return mentioned.size() == 1 ? mentioned.getFirst() : 0;
    }

    @Override
    public int nextStep() {
        return -1;
    }

    @Override
    public List<ThinkPrmTranscript.StepReading> readings(ThinkPrmTranscript.Ending ending) {
        List<ThinkPrmTranscript.StepReading> readings = new ArrayList<>();
        for (int step = 0; step < taken.length; step++) {
            Taken verdict = taken[step];
            readings.add(
                    new ThinkPrmTranscript.StepReading(
                            step, verdict(step, verdict), verdict == null ? null : verdict.box));
        }
        return readings;
    }

    private Verdict verdict(int step, @Nullable Taken verdict) {
        String contradiction = contradictions[step];
        if (contradiction != null) {
            return new Verdict.Invalid(InvalidReason.CONTRADICTION, contradiction);
        }
        if (verdict == null) {
            return new Verdict.NotReached();
        }
        return verdict.positive ? new Verdict.Correct() : new Verdict.Incorrect();
    }
}
