package org.prmscope.ui.inspector;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.ConfidenceDefinition;
import org.prmscope.core.LabelScore;

import java.util.List;

/// The decision behind a verdict: the scores of both labels and how they became a confidence.
///
/// @param title such as `Step 3`
/// @param verdict in words
/// @param probability 0..1; null where no number was read
/// @param definition null where no number was read
/// @param labels the positive one first
/// @param position of the token the verdict was read from; -1 if none
/// @param context the text around that token, the token itself between `»` and `«`
/// @param absence why there is no number, one sentence; empty where there is one
public record DecisionFacts(
        String title,
        String verdict,
        @Nullable Double probability,
        @Nullable ConfidenceDefinition definition,
        List<LabelScore> labels,
        int position,
        String context,
        String absence) {
    public DecisionFacts {
        labels = List.copyOf(labels);
    }

    /// How far apart the logits are, positive minus negative; NaN unless both are known.
    public double margin() {
        if (labels.size() != 2) {
            return Double.NaN;
        }
        Double positive = labels.getFirst().logit();
        Double negative = labels.getLast().logit();
        return positive == null || negative == null ? Double.NaN : positive - negative;
    }
}
