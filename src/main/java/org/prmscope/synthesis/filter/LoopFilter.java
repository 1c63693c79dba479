package org.prmscope.synthesis.filter;

import org.prmscope.core.ChainEvent;
import org.prmscope.core.Rejection;
import org.prmscope.core.RejectionReason;
import org.prmscope.core.TokenOrigin;
import org.prmscope.core.TokenTrace;
import org.prmscope.decode.LoopRule;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/// Whether a stretch that the verifier wrote repeats itself, by a rule that may be stricter than
/// the one generation was stopped by.
public record LoopFilter(LoopRule rule) implements ChainFilter {
    @Override
    public String name() {
        return "loop";
    }

    @Override
    public boolean readsRecord() {
        return true;
    }

    @Override
    public List<Rejection> examine(SampledChain chain) {
        if (chain.has(ChainEvent.Kind.LOOP)) {
            return List.of(rejection("Generation was ended because the text repeated itself."));
        }
        for (int[] stretch : stretches(chain.chain().tokens())) {
            OptionalInt at = rule.firstLoop(stretch);
            if (at.isPresent()) {
                return List.of(
                        rejection(
                                "The text repeats itself up to token %d of %d in one stretch."
                                        .formatted(at.getAsInt() + 1, stretch.length)));
            }
        }
        return List.of();
    }

    /// The stretches that were sampled without anything appended between.
    private static List<int[]> stretches(TokenTrace tokens) {
        List<int[]> stretches = new ArrayList<>();
        int[] ids = tokens.ids();
        int start = 0;
        for (int at = 0; at <= ids.length; at++) {
            if (at == ids.length || tokens.origin(at) != TokenOrigin.GENERATED) {
                if (at > start) {
                    stretches.add(Arrays.copyOfRange(ids, start, at));
                }
                start = at + 1;
            }
        }
        return stretches;
    }

    private Rejection rejection(String detail) {
        return new Rejection(name(), RejectionReason.LOOP, null, detail);
    }
}
