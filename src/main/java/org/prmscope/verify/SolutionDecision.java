package org.prmscope.verify;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.Confidence;
import org.prmscope.core.ConfidenceDefinition;
import org.prmscope.core.LabelScore;
import org.prmscope.core.WorkbenchException;
import org.prmscope.decode.CancelledException;
import org.prmscope.decode.WatchedLogits;

import java.util.ArrayList;
import java.util.List;

/// ThinkPRM's score of a whole solution: how probable ` Yes` and ` No` are after "Is the solution
/// correct?".
///
/// The two log-probabilities (of a continuation of several tokens, their sum) are divided by the
/// decision temperature and put through a softmax, as `APIThinkPRMVerifier` does.
final class SolutionDecision {
    private SolutionDecision() {}

    /// Scores the answers after the chain as it stands, which it leaves unchanged.
    ///
    /// @return null where the model gave no finite scores
    static @Nullable Confidence score(ChainWork work)
            throws CancelledException, WorkbenchException {
        List<int[]> answers = new ArrayList<>();
        for (String answer : ThinkPrmPrompt.ANSWERS) {
            answers.add(work.encode(answer));
        }
        List<LabelScore> scores =
                answers.stream().allMatch(ids -> ids.length == 1)
                        ? single(work, answers)
                        : several(work, answers);
        double share =
                Confidence.share(
                        scores.get(0).logProbability()
                                / work.context().configuration().decisionTemperature(),
                        scores.get(1).logProbability()
                                / work.context().configuration().decisionTemperature());
        return Double.isNaN(share)
                ? null
                : new Confidence(share, ConfidenceDefinition.CONTINUATION_SOFTMAX, scores);
    }

    /// One token each: the raw logits are there too.
    private static List<LabelScore> single(ChainWork work, List<int[]> answers)
            throws CancelledException, WorkbenchException {
        WatchedLogits next =
                work.decoder()
                        .next(List.of(answers.get(0)[0], answers.get(1)[0]), work.cancellation());
        List<LabelScore> scores = new ArrayList<>();
        for (int i = 0; i < answers.size(); i++) {
            double logit = next.logits().get(i);
            scores.add(new LabelScore(label(i), logit, logit - next.logSumExp()));
        }
        return scores;
    }

    private static List<LabelScore> several(ChainWork work, List<int[]> answers)
            throws CancelledException, WorkbenchException {
        double[] logProbabilities = work.decoder().score(answers, work.cancellation());
        List<LabelScore> scores = new ArrayList<>();
        for (int i = 0; i < answers.size(); i++) {
            scores.add(new LabelScore(label(i), null, logProbabilities[i]));
        }
        return scores;
    }

    private static String label(int index) {
        return ThinkPrmPrompt.ANSWERS.get(index).strip();
    }
}
