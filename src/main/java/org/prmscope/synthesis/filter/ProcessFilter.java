package org.prmscope.synthesis.filter;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.FirstError;
import org.prmscope.core.GoldLabels;
import org.prmscope.core.InvalidReason;
import org.prmscope.core.Rejection;
import org.prmscope.core.RejectionReason;
import org.prmscope.core.StepLabel;
import org.prmscope.core.StepVerdict;
import org.prmscope.core.Verdict;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// Process-based filtering (ThinkPRM, arXiv 2504.16828): every verdict up to the first gold error
/// must agree with gold, and a chain must judge either exactly so many steps or all of them.
///
/// Beyond the reference's `LongThoughtCritiqueDataset`: a verdict that cannot be read is a reason
/// of its own and shifts no other; verdicts after the first gold error are compared where gold
/// labels those steps; and a chain that answers on the whole solution must not contradict gold
/// there. A neutral step (PRM800K's 0) counts as correct, as everywhere in the program; the
/// reference takes a neutral last step for wrong.
///
/// @param comparesLater whether verdicts after the first gold error are compared where gold has
///   labels
/// @param comparesAnswer whether the chain's answer on the whole solution, where it has one, is
///   compared
public record ProcessFilter(boolean comparesLater, boolean comparesAnswer) implements ChainFilter {
    /// Compares everything that can be compared.
    public static final ProcessFilter DEFAULT = new ProcessFilter(true, true);

    @Override
    public String name() {
        return "process";
    }

    @Override
    public List<Rejection> examine(SampledChain chain) {
        return new Comparison(this, chain.solution().gold(), chain.chain().verdicts())
                .of(chain.outcome());
    }

    /// Compares one chain.
    private static final class Comparison {
        private final ProcessFilter filter;
        private final @Nullable GoldLabels gold;
        private final List<StepVerdict> verdicts;
        private final List<Rejection> found = new ArrayList<>();

        Comparison(ProcessFilter filter, @Nullable GoldLabels gold, List<StepVerdict> verdicts) {
            this.filter = filter;
            this.gold = gold;
            this.verdicts = verdicts;
        }

        List<Rejection> of(Outcome outcome) {
            if (gold == null) {
                add(RejectionReason.NO_GOLD, null, "The solution has no gold labels.");
                return found;
            }
            FirstError first = gold.firstError();
            if (first instanceof FirstError.Unknown) {
                int step = gold.steps().indexOf(StepLabel.UNLABELLED);
                add(
                        RejectionReason.NO_GOLD,
                        step,
                        "Gold has no label for step %d, which comes before any error."
                                .formatted(step + 1));
                return found;
            }
            int steps = gold.steps().size();
            int compared = first instanceof FirstError.At(int at) ? at + 1 : steps;
            compare(gold.steps(), 0, compared, RejectionReason.STEP_VERDICT);
            if (filter.comparesLater) {
                compare(gold.steps(), compared, steps, RejectionReason.LATER_VERDICT);
            }
            boolean hasGap =
                    verdicts.subList(0, compared).stream()
                            .anyMatch(step -> step.verdict() instanceof Verdict.NotReached);
            if (hasGap || (outcome.judged() != compared && outcome.judged() != steps)) {
                add(
                        RejectionReason.COUNT,
                        null,
                        "The chain judges %d of %d steps, gold labels %s."
                                .formatted(
                                        outcome.judged(),
                                        steps,
                                        compared == steps
                                                ? "all"
                                                : compared + " up to its first error"));
            }
            Boolean isCorrect = Outcome.saysCorrect(first);
            if (filter.comparesAnswer
                    && outcome.answer() != null
                    && !Objects.equals(outcome.answer(), isCorrect)) {
                add(
                        RejectionReason.ANSWER,
                        null,
                        "The chain answers that the solution is %s, gold says %s."
                                .formatted(
                                        word(Boolean.TRUE.equals(outcome.answer())),
                                        word(Boolean.TRUE.equals(isCorrect))));
            }
            return found;
        }

        private void compare(List<StepLabel> labels, int from, int to, RejectionReason reason) {
            boolean differs = false;
            boolean unreadable = false;
            for (int step = from; step < to; step++) {
                Boolean gold =
                        switch (labels.get(step)) {
                            case CORRECT, NEUTRAL -> true;
                            case INCORRECT -> false;
                            case UNLABELLED -> null;
                        };
                switch (verdicts.get(step).verdict()) {
                    case Verdict.Correct() -> {
                        if (!differs && Boolean.FALSE.equals(gold)) {
                            differs = true;
                            addDifference(reason, step, true);
                        }
                    }
                    case Verdict.Incorrect() -> {
                        if (!differs && Boolean.TRUE.equals(gold)) {
                            differs = true;
                            addDifference(reason, step, false);
                        }
                    }
                    case Verdict.Invalid(InvalidReason why, String detail) -> {
                        if (!unreadable) {
                            unreadable = true;
                            add(
                                    RejectionReason.UNREADABLE,
                                    step,
                                    "The verdict on step %d cannot be read (%s): %s."
                                            .formatted(step + 1, why.title(), detail));
                        }
                    }
                    case Verdict.NotReached() -> {}
                }
            }
        }

        private void addDifference(RejectionReason reason, int step, boolean says) {
            add(
                    reason,
                    step,
                    "Step %d is judged %s, gold says %s."
                            .formatted(step + 1, word(says), word(!says)));
        }

        private void add(RejectionReason reason, @Nullable Integer step, String detail) {
            found.add(new Rejection(filter.name(), reason, step, detail));
        }
    }

    static String word(boolean correct) {
        return correct ? "correct" : "incorrect";
    }
}
