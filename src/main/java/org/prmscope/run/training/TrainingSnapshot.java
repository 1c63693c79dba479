package org.prmscope.run.training;

import org.jspecify.annotations.Nullable;
import org.prmscope.train.Resumption;

/// The training of this window at one moment.
///
/// @param outlook what it was found to be; null while it is being looked at
/// @param resumption where it went on, as far as the training tells; null if it began anew
/// @param before steps of the checkpoint that it began with
/// @param checkpoint steps of the newest checkpoint; 0 if there is none
/// @param end how it ended; null while it goes on
public record TrainingSnapshot(
        TrainingJob job,
        Phase phase,
        @Nullable TrainingOutlook outlook,
        @Nullable Resumption resumption,
        Curve curve,
        int before,
        int checkpoint,
        @Nullable TrainingEnd end) {
    /// Where it is.
    public enum Phase {
        /// Base and chats are read.
        PREPARING,
        /// Steps are taken.
        TRAINING,
        /// It was asked to stop and writes a checkpoint.
        STOPPING,
        /// It ended.
        OVER
    }

    public boolean isOver() {
        return phase == Phase.OVER;
    }

    /// Steps taken so far, with those of earlier pieces.
    public int step() {
        CurvePoint last = curve.last();
        return Math.max(before, last == null ? 0 : last.step());
    }
}
