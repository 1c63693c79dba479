package org.prmscope.run;

import java.nio.file.Path;

/// One way to make a model that can be loaded out of a checkpoint.
///
/// @param source the folder of the checkpoint
/// @param precision such as `int4`, as a person reads it
/// @param weightBytes bytes of weights that will be written
/// @param neededBytes the estimate for loading what will be written
/// @param fits whether it could be loaded with the memory that is free now
/// @param isRecommended whether it is the one to take on this machine; of one model's plans exactly
///   one is, or none if none fits
/// @param advice one sentence on what this precision is good for
public record ImportPlan(
        Path source,
        String precision,
        long weightBytes,
        long neededBytes,
        boolean fits,
        boolean isRecommended,
        String advice) {}
