package org.prmscope.train;

import org.prmscope.core.IoReason;
import org.prmscope.core.WorkbenchException;

import java.io.IOException;
import java.nio.file.Path;

/// What every kind of training reports in the same words.
public final class TrainingReports {
    private TrainingReports() {}

    /// A checkpoint that could not be written.
    ///
    /// @param step that it would have been of
    /// @param before steps of the checkpoint that is there, whole; 0 if there is none
    public static WorkbenchException unwritten(Path file, int step, int before, IOException e) {
        return new WorkbenchException(
                new WorkbenchException.Report(
                        "The checkpoint of step " + step + " could not be written",
                        file.toString(),
                        "room and permission to write beside it",
                        IoReason.of(e),
                        (before == 0
                                        ? "There is no earlier checkpoint. "
                                        : "The checkpoint of step " + before + " is whole. ")
                                + "Free some space and start again; it goes on from there."),
                e);
    }

    /// A folder that a training cannot write to.
    public static WorkbenchException unwritable(Path folder, IOException e) {
        return new WorkbenchException(
                new WorkbenchException.Report(
                        "The training's folder cannot be written",
                        folder.toString(),
                        "room and permission to write",
                        IoReason.of(e),
                        "Free some space or choose another folder; a checkpoint that is there is"
                                + " whole."),
                e);
    }

    /// A folder that an export cannot write to.
    public static WorkbenchException unexportable(Path target, IOException e) {
        return new WorkbenchException(
                new WorkbenchException.Report(
                        "The export could not be written",
                        target.toString(),
                        "room and permission to write",
                        IoReason.of(e),
                        "Free some space or choose another folder."),
                e);
    }

    /// Memory that ran out.
    ///
    /// @param remedy what takes less
    public static WorkbenchException memory(Path folder, OutOfMemoryError e, String remedy) {
        return new WorkbenchException(
                new WorkbenchException.Report(
                        "The training ran out of memory",
                        folder.toString(),
                        "memory for a step",
                        String.valueOf(e.getMessage()),
                        remedy + " A checkpoint that is there is whole."),
                e);
    }

    /// What a checkpoint is called in a remedy.
    ///
    /// @param before steps of the checkpoint that is there; 0 if there is none
    public static String kept(int before) {
        return before == 0
                ? "There is no checkpoint yet. "
                : "The checkpoint of step " + before + " is kept. ";
    }
}
