package org.prmscope.ui.inspector;

import org.prmscope.core.TokenOrigin;

import java.util.List;

/// One token of the chain with what the model could have written instead.
///
/// @param position in the chain
/// @param text with blanks and line breaks made visible
/// @param probability 0..1 under the full softmax at temperature 1; NaN for tokens not sampled
/// @param candidates best first, the token itself included even if it is not among the best
/// @param otherMass 0..1, what the candidates leave over; NaN for tokens not sampled
public record TokenFacts(
        int position,
        int id,
        String text,
        TokenOrigin origin,
        double probability,
        List<Candidate> candidates,
        double otherMass) {
    public TokenFacts {
        candidates = List.copyOf(candidates);
    }

    /// One token that could stand at the position.
    ///
    /// @param rank from 1; 0 for a written token outside the kept alternatives
    /// @param written whether this is the token in the chain
    public record Candidate(int rank, String text, double probability, boolean written) {}

    /// Why there are no candidates; empty when there are.
    public String absence() {
        return switch (origin) {
            case GENERATED ->
                    candidates.isEmpty() ? "No alternatives were kept for this token." : "";
            case PROMPT -> "Part of the prompt: it was fed to the model, not sampled.";
            case INJECTED -> "Appended by PRMScope (code output, forced text), not sampled.";
        };
    }
}
