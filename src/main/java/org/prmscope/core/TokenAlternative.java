package org.prmscope.core;

/// One of the most probable tokens at a position.
///
/// @param text the token's bytes as UTF-8, broken sequences replaced
/// @param logProbability natural log of the probability under the full softmax at temperature 1
public record TokenAlternative(int id, String text, float logProbability) {}
