package org.prmscope.run.training;

import org.prmscope.train.Resumption;

/// Hears how a training goes, on the thread that trains. All methods are quick.
public interface TrainingListener {
    /// Goes on from a checkpoint with steps to take; before the first of them.
    default void resumed(Resumption from) {}

    /// A step was taken.
    void step(CurvePoint point);

    /// The evaluation chats were looked at.
    void evaluated(Curve.Evaluation evaluation);

    /// A checkpoint is whole on the disk.
    void checkpoint(int step);
}
