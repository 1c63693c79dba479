package org.prmscope.ui.steps;

import org.prmscope.core.ChainEvent;
import org.prmscope.core.TokenSpan;

import java.util.List;

/// The opened step: its blocks and everything a reader of its verdict should know.
///
/// @param index as in [StepCard]
/// @param absence why there are no blocks, one sentence; empty when there are
/// @param events what happened while the step was verified
/// @param raw the chain's text over the step, tags included
/// @param span the step's tokens
public record StepDetail(
        int index,
        String absence,
        List<StepBlock> blocks,
        List<ChainEvent> events,
        String raw,
        TokenSpan span,
        boolean live) {
    public StepDetail {
        blocks = List.copyOf(blocks);
        events = List.copyOf(events);
    }
}
