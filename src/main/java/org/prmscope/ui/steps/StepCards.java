package org.prmscope.ui.steps;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.ChainSection;
import org.prmscope.core.GoldLabels;
import org.prmscope.core.SectionKind;
import org.prmscope.core.Solution;
import org.prmscope.core.StepLabel;
import org.prmscope.core.StepVerdict;
import org.prmscope.core.TokenOrigin;
import org.prmscope.core.TokenSpan;
import org.prmscope.core.Verdict;
import org.prmscope.core.VerificationChain;

import java.util.ArrayList;
import java.util.List;

/// Makes the closed cards of a solution and its chain.
final class StepCards {
    private StepCards() {}

    /// The cards of a solution without a chain.
    static List<StepCard> of(Solution of) {
        List<StepCard> fresh = new ArrayList<>();
        for (int step = 0; step < of.steps().size(); step++) {
            fresh.add(
                    new StepCard(
                            step,
                            StepCard.Kind.STEP,
                            of.steps().get(step),
                            gold(of, step),
                            null,
                            null,
                            CodeState.NONE,
                            0,
                            StepCard.Activity.STILL));
        }
        return fresh;
    }

    /// The cards of a solution with its chain, growing (`live`) or finished.
    static List<StepCard> of(Solution shown, VerificationChain now, boolean live) {
        int writing = live ? stepBeingWritten(now) : -1;
        List<StepCard> cards = new ArrayList<>();
        for (int step = 0; step < shown.steps().size(); step++) {
            cards.add(card(shown, now, step, live, writing));
        }
        if (decidesOnSolution(now)) {
            cards.add(solutionCard(now, cards.size(), live));
        }
        return cards;
    }

    private static StepCard card(
            Solution shown, VerificationChain now, int step, boolean live, int writing) {
        StepVerdict judged = step < now.verdicts().size() ? now.verdicts().get(step) : null;
        boolean begun = judged != null && !(judged.verdict() instanceof Verdict.NotReached);
        StepVerdict shownVerdict = live && !begun ? null : judged;
        StepCard.Activity activity =
                !live || begun
                        ? StepCard.Activity.STILL
                        : step == writing ? StepCard.Activity.WRITING : StepCard.Activity.WAITING;
        int tokens =
                shownVerdict != null
                        ? now.generatedFor(step)
                        : generated(now, StepBlocks.span(now, step));
        return new StepCard(
                step,
                StepCard.Kind.STEP,
                shown.steps().get(step),
                gold(shown, step),
                shownVerdict == null ? null : shownVerdict.verdict(),
                shownVerdict == null || !isReadable(shownVerdict.verdict())
                        ? null
                        : shownVerdict.confidence(),
                CodeState.of(now.codeChecks().stream().filter(c -> c.step() == step).toList()),
                tokens,
                activity);
    }

    private static StepCard solutionCard(VerificationChain now, int index, boolean live) {
        return new StepCard(
                index,
                StepCard.Kind.SOLUTION,
                "The whole solution",
                null,
                null,
                now.solutionConfidence(),
                CodeState.NONE,
                generated(now, StepBlocks.span(now, null)),
                live ? StepCard.Activity.WAITING : StepCard.Activity.STILL);
    }

    private static boolean decidesOnSolution(VerificationChain now) {
        return now.solutionConfidence() != null
                || now.sections().stream()
                        .anyMatch(section -> section.kind() == SectionKind.SOLUTION_DECISION);
    }

    private static @Nullable StepLabel gold(Solution of, int step) {
        GoldLabels gold = of.gold();
        return gold == null ? null : gold.steps().get(step);
    }

    private static boolean isReadable(Verdict verdict) {
        return verdict instanceof Verdict.Correct || verdict instanceof Verdict.Incorrect;
    }

    private static int generated(VerificationChain now, TokenSpan span) {
        int count = 0;
        for (int position = span.start(); position < span.end(); position++) {
            if (now.tokens().origin(position) == TokenOrigin.GENERATED) {
                count++;
            }
        }
        return count;
    }

    /// The step a growing chain is at, from 0: the last section's, or the one after the last
    /// verdict; -1 when it is past the steps.
    static int stepBeingWritten(VerificationChain live) {
        int judged = -1;
        for (StepVerdict verdict : live.verdicts()) {
            if (!(verdict.verdict() instanceof Verdict.NotReached)) {
                judged = Math.max(judged, verdict.step());
            }
        }
        int section = -1;
        for (ChainSection each : live.sections()) {
            if (each.step() != null) {
                section = Math.max(section, each.step());
            }
        }
        return Math.max(Math.max(section, judged), 0);
    }
}
