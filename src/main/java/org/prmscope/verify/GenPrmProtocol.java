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
        try (ChainCode code = new ChainCode(work.context())) {
            GenPrmTurn turn = new GenPrmTurn(work, code, labels);
            for (int step = 0; step < solution.steps().size(); step++) {
                int[] opening = opening(solution, work.context().template(), step);
                if (!work.fits(opening.length + turn.headLength(step))) {
                    contextFull(solution, work, step);
                    return null;
                }
                work.append(opening, TokenOrigin.PROMPT);
                StepVerdict verdict = turn.judge(step);
                if (verdict.verdict() instanceof Verdict.Incorrect
                        && work.context().configuration().stopAtFirstError()) {
                    return null;
                }
            }
        }
        return null;
    }

    /// Closes the turn before, and opens the assistant's turn on this step.
    private static int[] opening(Solution solution, ChatTemplate template, int step) {
        String text = GenPrmPrompt.userTurn(solution.problem(), solution.steps().get(step), step);
        return ChainWork.joined(
                step == 0
                        ? template.begin(Optional.of(GenPrmPrompt.SYSTEM))
                        : template.assistantEnd(),
                template.userTurn(text),
                template.assistantStart());
    }

    /// Nothing more fits: this step and the later ones stay in the denominator, as truncated.
    private static void contextFull(Solution solution, ChainWork work, int from) {
        String detail =
                "The model's context has no room for step %d: %d tokens are used, %d are left."
                        .formatted(from + 1, work.decoder().position(), work.decoder().room());
        work.event(ChainEvent.Kind.CONTEXT_FULL, from, detail);
        for (int step = from; step < solution.steps().size(); step++) {
            Verdict verdict = new Verdict.Invalid(InvalidReason.TRUNCATED, detail);
            work.recorder()
                    .settle(
                            new ChainRecorder.Reading(
                                    List.of(),
                                    List.of(new StepVerdict(step, verdict, null, null, 0))));
        }
    }
}
