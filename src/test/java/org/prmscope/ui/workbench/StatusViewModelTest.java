package org.prmscope.ui.workbench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.prmscope.core.Computation;
import org.prmscope.core.ComputeMode;
import org.prmscope.core.DecoderShape;
import org.prmscope.core.ModelIdentity;
import org.prmscope.core.TokenUsage;
import org.prmscope.run.ChainKey;
import org.prmscope.run.EngineLoad;
import org.prmscope.run.LoadedVerifier;
import org.prmscope.run.RunSnapshot;
import org.prmscope.run.RunState;
import org.prmscope.run.VerifierChoice;
import org.prmscope.run.WorkbenchStatus;

import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;

class StatusViewModelTest {
    private static final String PLACEMENT = "Runs on the CPU: libcudnn.so.9 was not found.";

    private final StatusViewModel model = new StatusViewModel(ZoneOffset.UTC);

    private void show(@Nullable LoadedVerifier verifier, @Nullable EngineLoad load) {
        model.show(new WorkbenchStatus(verifier, load, "bubblewrap", "", 1, null, "w"));
    }

    private static LoadedVerifier verifier(Computation computation, String placement) {
        return new LoadedVerifier(
                new VerifierChoice("v", VerifierChoice.BUILTIN),
                new ModelIdentity("v", "builtin", "00", "qwen2", "int4", 1),
                new DecoderShape(1, 1, 1, 8, 8, 16, 64, 4),
                computation,
                placement,
                4L << 30,
                1);
    }

    @Test
    void deviceAndModeAreShownAndTheRestIsInTheTooltip() {
        show(
                verifier(
                        new Computation("CPU", 16, ComputeMode.FAST, 8, "int8 activations"),
                        PLACEMENT),
                null);

        assertEquals("CPU · int4 · fast", model.deviceProperty().get());
        assertEquals(PLACEMENT, model.placementProperty().get());
        String detail = model.deviceDetailProperty().get();
        for (String part :
                new String[] {PLACEMENT, "16 threads", "8 chains", "kernels: int8 activations"}) {
            assertTrue(detail.contains(part), detail);
        }
    }

    @Test
    void theReferenceModeIsNamed() {
        show(verifier(new Computation("CPU", 2, ComputeMode.REFERENCE, 1, ""), ""), null);

        assertEquals("CPU · int4 · reference", model.deviceProperty().get());
        assertEquals("", model.placementProperty().get());
        assertTrue(model.deviceDetailProperty().get().contains("1 chain at a time"));
    }

    @Test
    void keyValueMemoryIsShownAgainstItsBudgetInOneUnit() {
        LoadedVerifier verifier = verifier(new Computation("CPU", 2, ComputeMode.FAST, 8, ""), "");
        show(verifier, new EngineLoad(5, 2, 8, 1_288L << 20, 4L << 30, 41.7));

        assertEquals("8 rows · KV 1.3/4.0 GiB", model.cacheProperty().get());
        String detail = model.cacheDetailProperty().get();
        assertTrue(detail.contains("5 rows live, 2 kept for their prefix, 8 at most"), detail);
        assertTrue(detail.contains("42 tok/s now"), detail);
        show(verifier, new EngineLoad(0, 0, 1, 6L << 20, 500L << 20, 0));
        assertEquals("1 row · KV 6/500 MiB", model.cacheProperty().get());
        assertTrue(model.cacheDetailProperty().get().endsWith("idle"));
    }

    @Test
    void nothingLoadedHasNoCacheAndNoPlace() {
        show(verifier(new Computation("CPU", 2, ComputeMode.FAST, 8, ""), PLACEMENT), null);
        show(null, null);

        assertEquals("no verifier loaded", model.deviceProperty().get());
        assertEquals("", model.placementProperty().get());
        assertEquals("", model.cacheProperty().get());
    }

    @Test
    void aRunWithSeveralChainsSaysHowManyAreWrittenAndHowManyAreDone() {
        model.show(running(1), false);
        assertEquals("Verifying 1 of 40 · 1:20 left", model.progressTextProperty().get());
        model.show(running(8), true);
        assertEquals(
                "Verifying another set, 8 at a time · 0 of 40 · 1:20 left",
                model.progressTextProperty().get());
    }

    @SuppressWarnings("NullAway") // It reads the nullness of a nested record type wrongly.
    private static RunSnapshot running(int chains) {
        Map<ChainKey, TokenUsage> working = new LinkedHashMap<>();
        for (int i = 0; i < chains; i++) {
            working.put(new ChainKey("s" + i, 0), TokenUsage.NONE);
        }
        return new RunSnapshot(
                1,
                RunState.RUNNING,
                1,
                40,
                Map.of(),
                working,
                Map.of(),
                TokenUsage.NONE,
                0,
                0,
                80_000.0,
                null);
    }
}
