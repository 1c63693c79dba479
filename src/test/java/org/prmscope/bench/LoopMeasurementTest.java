package org.prmscope.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Objects;

class LoopMeasurementTest {
    private static final long BYTES = 900_000_000;

    @Test
    void aStepIsHeldToWhatTheMemoryGaveInItsOwnRound() {
        // 900 MB in 30 ms are 30 GB/s; the second round had half of the machine.
        var measured =
                LoopMeasurement.measured(
                        256,
                        BYTES,
                        List.of(
                                new LoopMeasurement.Round(29, 30, 40e9, 50e9),
                                new LoopMeasurement.Round(58, 60, 20e9, 21e9),
                                new LoopMeasurement.Round(28, 30, 40e9, 41e9)));
        assertEquals(50e9, measured.bandwidth());
        BenchReport.Bare bare = Objects.requireNonNull(measured.bare());
        assertEquals(256, bare.context());
        assertEquals(29, bare.bareMs());
        assertEquals(30, bare.engineMs());
        assertEquals(BYTES, bare.bytesPerToken());
        assertEquals(0.75, bare.bandwidthShare(), 1e-12);
    }

    @Test
    void oneRoundThatWasDisturbedInTheMiddleDoesNotDecide() {
        var measured =
                LoopMeasurement.measured(
                        256,
                        BYTES,
                        List.of(
                                new LoopMeasurement.Round(29, 30, 40e9, 41e9),
                                new LoopMeasurement.Round(29, 90, 40e9, 41e9),
                                new LoopMeasurement.Round(29, 30, 40e9, 41e9)));
        assertEquals(0.75, Objects.requireNonNull(measured.bare()).bandwidthShare(), 1e-12);
    }
}
