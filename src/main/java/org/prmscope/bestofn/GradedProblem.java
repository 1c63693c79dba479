package org.prmscope.bestofn;

import java.util.List;

/// A problem whose right answer is known.
///
/// @param candidates in the order of the file, at least one
public record GradedProblem(String id, List<GradedCandidate> candidates) {
    public GradedProblem {
        candidates = List.copyOf(candidates);
        if (candidates.isEmpty()) {
            throw new IllegalArgumentException("a problem without candidates: " + id);
        }
    }
}
