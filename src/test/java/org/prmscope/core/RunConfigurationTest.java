package org.prmscope.core;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunConfigurationTest {
    private static RunConfiguration with(int tokens, int rounds, double temperature) {
        RunConfiguration usual = RunConfiguration.of(Protocol.THINKPRM);
        return new RunConfiguration(
                usual.protocol(),
                usual.codeMode(),
                usual.sampling(),
                tokens,
                rounds,
                true,
                temperature,
                usual.codeLimits(),
                usual.scaling(),
                0);
    }

    @Test
    void theReferenceSettingsAndTheSmallestOnesAreInRange() {
        for (Protocol protocol : Protocol.values()) {
            assertDoesNotThrow(() -> RunConfiguration.of(protocol).requireInRange());
        }
        assertDoesNotThrow(() -> with(1, 0, 0.1).requireInRange());
    }

    @ParameterizedTest
    @CsvSource({"0,0,1", "-1,0,1", "1,-1,1", "1,0,0", "1,0,-1", "1,0,NaN", "1,0,Infinity"})
    void whatMakesNoSenseIsRefusedButCanBeReadFromAnOldWorkspace(
            int tokens, int rounds, double temperature) {
        RunConfiguration stored = assertDoesNotThrow(() -> with(tokens, rounds, temperature));
        assertThrows(IllegalArgumentException.class, stored::requireInRange);
    }
}
