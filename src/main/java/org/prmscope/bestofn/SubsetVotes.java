package org.prmscope.bestofn;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;

/// The expectation of something over the subsets of N candidates: of all of them where there are
/// few, else of a seeded sample of them.
final class SubsetVotes {
    /// As many subsets are all looked at.
    static final int MOST_EXACT = 3_000;

    /// So many are drawn where there are more.
    static final int DRAWN = 1_000;

    private SubsetVotes() {}

    /// Whether all subsets are looked at.
    static boolean isExact(int candidates, int n) {
        double count = 1;
        for (int i = 0; i < Math.min(n, candidates - n); i++) {
            count = count * (candidates - i) / (i + 1);
        }
        return count <= MOST_EXACT;
    }

    /// The mean of `value` over subsets, given as positions.
    static double mean(int candidates, int n, long seed, ToDoubleFunction<int[]> value) {
        int[] subset = new int[n];
        double sum = 0;
        int count = 0;
        if (isExact(candidates, n)) {
            Arrays.setAll(subset, i -> i);
            do {
                sum += value.applyAsDouble(subset);
                count++;
            } while (advance(subset, candidates));
            return sum / count;
        }
        SplittableRandom random = new SplittableRandom(seed);
        int[] all = new int[candidates];
        Arrays.setAll(all, i -> i);
        for (count = 0; count < DRAWN; count++) {
            for (int i = 0; i < n; i++) {
                int other = i + random.nextInt(candidates - i);
                int kept = all[i];
                all[i] = all[other];
                all[other] = kept;
            }
            System.arraycopy(all, 0, subset, 0, n);
            sum += value.applyAsDouble(subset);
        }
        return sum / count;
    }

    /// The next subset in order; false after the last.
    private static boolean advance(int[] subset, int candidates) {
        int n = subset.length;
        int at = n - 1;
        while (at >= 0 && subset[at] == candidates - n + at) {
            at--;
        }
        if (at < 0) {
            return false;
        }
        subset[at]++;
        for (int i = at + 1; i < n; i++) {
            subset[i] = subset[i - 1] + 1;
        }
        return true;
    }

    /// Whether the answer with the most weight is right, 0..1: a tie is decided by a fair coin, and
    /// candidates without an answer do not vote.
    ///
    /// @param weighted whether scores weigh the votes; where no vote has any weight, they count
    ///   alike
    static double vote(
            List<GradedCandidate> candidates,
            int[] subset,
            boolean weighted,
            ToDoubleFunction<GradedCandidate> right) {
        int classes = 0;
        for (int at : subset) {
            classes = Math.max(classes, candidates.get(at).answerClass() + 1);
        }
        double[] weights = new double[classes];
        int[] votes = new int[classes];
        double[] rights = new double[classes];
        for (int at : subset) {
            GradedCandidate candidate = candidates.get(at);
            int answer = candidate.answerClass();
            if (answer >= 0) {
                Double score = candidate.score();
                weights[answer] += score == null ? 0 : score;
                votes[answer]++;
                rights[answer] += right.applyAsDouble(candidate);
            }
        }
        boolean counts = !weighted || Arrays.stream(weights).allMatch(weight -> weight == 0);
        double best = 0;
        for (int answer = 0; answer < classes; answer++) {
            best = Math.max(best, counts ? votes[answer] : weights[answer]);
        }
        double sum = 0;
        int winners = 0;
        for (int answer = 0; answer < classes; answer++) {
            double weight = counts ? votes[answer] : weights[answer];
            // Sums of the same scores in another order may differ in their last digit.
            if (votes[answer] > 0 && weight >= best * (1 - 1e-12)) {
                sum += rights[answer] / votes[answer];
                winners++;
            }
        }
        return winners == 0 ? 0 : sum / winners;
    }
}
