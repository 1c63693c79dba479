package org.prmscope.core;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// The candidates of one problem.
///
/// @param id of the problem, unique in its set
/// @param answer the right one, as the data set writes it; null if it is not known
/// @param candidates in the order of the file, at least one
public record CandidateGroup(
        String id, String problem, @Nullable String answer, List<Candidate> candidates) {
    public CandidateGroup {
        candidates = List.copyOf(candidates);
        if (candidates.isEmpty()) {
            throw new IllegalArgumentException("a problem without candidates: " + id);
        }
    }

    /// The same candidates with another right answer.
    public CandidateGroup withAnswer(@Nullable String right) {
        return new CandidateGroup(id, problem, right, candidates);
    }
}
