package org.prmscope.decode;

/// What a model says of the token after one position: its most probable candidates, the normaliser
/// of the whole vocabulary, and the logits of the tokens that were asked for.
///
/// All logits are raw (temperature 1, before any filter); `exp(logit - logSumExp)` is the
/// probability under the full softmax. The arrays are not copied: nobody writes to them.
public final class NextToken {
    /// Candidates that are kept of a larger vocabulary.
    public static final int CANDIDATES = 64;

    private final int[] ids;
    private final float[] logits;
    private final double logSumExp;
    private final int[] labels;
    private final float[] labelLogits;

    /// @param ids the candidates, most probable first, the lower id first on a tie
    /// @param logits one for each candidate
    /// @param logSumExp over the whole vocabulary; NaN if the model computed NaN
    /// @param labels the ids that were asked for
    /// @param labelLogits one for each label
    public NextToken(
            int[] ids, float[] logits, double logSumExp, int[] labels, float[] labelLogits) {
        if (ids.length == 0 || ids.length != logits.length || labels.length != labelLogits.length) {
            throw new IllegalArgumentException("one logit for each id, and at least one candidate");
        }
        this.ids = ids;
        this.logits = logits;
        this.logSumExp = logSumExp;
        this.labels = labels;
        this.labelLogits = labelLogits;
    }

    /// How many candidates there are: [#CANDIDATES], or the vocabulary if that is smaller.
    public int candidates() {
        return ids.length;
    }

    /// The id of the candidate of this rank; 0 is the most probable.
    public int id(int rank) {
        return ids[rank];
    }

    /// The raw logit of the candidate of this rank.
    public float logit(int rank) {
        return logits[rank];
    }

    public double logSumExp() {
        return logSumExp;
    }

    /// Whether the logit of this token is known: it was asked for or is a candidate.
    public boolean knows(int id) {
        return indexOf(labels, id) >= 0 || indexOf(ids, id) >= 0;
    }

    /// The raw logit of a token that is known.
    ///
    /// @throws IllegalArgumentException if it is not
    public float logitOf(int id) {
        int label = indexOf(labels, id);
        if (label >= 0) {
            return labelLogits[label];
        }
        int rank = indexOf(ids, id);
        if (rank < 0) {
            throw new IllegalArgumentException("the logit of token " + id + " was not asked for");
        }
        return logits[rank];
    }

    private static int indexOf(int[] ids, int id) {
        for (int i = 0; i < ids.length; i++) {
            if (ids[i] == id) {
                return i;
            }
        }
        return -1;
    }
}
