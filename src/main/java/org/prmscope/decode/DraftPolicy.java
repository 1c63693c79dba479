package org.prmscope.decode;

/// Decides how many tokens to guess: as many as promise most tokens for the time, by what was
/// measured lately; none where that is not at least 5 % better than one step.
///
/// With `a` the share of guessed tokens that were right after a match of some length, `d` tokens
/// guessed give `1 + a + ... + a^d` tokens on average (Leviathan et al. 2023, equation 1), and take
/// the time of a run over `d + 1` tokens. Only widths that were measured are chosen; a width is
/// measured by trying it, each once to begin with and then one of them now and then.
final class DraftPolicy {
    private static final int[] WIDTHS = {2, 3, 4, 6, 8, 12, 16};
    private static final double MIN_GAIN = 1.05;
    private static final double SMOOTHING = 0.1;

    /// Old observations count half after about this many new ones.
    private static final double KEPT = 0.98;

    /// Matches from one forced trial to the next: first, and once every width was tried.
    private static final int EARLY_TRIAL = 4;

    private static final int LATE_TRIAL = 256;
    private static final int[] NO_GUESS = new int[1];

    private final PromptLookup lookup = new PromptLookup();
    private final int widest;
    private final double[] nanos = new double[WIDTHS[WIDTHS.length - 1] + 1];

    /// Right and wrong guesses by the length of the match.
    private final double[] right = new double[PromptLookup.MAX_MATCH + 1];

    private final double[] wrong = new double[PromptLookup.MAX_MATCH + 1];
    private int matchLength;
    private int matches;
    private int nextTrial;

    /// @param widest tokens that one run may have
    DraftPolicy(int widest) {
        this.widest = widest;
    }

    /// The next run's tokens: the last of the first `size` ids, then the guess.
    ///
    /// @param room tokens that may be guessed at most
    int[] draft(int[] ids, int size, int room) {
        matchLength = bucket(lookup.find(ids, size));
        if (matchLength == 0 || nanos[1] == 0) {
            return NO_GUESS;
        }
        int width = Math.min(width(), Math.min(room + 1, widest));
        if (width < 2) {
            return NO_GUESS;
        }
        int[] tokens = new int[width];
        tokens[0] = ids[size - 1];
        lookup.follow(ids, size, tokens, 1);
        return tokens;
    }

    /// Notes how long a run over so many tokens of one chain took.
    void took(int width, long time) {
        if (width < nanos.length) {
            double before = nanos[width];
            nanos[width] = before == 0 ? Math.max(1, time) : before + SMOOTHING * (time - before);
        }
    }

    /// Notes what became of the last guess.
    ///
    /// @param refuted whether another token was sampled than the first that was not taken
    void tried(int taken, boolean refuted) {
        right[matchLength] = right[matchLength] * KEPT + taken;
        wrong[matchLength] = wrong[matchLength] * KEPT + (refuted ? 1 : 0);
    }

    private int width() {
        boolean early = nextTrial < WIDTHS.length;
        if (matches++ % (early ? EARLY_TRIAL : LATE_TRIAL) == 0) {
            return WIDTHS[nextTrial++ % WIDTHS.length];
        }
        double share = (right[matchLength] + 1) / (right[matchLength] + wrong[matchLength] + 2);
        double best = MIN_GAIN / nanos[1];
        int chosen = 1;
        for (int width : WIDTHS) {
            if (nanos[width] > 0) {
                double tokens = (1 - Math.pow(share, width)) / (1 - share);
                if (tokens / nanos[width] > best) {
                    best = tokens / nanos[width];
                    chosen = width;
                }
            }
        }
        return chosen;
    }

    /// Matches of similar length are counted together.
    private static int bucket(int match) {
        return match < 6 ? match : Integer.highestOneBit(match);
    }
}
