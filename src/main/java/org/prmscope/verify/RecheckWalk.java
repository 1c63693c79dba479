package org.prmscope.verify;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.InvalidReason;
import org.prmscope.core.Verdict;

import java.util.ArrayList;
import java.util.List;

/// The walk over a later round of sequential scaling, which may come back to some steps only.
///
/// - A verdict is the step's whose head (`Step 2:`) was the last one before it. Before any head it
///   is the step's that the text since the previous verdict names, if it names one alone.
/// - In a chain that uses no heads, a text that names no other step has its verdicts in order: one
///   for each step, or up to the first incorrect one, where a chain may be stopped.
/// - Other verdicts are for no step. Two that disagree on a step are a contradiction.
/// - Steps without a verdict are not reached by this round, however it ended: it takes nothing
///   back.
final class RecheckWalk implements StepWalk {
    private final String text;
    private final boolean inOrder;
    private final @Nullable Taken[] taken;
    private final @Nullable String[] contradictions;
    private int given;

    /// The step of the last head, from 1; 0 before the first.
    private int headed;

    private record Taken(VerdictBox box, boolean positive) {}

    /// @param verdicts the boxes that the walk will be given
    /// @param headless whether the chain's first round names no step by a head
    RecheckWalk(
            String text, int steps, List<VerdictBox> verdicts, boolean headless, boolean running) {
        this.text = text;
        inOrder = headless && isInOrder(text, steps, verdicts, running);
        taken = new Taken[steps];
        contradictions = new String[steps];
    }

    private static boolean isInOrder(
            String text, int steps, List<VerdictBox> verdicts, boolean running) {
        if (verdicts.isEmpty()
                || verdicts.size() > steps
                || !VerdictWalk.numbers(VerdictWalk.HEAD, text, 0, text.length()).isEmpty()) {
            return false;
        }
        int from = 0;
        for (int k = 0; k < verdicts.size(); k++) {
            int step = k + 1;
            boolean namesAnother =
                    VerdictWalk.numbers(VerdictWalk.MENTION, text, from, verdicts.get(k).start())
                            .stream()
                            .anyMatch(number -> number != step);
            if (namesAnother) {
                return false;
            }
            from = verdicts.get(k).end();
        }
        boolean stopped = Boolean.FALSE.equals(verdicts.getLast().positive());
        return running || stopped || verdicts.size() == steps;
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
            headed = heads.getLast();
        }
        if (headed > 0) {
            return headed;
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
