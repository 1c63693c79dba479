package org.prmscope.decode;

import java.util.Arrays;
import java.util.List;

/// Log-probabilities of continuations: the first token of each from the answer after the chain, the
/// others by one run over the continuation, which the row then forgets.
final class ScoreCall extends ChainCall {
    private final List<int[]> continuations;
    private final double[] scores;
    private boolean begun;

    /// The continuation that is computed next, and how many of its tokens already are.
    private int current;

    private int computed;

    /// The current continuation's score from the tokens computed so far.
    private double sum;

    /// @param labels the first ids of all continuations, at least
    ScoreCall(EngineChain chain, List<int[]> continuations, int[] labels) {
        super(chain, labels);
        this.continuations = continuations;
        scores = new double[continuations.size()];
    }

    double[] scores() {
        return scores;
    }

    @Override
    boolean isComplete() {
        return begun && current == scores.length;
    }

    @Override
    boolean wantsAnswer() {
        return !begun;
    }

    @Override
    void accept(NextToken next, FullRow full) {
        begun = true;
        for (int k = 0; k < scores.length; k++) {
            scores[k] = next.logitOf(continuations.get(k)[0]) - next.logSumExp();
        }
        skipSingles();
    }

    /// Tokens of the continuation that were computed after the chain before.
    int computed() {
        return computed;
    }

    /// What is to be computed next, at most `limit` tokens.
    int[] tokens(int limit) {
        int[] ids = continuations.get(current);
        return Arrays.copyOfRange(ids, computed, Math.min(ids.length - 1, computed + limit));
    }

    /// The ids whose logits the answers to [#tokens] must have.
    int[] targets(int count) {
        int[] ids = continuations.get(current);
        return Arrays.copyOfRange(ids, computed + 1, computed + 1 + count);
    }

    /// Takes the answers after each of the tokens.
    void scored(NextToken[] answers) throws DecodingException {
        int[] ids = continuations.get(current);
        for (NextToken answer : answers) {
            EngineChain.check(answer, chain.position() + computed + 1);
            sum += answer.logitOf(ids[++computed]) - answer.logSumExp();
        }
        if (computed == ids.length - 1) {
            scores[current++] += sum;
            restart();
            skipSingles();
        }
    }

    /// Forgets what was computed of the current continuation: the row was taken away.
    void restart() {
        computed = 0;
        sum = 0;
    }

    private void skipSingles() {
        while (current < scores.length && continuations.get(current).length == 1) {
            current++;
        }
    }
}
