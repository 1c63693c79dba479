package org.prmscope.decode;

import org.prmscope.core.Sampling;

import java.util.List;

/// One stretch of generation.
///
/// @param stops strings that end it; matched on bytes, also across tokens and where a token holds
///   more than the rest of the stop string
/// @param keepStop whether the stop string stays in the chain
/// @param maxTokens tokens that may be sampled
/// @param watched token ids whose raw logits are kept at every sampled position
public record GenerationRequest(
        Sampling sampling,
        int maxTokens,
        List<String> stops,
        boolean keepStop,
        List<Integer> watched) {
    public GenerationRequest {
        stops = List.copyOf(stops);
        watched = List.copyOf(watched);
    }
}
