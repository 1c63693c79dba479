package org.prmscope.ui.compare;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.Verdict;
import org.prmscope.ui.fx.MarkedText;

/// One run's chain as it is read under the table.
///
/// @param solutionId of the solution that it judges
/// @param run its column, from 0
/// @param title such as `A · chain 3 of 8`
/// @param verdict of this chain on the selected step; null where the whole chain is read
/// @param note such as `flips at round 3`; empty for nothing
/// @param text empty while it is read
/// @param absence why there is no text; empty where there is
public record ChainColumn(
        String solutionId,
        int run,
        String title,
        @Nullable Verdict verdict,
        String note,
        MarkedText text,
        String absence) {}
