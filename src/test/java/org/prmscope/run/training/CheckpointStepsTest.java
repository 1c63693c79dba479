package org.prmscope.run.training;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prmscope.train.CheckpointKind;
import org.prmscope.ui.fake.HeldTraining;

import java.nio.file.Path;

class CheckpointStepsTest {
    @TempDir Path folder = Path.of("");

    /// As earlier versions allowed.
    @Test
    void ofTwoCheckpointsThatOfTheJobsKindCounts() throws Exception {
        TrainingJob builtin = new TrainingJob.Builtin(folder, 3_000, 1_000, 1);
        HeldTraining.writeCheckpoint(folder, 5_000, CheckpointKind.TUNING);
        assertEquals(0, CheckpointSteps.of(builtin));
        HeldTraining.writeCheckpoint(folder, 100, CheckpointKind.BUILTIN);
        assertEquals(100, CheckpointSteps.of(builtin));
        new TrainingFile(folder).write(builtin, null);
        assertEquals(100, CheckpointSteps.of(folder));
    }

    @Test
    void folderWithoutAPlanHasTheStepsOfItsCheckpoint() throws Exception {
        assertEquals(0, CheckpointSteps.of(folder));
        HeldTraining.writeCheckpoint(folder, 7, CheckpointKind.BUILTIN);
        assertEquals(7, CheckpointSteps.of(folder));
    }
}
