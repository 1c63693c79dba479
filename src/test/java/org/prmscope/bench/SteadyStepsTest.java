package org.prmscope.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.prmscope.decode.EngineStatistics;

import java.util.List;

class SteadyStepsTest {
    private long outside;
    private long steps;

    @Test
    void onlyStepsInWhichAllChainsDecodeCountAndTheirMedianIsGiven() {
        SteadySteps steady = new SteadySteps(2, 2, 6, this::statistics);
        step(900);
        steady.token(0, 1);
        step(900);
        steady.token(0, 2);
        step(900);
        steady.token(0, 3);
        steady.token(1, 1);
        step(900);
        steady.token(1, 2);
        steady.token(0, 4);
        step(3);
        steady.token(0, 5);
        step(5);
        steady.token(0, 6);
        step(900);
        steady.token(1, 6);
        assertEquals(3, steady.overheadMs());
    }

    private void step(int milliseconds) {
        outside += milliseconds * 1_000_000L;
        steps++;
    }

    private EngineStatistics statistics() {
        return new EngineStatistics(
                0, 0, 0, 0, List.of(steps), 0, 0, 0, outside, 0, 0, 0, 0, 0, 0, 0, 0);
    }
}
