package org.prmscope.decode.onnx;

import org.prmscope.decode.NextToken;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// How far a device's answers are from the reference's.
///
/// @param tokens that were compared
/// @param difference the largest of the log-probabilities of the reference's best candidates; NaN
///   if the device computed NaN
/// @param divergence Kullback-Leibler from the reference, mean over the tokens; NaN as before
/// @param otherTokens how many tokens another than the reference's was the most probable of
/// @param impossible answers of the device that no model gives, whatever its weights; they would
///   pass where the device is compared with itself
record SelfTestResult(
        SelfTestTolerance tolerance,
        int tokens,
        double difference,
        double divergence,
        int otherTokens,
        int impossible) {
    /// Candidates whose log-probabilities are compared one by one.
    private static final int BEST = 10;

    /// Probability that rounding may add to all there is.
    private static final double EXCESS = 0.01;

    /// @param reference what the reference says of each token
    /// @param device what the device says, knowing the logits of the reference's candidates
    static SelfTestResult of(
            SelfTestTolerance tolerance, List<NextToken> reference, List<NextToken> device) {
        if (reference.size() != device.size() || reference.isEmpty()) {
            throw new IllegalArgumentException(
                    "%d and %d answers".formatted(reference.size(), device.size()));
        }
        double difference = 0;
        double divergence = 0;
        int others = 0;
        for (int i = 0; i < reference.size(); i++) {
            NextToken expected = reference.get(i);
            NextToken found = device.get(i);
            others += expected.id(0) == found.id(0) ? 0 : 1;
            difference = Math.max(difference, difference(expected, found));
            divergence += divergence(expected, found);
        }
        return new SelfTestResult(
                tolerance,
                reference.size(),
                difference,
                divergence / reference.size(),
                others,
                impossible(device));
    }

    boolean passed() {
        // A comparison with NaN is false.
        return impossible == 0
                && difference <= tolerance.difference()
                && Math.abs(divergence) <= tolerance.divergence();
    }

    /// Such as `log-probabilities within 0.031 (0.5 allowed), KL 0.00012 (0.02), 0 of 48 tokens
    /// other`.
    String text() {
        return impossible == 0
                ? numbers()
                : numbers() + ", %d answers that no model gives".formatted(impossible);
    }

    private String numbers() {
        return String.format(
                Locale.ROOT,
                "log-probabilities differ by up to %.3g (%.3g allowed), KL %.3g (%.3g allowed),"
                        + " another most probable token %d times of %d",
                difference,
                tolerance.difference(),
                divergence,
                tolerance.divergence(),
                otherTokens,
                tokens);
    }

    /// Kernels that do nothing leave zeros: one candidate over and over with all the probability,
    /// and the same answer to every token.
    private static int impossible(List<NextToken> device) {
        NextToken first = device.getFirst();
        boolean changing = device.size() < 2;
        int count = 0;
        for (NextToken answer : device) {
            count += isDistribution(answer) ? 0 : 1;
            changing |=
                    answer.logSumExp() != first.logSumExp() || answer.logit(0) != first.logit(0);
        }
        return changing ? count : device.size();
    }

    private static boolean isDistribution(NextToken answer) {
        Set<Integer> ids = new HashSet<>();
        double mass = 0;
        for (int rank = 0; rank < answer.candidates(); rank++) {
            ids.add(answer.id(rank));
            mass += Math.exp(logProbability(answer, rank));
            if (rank > 0 && answer.logit(rank) > answer.logit(rank - 1)) {
                return false;
            }
        }
        return ids.size() == answer.candidates() && mass <= 1 + EXCESS;
    }

    private static double logProbability(NextToken answer, int rank) {
        return answer.logit(rank) - answer.logSumExp();
    }

    private static double difference(NextToken expected, NextToken found) {
        double largest = 0;
        for (int rank = 0; rank < Math.min(BEST, expected.candidates()); rank++) {
            largest =
                    Math.max(
                            largest,
                            Math.abs(
                                    logProbability(expected, rank)
                                            - logProbabilityOf(found, expected.id(rank))));
        }
        return largest;
    }

    /// Over the reference's candidates and all other tokens together.
    private static double divergence(NextToken expected, NextToken found) {
        double sum = 0;
        double expectedMass = 0;
        double foundMass = 0;
        for (int rank = 0; rank < expected.candidates(); rank++) {
            double log = logProbability(expected, rank);
            double other = logProbabilityOf(found, expected.id(rank));
            sum += Math.exp(log) * (log - other);
            expectedMass += Math.exp(log);
            foundMass += Math.exp(other);
        }
        double rest = 1 - expectedMass;
        double otherRest = Math.max(1 - foundMass, 1e-9);
        return rest > 1e-9 ? sum + rest * Math.log(rest / otherRest) : sum;
    }

    private static double logProbabilityOf(NextToken token, int id) {
        return token.logitOf(id) - token.logSumExp();
    }
}
