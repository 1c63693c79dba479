package org.prmscope.ui.scaling;

import org.prmscope.core.Scaling;

import java.util.List;

/// A spread that is asked for often, under a name.
///
/// @param title such as `32K tokens as 4 x 8K`
public record ScalingPreset(String title, Scaling scaling) {
    /// One chain, the plain spreads, and pairs at the same budget: 32,768 tokens as ThinkPRM (arXiv
    /// 2504.16828) compares them, and a quarter of that for small models.
    public static final List<ScalingPreset> ALL =
            List.of(
                    new ScalingPreset("one chain", Scaling.SINGLE),
                    new ScalingPreset("4 chains", Scaling.parallel(4)),
                    new ScalingPreset("8 chains", Scaling.parallel(8)),
                    new ScalingPreset("4 rounds", Scaling.sequential(4)),
                    new ScalingPreset(
                            "8K tokens as 4 × 2K chains", Scaling.parallel(4).withBudget(8_192)),
                    new ScalingPreset(
                            "8K tokens as 1 × 4 × 2K rounds",
                            Scaling.sequential(4).withBudget(8_192)),
                    new ScalingPreset(
                            "32K tokens as 4 × 8K chains", Scaling.parallel(4).withBudget(32_768)),
                    new ScalingPreset(
                            "32K tokens as 1 × 4 × 8K rounds",
                            Scaling.sequential(4).withBudget(32_768)));

    @Override
    public String toString() {
        return title;
    }
}
