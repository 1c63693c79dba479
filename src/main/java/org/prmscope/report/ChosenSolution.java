package org.prmscope.report;

import java.util.List;

/// A solution that a page shows step by step.
///
/// @param id one of the comparison's solutions; another is named as left out
/// @param chains texts to set side by side; differences are marked against the first
public record ChosenSolution(String id, List<ChainText> chains) {
    public ChosenSolution {
        chains = List.copyOf(chains);
    }
}
