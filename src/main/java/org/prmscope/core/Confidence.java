package org.prmscope.core;

import java.util.List;

/// A probability 0..1 that a step or solution is correct, with its definition and its raw scores.
///
/// @param labels the labels it was computed from, the positive one first
public record Confidence(
        double probability, ConfidenceDefinition definition, List<LabelScore> labels) {
    public Confidence {
        labels = List.copyOf(labels);
        if (!(probability >= 0 && probability <= 1)) {
            throw new IllegalArgumentException("probability must be in 0..1, was " + probability);
        }
    }

    /// The share of the positive label over two labels: exp(a) / (exp(a) + exp(b)), computed on the
    /// difference so that it neither overflows nor underflows to 0/0.
    public static double share(double positive, double negative) {
        return 1 / (1 + Math.exp(negative - positive));
    }
}
