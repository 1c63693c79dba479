package org.prmscope.compare;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.Confidence;
import org.prmscope.core.Verdict;

/// What one round of one chain said of one step; a chain without rounds is one round.
///
/// @param chain its index in the run, from 0
/// @param round from 0
/// @param verdict the round's own; not reached where it did not come to the step
/// @param isFlip whether it turns what stood before it: readable, and the opposite
public record VerdictCell(
        int chain, int round, Verdict verdict, @Nullable Confidence confidence, boolean isFlip) {}
