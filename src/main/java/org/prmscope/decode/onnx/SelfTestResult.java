package org.prmscope.decode.onnx;

import org.prmscope.decode.NextToken;

import java.util.List;
import java.util.Locale;

/// How far a device's answers are from the reference's.
///
/// @param tokens that were compared
/// @param difference the largest of the log-probabilities of the reference's best candidates; NaN
///   if the device computed NaN
/// @param divergence Kullback-Leibler from the reference, mean over the tokens; NaN as before
/// @param otherTokens how many tokens another than the reference's was the most probable of
record SelfTestResult(
        SelfTestTolerance tolerance,
        int tokens,
        double difference,
        double divergence,
        int otherTokens) {
    /// Candidates whose log-probabilities are compared one by one.
    private static final int BEST = 10;

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
                tolerance, reference.size(), difference, divergence / reference.size(), others);
    }

    boolean passed() {
        // A comparison with NaN is false.
        return difference <= tolerance.difference() && divergence <= tolerance.divergence();
    }

    /// Such as `log-probabilities within 0.031 (0.5 allowed), KL 0.00012 (0.02), 0 of 48 tokens
    /// other`.
    String text() {
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

    private static double difference(NextToken expected, NextToken found) {
        double largest = 0;
        for (int rank = 0; rank < Math.min(BEST, expected.candidates()); rank++) {
            largest =
                    Math.max(
                            largest,
                            Math.abs(
                                    expected.logit(rank)
                                            - expected.logSumExp()
                                            - logProbability(found, expected.id(rank))));
        }
        return largest;
    }

    /// Over the reference's candidates and all other tokens together.
    private static double divergence(NextToken expected, NextToken found) {
        double sum = 0;
        double expectedMass = 0;
        double foundMass = 0;
        for (int rank = 0; rank < expected.candidates(); rank++) {
            double log = expected.logit(rank) - expected.logSumExp();
            double other = logProbability(found, expected.id(rank));
            sum += Math.exp(log) * (log - other);
            expectedMass += Math.exp(log);
            foundMass += Math.exp(other);
        }
        double rest = 1 - expectedMass;
        double otherRest = Math.max(1 - foundMass, 1e-9);
        return rest > 1e-9 ? sum + rest * Math.log(rest / otherRest) : sum;
    }

    private static double logProbability(NextToken token, int id) {
        return token.logitOf(id) - token.logSumExp();
    }
}
