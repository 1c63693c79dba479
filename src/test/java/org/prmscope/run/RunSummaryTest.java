package org.prmscope.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.prmscope.core.Computation;
import org.prmscope.core.ComputeMode;
import org.prmscope.core.ModelIdentity;
import org.prmscope.core.Protocol;
import org.prmscope.core.Run;
import org.prmscope.core.RunConfiguration;
import org.prmscope.core.RunEnvironment;
import org.prmscope.core.Scaling;

import java.time.Instant;

class RunSummaryTest {
    private static final Computation COMPUTATION =
            new Computation("CPU", 2, ComputeMode.FAST, 8, "");

    private static RunSummary summary(RunState state, int chains, int judged, long generated) {
        return new RunSummary(
                new Run(
                        1,
                        1,
                        RunConfiguration.of(Protocol.GENPRM).withScaling(Scaling.parallel(2)),
                        new ModelIdentity("v", "builtin", "00", "qwen2", "float32", 1),
                        new RunEnvironment(
                                "v", "ort", "25", "os", COMPUTATION, "bubblewrap, Python 3"),
                        Instant.EPOCH),
                state,
                null,
                3,
                chains,
                judged,
                generated);
    }

    @Test
    void aRunWhoseChainsFailedHasEndedButIsNotComplete() {
        RunSummary failed = summary(RunState.FINISHED, 5, 3, 100);
        assertTrue(failed.hasEnded());
        assertFalse(failed.isComplete());
    }

    @Test
    void aCancelledRunHasNotEndedUnlessNothingIsMissing() {
        assertFalse(summary(RunState.CANCELLED, 5, 3, 100).hasEnded());
        assertTrue(summary(RunState.CANCELLED, 6, 3, 100).hasEnded());
        assertFalse(summary(RunState.RUNNING, 2, 1, 10).hasEnded());
    }

    @Test
    void tokensOfASolutionAreRoundedUpAndNoneWithoutAChain() {
        assertEquals(34, summary(RunState.FINISHED, 6, 3, 100).generatedPerSolution());
        assertEquals(0, summary(RunState.CANCELLED, 0, 0, 0).generatedPerSolution());
    }
}
