package org.prmscope.train;

import org.prmscope.core.WorkbenchException;

import java.nio.file.Files;
import java.nio.file.Path;

/// The kinds of training, each with a checkpoint file of its own. A folder holds one: the other
/// would replace its plan, and the steps of one would be taken for those of the other.
public enum CheckpointKind {
    TUNING("tuning.safetensors", "a fine-tuning"),
    BUILTIN(Checkpoint.FILE, "a training of the built-in verifier");

    private final String file;
    private final String noun;

    CheckpointKind(String file, String noun) {
        this.file = file;
        this.noun = noun;
    }

    /// The checkpoint in a training's folder; it may not exist.
    public Path in(Path folder) {
        return folder.resolve(file);
    }

    /// Refuses a folder that holds a checkpoint of another kind; writes nothing.
    ///
    /// @throws WorkbenchException if it does
    public void refuseOthers(Path folder) throws WorkbenchException {
        for (CheckpointKind other : values()) {
            if (other != this && Files.exists(other.in(folder))) {
                throw new WorkbenchException(
                        new WorkbenchException.Report(
                                "The folder holds another training",
                                other.in(folder).toString(),
                                "a new folder, or one of " + noun,
                                "the checkpoint of " + other.noun,
                                "Choose another folder."));
            }
        }
    }
}
