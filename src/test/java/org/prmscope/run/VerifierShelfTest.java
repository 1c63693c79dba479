package org.prmscope.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.prmscope.core.Cancellation;
import org.prmscope.core.ComputeMode;
import org.prmscope.core.WorkbenchException;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

class VerifierShelfTest {
    private final List<RowsVerifier> opened = new ArrayList<>();
    private final VerifierShelf shelf = new VerifierShelf(new CountingSource());

    private OpenVerifier open(VerifierChoice choice) throws WorkbenchException {
        return shelf.open(choice, new Cancellation());
    }

    @Test
    void theSameModelLoadedTheSameWayIsLoadedOnce() throws Exception {
        VerifierChoice choice = new VerifierChoice("a", "/models/a");
        OpenVerifier first = open(choice);

        assertSame(first, open(new VerifierChoice("another name", "/models/a")));
        assertEquals(1, opened.size());
    }

    @Test
    void anotherModeDeviceNumberOfRowsOrBudgetLoadsAgainAndClosesTheOneBefore() throws Exception {
        VerifierChoice choice = new VerifierChoice("a", "/models/a");
        LoadOptions.Device cpu = LoadOptions.Device.CPU;
        List<LoadOptions> ways =
                List.of(
                        LoadOptions.DEFAULT,
                        new LoadOptions(LoadOptions.Device.AUTOMATIC, ComputeMode.REFERENCE, 0, 0),
                        new LoadOptions(cpu, ComputeMode.REFERENCE, 0, 0),
                        new LoadOptions(cpu, ComputeMode.REFERENCE, 4, 0),
                        new LoadOptions(cpu, ComputeMode.REFERENCE, 4, 1 << 30));
        for (LoadOptions way : ways) {
            assertEquals(way, open(choice.with(way)).facts().choice().options());
        }

        assertEquals(ways.size(), opened.size());
        assertFalse(opened.removeLast().isClosed());
        assertTrue(opened.stream().allMatch(RowsVerifier::isClosed));
    }

    @Test
    void aClosedShelfHasNothingLoadedAndNoLoad() throws Exception {
        open(new VerifierChoice("a", "/models/a"));
        assertEquals(Optional.of(8), shelf.load().map(EngineLoad::rows));
        shelf.close();

        assertEquals(Optional.empty(), shelf.loaded());
        assertEquals(Optional.empty(), shelf.load());
    }

    private final class CountingSource implements VerifierSource {
        @Override
        public VerifierDescription describe(VerifierChoice choice) {
            throw new AssertionError("not used here");
        }

        @Override
        public OpenVerifier open(VerifierChoice choice, Cancellation cancellation) {
            RowsVerifier verifier = new RowsVerifier(choice, 8);
            opened.add(verifier);
            return verifier;
        }
    }
}
