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
        WorkbenchException.Report report = divergence(Optional.empty(), 99);
        assertEquals("The training diverged at step 4", report.what());
        assertTrue(report.remedy().startsWith("The checkpoint of step 2 is kept."));
    }

    @Test
    void weightsThatGiveNoLossAreNotWrittenWhenCancelledEither() throws Exception {
        assertEquals("The training diverged at step 3", divergence(Optional.empty(), 3).what());
    }

    @Test
    void evaluationThatIsNoNumberStopsTooAndIsNoPointOfTheCurve() throws Exception {
        FineTunePlan calm = calm();
        WorkbenchException.Report report = divergence(calm.evaluation(), 99);
        assertEquals("The training diverged at step 3", report.what());
        assertEquals("evaluation loss NaN", report.found());
        assertFalse(Files.readString(calm.folder().resolve(Curves.FILE)).contains("NaN"));
    }

    /// Two good steps, then wild ones until that of the number `steps`; the checkpoint must be that
    /// of the good ones.
    private WorkbenchException.Report divergence(Optional<Path> evaluation, int steps)
            throws Exception {
        FineTunePlan calm = calm();
        FineTuningTest.train(calm, 2);
        FineTunePlan wild = wild(calm, evaluation);
        byte[] good = rewriteRate(calm, wild);
        WorkbenchException failure =
                assertThrows(WorkbenchException.class, () -> FineTuningTest.train(wild, steps));
        assertArrayEquals(good, Files.readAllBytes(wild.folder().resolve(TuneCheckpoint.FILE)));
        return failure.report();
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
