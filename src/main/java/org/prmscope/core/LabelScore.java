package org.prmscope.core;

import org.jspecify.annotations.Nullable;

/// The raw score of one label at a decision.
///
/// @param label as written, such as `Yes`
/// @param logit the model's output at the decision before any temperature; null for a label of
///   several tokens
/// @param logProbability natural log of the full-softmax probability (for several tokens: of the
///   product)
public record LabelScore(String label, @Nullable Double logit, double logProbability) {}
