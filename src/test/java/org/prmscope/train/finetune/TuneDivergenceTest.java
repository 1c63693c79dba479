package org.prmscope.train.finetune;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prmscope.core.WorkbenchException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Trainings whose weights go bad: what was good is kept.
final class TuneDivergenceTest {
    @TempDir Path folder;

    @BeforeAll
    static void needsTheNativeLibrary() {
        FineTuningTest.needsTheNativeLibrary();
    }

    /// With a checkpoint due at every step, so that the first bad weights are to be written.
    @Test
    void lossThatIsNoNumberStopsAndKeepsTheLastGoodCheckpoint() throws Exception {
        FineTunePlan calm = calm();
        FineTuningTest.train(calm, 2);
        FineTunePlan wild = wild(calm, Optional.empty());
        byte[] good = rewriteRate(calm, wild);
        WorkbenchException failure =
                assertThrows(WorkbenchException.class, () -> FineTuningTest.train(wild, 99));
        assertEquals("The training diverged at step 4", failure.report().what());
        assertTrue(failure.report().remedy().startsWith("The checkpoint of step 2 is kept."));
        assertArrayEquals(good, Files.readAllBytes(wild.folder().resolve(TuneCheckpoint.FILE)));
    }

    @Test
    void weightsThatGiveNoLossAreNotWrittenWhenCancelledEither() throws Exception {
        FineTunePlan calm = calm();
        FineTuningTest.train(calm, 2);
        FineTunePlan wild = wild(calm, Optional.empty());
        byte[] good = rewriteRate(calm, wild);
        WorkbenchException failure =
                assertThrows(WorkbenchException.class, () -> FineTuningTest.train(wild, 3));
        assertEquals("The training diverged at step 3", failure.report().what());
        assertArrayEquals(good, Files.readAllBytes(wild.folder().resolve(TuneCheckpoint.FILE)));
    }

    @Test
    void evaluationThatIsNoNumberStopsTooAndIsNoPointOfTheCurve() throws Exception {
        FineTunePlan calm = calm();
        FineTuningTest.train(calm, 2);
        FineTunePlan wild = wild(calm, calm.evaluation());
        byte[] good = rewriteRate(calm, wild);
        WorkbenchException failure =
                assertThrows(WorkbenchException.class, () -> FineTuningTest.train(wild, 99));
        assertEquals("The training diverged at step 3", failure.report().what());
        assertEquals("evaluation loss NaN", failure.report().found());
        assertArrayEquals(good, Files.readAllBytes(wild.folder().resolve(TuneCheckpoint.FILE)));
        assertFalse(Files.readString(wild.folder().resolve(Curves.FILE)).contains("NaN"));
    }

    private FineTunePlan calm() throws Exception {
        return FineTuningTest.plan(folder, "qwen2-tied", "diverges", FineTuningTest.FULL);
    }

    /// The same plan with a rate that throws the weights away, a checkpoint and an evaluation at
    /// every step.
    private static FineTunePlan wild(FineTunePlan calm, Optional<Path> evaluation) {
        FineTunePlan.Schedule schedule = new FineTunePlan.Schedule(12, 2, 9e9, 0.01, 1);
        return new FineTunePlan(
                calm.base(),
                calm.chains(),
                evaluation,
                calm.folder(),
                calm.method(),
                calm.place(),
                schedule,
                new FineTunePlan.Sizes(4, 128, 128, 1, 1, 2),
                calm.seed());
    }

    /// Has a checkpoint go on at another rate, which is refused otherwise.
    private static byte[] rewriteRate(FineTunePlan from, FineTunePlan to) throws IOException {
        Path file = from.folder().resolve(TuneCheckpoint.FILE);
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        Files.writeString(
                file,
                text.replace(
                        "\"learning rate\":\"" + from.schedule().peakRate() + "\"",
                        "\"learning rate\":\"" + to.schedule().peakRate() + "\""),
                StandardCharsets.ISO_8859_1);
        return Files.readAllBytes(file);
    }
}
