package org.prmscope.verify;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.Cancellation;
import org.prmscope.core.ChainEvent;
import org.prmscope.core.Confidence;
import org.prmscope.core.ConfidenceDefinition;
import org.prmscope.core.InvalidReason;
import org.prmscope.core.Solution;
import org.prmscope.core.StepVerdict;
import org.prmscope.core.TokenOrigin;
import org.prmscope.core.Verdict;
import org.prmscope.core.VerificationChain;
import org.prmscope.core.WorkbenchException;
import org.prmscope.decode.CancelledException;
import org.prmscope.tokenizer.ChatTemplate;

import java.util.List;
import java.util.Optional;

/// GenPRM (arXiv 2504.00891): a conversation with one paragraph a turn, each answered by an
/// analysis, a code check and a judgement.
///
/// Earlier turns stay on the cache exactly as they were sampled. A step whose judgement cannot be
/// read is invalid, and verification goes on with the next one.
///
/// A further round goes over the paragraphs once more in the same conversation; the assistant's
/// first turn in it begins with the trigger phrase. The paper has no such rounds for GenPRM.
public final class GenPrmProtocol implements VerificationProtocol {
    @Override
    public VerificationChain verify(
            Solution solution, VerificationContext context, Cancellation cancellation)
            throws CancelledException, WorkbenchException {
        DecisionTokens labels =
                new DecisionTokens(
                        context.tokenizer(),
                        BoxLabels.GENPRM,
                        ConfidenceDefinition.YES_NO_TOKEN_RATIO);
        return ChainWork.run(
                solution,
                context,
                cancellation,
                labels.watched(),
                work -> verify(solution, work, labels));
    }

    private static @Nullable Confidence verify(
            Solution solution, ChainWork work, DecisionTokens labels)
            throws CancelledException, WorkbenchException {
        int rounds = work.context().configuration().scaling().rounds();
        try (ChainCode code = new ChainCode(work.context())) {
            GenPrmTurn turn = new GenPrmTurn(work, code, labels);
            for (int round = 0; round < rounds; round++) {
                work.beginRound(round, work.decoder().position());
                boolean goesOn = verify(solution, work, turn, round);
                work.recorder().endRound(null);
                if (!goesOn) {
                    break;
                }
            }
        }
        return null;
    }

    /// One pass over the solution.
    ///
    /// @return whether another may follow
    private static boolean verify(Solution solution, ChainWork work, GenPrmTurn turn, int round)
            throws CancelledException, WorkbenchException {
        String trigger = work.context().configuration().scaling().trigger(round);
        for (int step = 0; step < solution.steps().size(); step++) {
            int[] opening = opening(solution, work, step);
            String head = trigger == null || step > 0 ? "" : trigger + "\n";
            if (!turn.hasBudget()) {
                left(
                        solution,
                        work,
                        round,
                        step,
                        ChainEvent.Kind.BUDGET_SPENT,
                        "The token budget was spent before step %d.".formatted(step + 1));
                return true;
            }
            if (!work.fits(opening.length + turn.headLength(step, head))) {
                left(
                        solution,
                        work,
                        round,
                        step,
                        ChainEvent.Kind.CONTEXT_FULL,
                        "The model's context has no room for step %d: %d tokens are used, %d are left."
                                .formatted(
                                        step + 1,
                                        work.decoder().position(),
                                        work.decoder().room()));
                return false;
            }
            work.append(opening, TokenOrigin.PROMPT);
            StepVerdict verdict = turn.judge(step, head);
            if (verdict.verdict() instanceof Verdict.Incorrect
                    && work.context().configuration().stopAtFirstError()) {
                return true;
            }
        }
        return true;
    }

    /// Closes the turn before, and opens the assistant's turn on this step.
    private static int[] opening(Solution solution, ChainWork work, int step) {
        ChatTemplate template = work.context().template();
        // Not the first round's: a share of the budget may be too small for a judgement.
        boolean first = work.decoder().position() == 0;
        String paragraph = solution.steps().get(step);
        return ChainWork.joined(
                first ? template.begin(Optional.of(GenPrmPrompt.SYSTEM)) : template.assistantEnd(),
                template.userTurn(
                        first ? GenPrmPrompt.firstTurn(solution.problem(), paragraph) : paragraph),
                template.assistantStart());
    }

    /// The steps from here on are left out of this round. In the first one they stay in the
    /// denominator, as truncated; in a later one they keep their verdicts.
    private static void left(
            Solution solution,
            ChainWork work,
            int round,
            int from,
            ChainEvent.Kind kind,
            String detail) {
        work.event(kind, from, detail);
        for (int step = from; round == 0 && step < solution.steps().size(); step++) {
            Verdict verdict = new Verdict.Invalid(InvalidReason.TRUNCATED, detail);
            work.recorder()
                    .settle(
                            new ChainRecorder.Reading(
                                    List.of(),
                                    List.of(new StepVerdict(step, verdict, null, null, 0))));
        }
    }
}
