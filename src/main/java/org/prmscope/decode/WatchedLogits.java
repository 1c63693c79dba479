package org.prmscope.decode;

import java.util.List;

/// The raw logits of the watched ids at one sampled position.
///
/// @param ids as the request named them
/// @param logits one for each id
/// @param logSumExp over the whole vocabulary, so that `exp(logit - logSumExp)` is the probability
public record WatchedLogits(List<Integer> ids, List<Float> logits, double logSumExp) {
    public WatchedLogits {
        ids = List.copyOf(ids);
        logits = List.copyOf(logits);
    }
}
