package org.prmscope.bestofn;

import org.jspecify.annotations.Nullable;

/// A candidate as a choice among several sees it.
///
/// @param answerClass candidates with the same answer have the same; -1 without an answer
/// @param score 0..1, how good the verifier finds it; null where it has none, as after an invalid
///   judgement
public record GradedCandidate(int answerClass, Grade grade, @Nullable Double score) {}
