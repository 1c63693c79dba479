package org.prmscope.train;

/// Hears how the training of a verifier goes, on the thread that trains. All methods are quick.
public interface StepListener {
    /// Goes on from a checkpoint with steps to take; before the first of them.
    default void resumed(Resumption from) {}

    /// A step was taken.
    void step(TrainingProgress progress);

    /// A checkpoint of so many steps is whole on the disk.
    default void checkpoint(int step) {}
}
