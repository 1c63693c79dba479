package org.prmscope.decode;

import java.util.Arrays;
import java.util.List;

/// Log-probabilities of continuations: the first token of each from the answer after the chain, the
/// others by one run over the continuation, of which the row then keeps what the next one begins
/// with.
final class ScoreCall extends ChainCall {
    private final List<int[]> continuations;
    private final double[] scores;
    private boolean begun;

    /// The continuation that is computed next, and how many of its tokens already are.
    private int current;

    private int computed;

    /// The continuation that the row holds, or held when the one before ended.
    private int[] held = {};

    /// What so many of its tokens add to the score of its first one.
    private double[] sums = {0};

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
        begin(false);
    }

    /// Tokens of the current continuation that the row holds behind the chain; none at the end.
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
    ///
    /// @param shares whether the next continuation may begin with tokens of this one's runs
    void scored(NextToken[] answers, boolean shares) throws DecodingException {
        int[] ids = continuations.get(current);
        for (NextToken answer : answers) {
            EngineChain.check(answer, chain.position() + computed + 1);
            double more = answer.logitOf(ids[computed + 1]) - answer.logSumExp();
            sums[computed + 1] = sums[computed] + more;
            computed++;
        }
        if (computed == ids.length - 1) {
            scores[current++] += sums[computed];
            begin(shares);
        }
    }

    /// Forgets what was computed of the current continuation: the row was taken away.
    void restart() {
        computed = 0;
        if (current < scores.length) {
            hold(continuations.get(current));
        }
    }

    /// Goes to the next continuation that is not known yet.
    private void begin(boolean shares) {
        computed = 0;
        while (current < scores.length) {
            int[] ids = continuations.get(current);
            // The answer after the last common token was not asked for the token that follows here.
            int known = shares ? Math.max(0, common(held, ids) - 1) : 0;
            if (known < ids.length - 1) {
                computed = known;
                hold(ids);
                return;
            }
            scores[current++] += sums[known];
        }
    }

    private void hold(int[] ids) {
        held = ids;
        sums = Arrays.copyOf(sums, Math.max(sums.length, ids.length));
    }

    private static int common(int[] one, int[] other) {
        int mismatch = Arrays.mismatch(one, other);
        return mismatch < 0 ? one.length : mismatch;
    }
}
