package org.prmscope.ui.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.prmscope.core.Cancellation;
import org.prmscope.core.ComputeMode;
import org.prmscope.core.WorkbenchException;
import org.prmscope.run.CudaProbe;
import org.prmscope.run.ImportPlan;
import org.prmscope.run.ImportProgress;
import org.prmscope.run.LoadOptions;
import org.prmscope.run.ModelOffer;
import org.prmscope.run.VerifierChoice;
import org.prmscope.ui.fake.FakeWorkbench;
import org.prmscope.ui.fake.RecordingDialogs;
import org.prmscope.ui.fx.BackgroundTasks;
import org.prmscope.ui.session.Remembered;
import org.prmscope.ui.session.Session;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

class VerifierViewModelTest {
    private static final Path CHECKPOINT = Path.of("/models/GenPRM 1.5B");
    private static final ImportPlan INT4 = plan("int4", 1_000, true);
    private static final ImportPlan FP32 = plan("fp32", 6_000, false);
    private static final WorkbenchException.Report NO_MODEL =
            new WorkbenchException.Report("This is no model", "/data", "a model", "photos", "");

    private final FakeWorkbench workbench = FakeWorkbench.withSet(3, 1);
    private final RecordingDialogs dialogs = new RecordingDialogs();
    private VerifierViewModel model = create();

    private static ImportPlan plan(String precision, long bytes, boolean recommended) {
        return new ImportPlan(CHECKPOINT, precision, bytes, bytes * 2, true, recommended, "");
    }

    private VerifierViewModel create() {
        Session session = new Session(new BackgroundTasks(Runnable::run, Runnable::run), dialogs);
        session.attach(workbench);
        Remembered remembered = new Remembered(session);
        try {
            remembered.load(Remembered.read(workbench, VerifierViewModel.KEYS));
        } catch (WorkbenchException e) {
            throw new AssertionError(e);
        }
        VerifierViewModel fresh = new VerifierViewModel(session, remembered);
        fresh.start(workbench.verifiers());
        return fresh;
    }

    @BeforeEach
    void aCheckpointIsThere() {
        workbench.offer(
                new ModelOffer.Importable(
                        "GenPRM 1.5B", "qwen2", 1_540_000_000, 3_000, List.of(INT4, FP32)));
    }

    private VerifierViewModel.State state() {
        return model.stateProperty().get();
    }

    private ImportViewModel.State.Offered offered() {
        return assertInstanceOf(
                ImportViewModel.State.Offered.class, model.imports().stateProperty().get());
    }

    private String chosen() {
        VerifierChoice choice = model.chosenProperty().get();
        return choice == null ? "" : choice.location();
    }

    @Test
    void anOnnxFileThatIsAModelIsDescribedBeforeAnythingIsLoaded() {
        workbench.offer(null);
        dialogs.answerFile(Path.of("/models/tiny/model.onnx"));
        model.openFile();

        assertEquals("/models/tiny/model.onnx", chosen());
        assertInstanceOf(VerifierViewModel.State.Available.class, state());
        assertTrue(workbench.loaded().isEmpty());
    }

    @Test
    void whatIsNoModelIsSaidAndTheChosenVerifierStays() {
        workbench.offer(new ModelOffer.Refused(NO_MODEL));
        model.open(Path.of("/data/photos"));

        assertEquals(
                new VerifierViewModel.Refusal("photos", NO_MODEL), model.refusalProperty().get());
        assertEquals(VerifierChoice.BUILTIN, chosen());
        assertTrue(model.canRun());
        model.choose(FakeWorkbench.BUILTIN);
        assertNull(model.refusalProperty().get());
    }

    @Test
    void aCheckpointIsOfferedWithTheRecommendedPrecisionAndAPlaceBesideIt() {
        model.open(CHECKPOINT);

        assertEquals(INT4, offered().chosen());
        assertEquals(Path.of("/models/GenPRM-1.5B-onnx-int4"), offered().target());
        model.imports().choose(FP32);
        assertEquals(Path.of("/models/GenPRM-1.5B-onnx-fp32"), offered().target());
        dialogs.answerFolder(Path.of("/big/disk"));
        model.imports().chooseTarget();
        assertEquals(Path.of("/big/disk/GenPRM-1.5B-onnx-fp32"), offered().target());
        model.imports().choose(INT4);
        assertEquals(Path.of("/big/disk/GenPRM-1.5B-onnx-int4"), offered().target());
        assertEquals(VerifierChoice.BUILTIN, chosen());
    }

    @Test
    void anOfferThatIsPutAwayLeavesTheChosenVerifier() {
        model.open(CHECKPOINT);
        model.imports().dismiss();

        assertInstanceOf(
                ImportViewModel.State.Nothing.class, model.imports().stateProperty().get());
        assertTrue(model.canRun());
    }

    @Test
    void aFinishedImportIsChosenAndRemembered() {
        List<@Nullable ImportProgress> seen = new ArrayList<>();
        workbench.whileImporting(() -> {
            model.imports().poll();
            if (model.imports().stateProperty().get()
                    instanceof ImportViewModel.State.Writing(_, var progress, _)) {
                seen.add(progress);
            }
        });
        model.open(CHECKPOINT);
        model.imports().start();

        assertEquals(
                List.of(250L, 500L, 750L, 1_000L),
                seen.stream().map(each -> each == null ? -1 : each.bytes()).toList());
        ImportProgress half = seen.get(1);
        assertNotNull(half);
        assertEquals(4_000.0, half.leftMs());
        assertEquals("/models/GenPRM-1.5B-onnx-int4", chosen());
        assertInstanceOf(VerifierViewModel.State.Available.class, state());
        assertInstanceOf(
                ImportViewModel.State.Nothing.class, model.imports().stateProperty().get());
        assertEquals("/models/GenPRM-1.5B-onnx-int4", workbench.verifiers().getLast().location());
    }

    @Test
    void aCancelledImportIsOfferedAgainAndNothingIsChosen() {
        workbench.whileImporting(() -> model.imports().cancel());
        model.open(CHECKPOINT);
        model.imports().start();

        assertNull(offered().failure());
        assertEquals(VerifierChoice.BUILTIN, chosen());
        assertEquals(2, workbench.verifiers().size());
    }

    @Test
    void aFailedImportSaysWhyAndIsOfferedAgain() {
        workbench.failImport(
                new WorkbenchException(
                        new WorkbenchException.Report("The disk is full", "", "", "", "")));
        model.open(CHECKPOINT);
        model.imports().choose(FP32);
        model.imports().start();

        WorkbenchException.Report failure = offered().failure();
        assertNotNull(failure);
        assertEquals("The disk is full", failure.what());
        assertEquals(FP32, offered().chosen());
        model.imports().choose(INT4);
        assertNull(offered().failure());
    }

    @Test
    void anotherOfferDoesNotTakeTheViewFromARunningImport() {
        List<ImportViewModel.State> seen = new ArrayList<>();
        workbench.whileImporting(() -> {
            model.open(Path.of("/models/other"));
            model.imports().dismiss();
            seen.add(model.imports().stateProperty().get());
        });
        model.open(CHECKPOINT);
        model.imports().start();

        assertInstanceOf(ImportViewModel.State.Writing.class, seen.getFirst());
    }

    @Test
    void theOptionsGoIntoTheEstimateAndIntoTheRun() {
        model.options().rowsProperty().set(8);
        model.options().kvMibProperty().set(2_048);
        model.options().deviceProperty().set(LoadOptions.Device.CPU);
        LoadOptions wanted = new LoadOptions(LoadOptions.Device.CPU, ComputeMode.FAST, 8, 2L << 30);

        VerifierViewModel.State.Available available =
                assertInstanceOf(VerifierViewModel.State.Available.class, state());
        assertEquals(8, available.description().rows());
        assertEquals(wanted, available.description().choice().options());
        VerifierChoice toRun = model.toRun();
        assertNotNull(toRun);
        assertEquals(wanted, toRun.options());
    }

    @Test
    void theReferenceModeHasNoRowsToChoose() {
        model.options().rowsProperty().set(8);
        model.options().referenceProperty().set(true);

        assertEquals(
                new LoadOptions(LoadOptions.Device.AUTOMATIC, ComputeMode.REFERENCE, 0, 0),
                model.options().optionsProperty().get());
        model.options().referenceProperty().set(false);
        assertEquals(8, model.options().optionsProperty().get().rows());
    }

    @Test
    void aVerifierLoadedAnotherWayIsToBeLoadedAgain() {
        model.load();
        assertInstanceOf(VerifierViewModel.State.Loaded.class, state());
        model.options().referenceProperty().set(true);
        VerifierViewModel.State.Available available =
                assertInstanceOf(VerifierViewModel.State.Available.class, state());
        assertTrue(available.isOtherwiseLoaded());
        model.options().referenceProperty().set(false);
        assertInstanceOf(VerifierViewModel.State.Loaded.class, state());
    }

    @Test
    void optionsOutliveTheWindow() {
        model.options().deviceProperty().set(LoadOptions.Device.CUDA);
        model.options().referenceProperty().set(true);
        model.options().kvMibProperty().set(512);
        LoadOptions before = model.options().optionsProperty().get();
        model = create();

        assertEquals(before, model.options().optionsProperty().get());
    }

    @Test
    void rememberedOptionsThatMakeNoSenseAreTheNearestThatDo() {
        workbench.putSetting("load.device", "TPU");
        workbench.putSetting("load.rows", "-7");
        workbench.putSetting("load.kvMiB", "1e30");
        model = create();

        LoadOptions options = model.options().optionsProperty().get();
        assertEquals(LoadOptions.Device.AUTOMATIC, options.device());
        assertEquals(0, options.rows());
        assertEquals((long) LoadOptionsViewModel.MOST_KV_MIB << 20, options.kvBytes());
    }

    @Test
    void cudaIsLookedForOnceAndItsAbsenceHasAReason() {
        assertNull(model.cudaProperty().get());
        workbench.cuda(new CudaProbe.Finding.Unusable("libcudnn.so.9 was not found", "Install it"));
        model.probe();
        assertEquals(workbench.cuda(), model.cudaProperty().get());
        workbench.cuda(new CudaProbe.Finding.Absent("gone"));
        model.probe();
        assertInstanceOf(CudaProbe.Finding.Unusable.class, model.cudaProperty().get());
    }

    @Test
    void aLoadedVerifierInTheReferenceModeSaysSo() {
        model.options().referenceProperty().set(true);
        VerifierChoice choice = model.toRun();
        assertNotNull(choice);
        workbench.load(choice, new Cancellation());
        model.refresh();

        assertFalse(model.labelProperty().get().isEmpty());
        assertTrue(
                model.labelProperty().get().endsWith("CPU · reference"),
                model.labelProperty().get());
    }

    @Test
    void typedSizesAreInGibibytesUnlessTheySayOtherwise() {
        assertEquals(4_096, LoadOptionsPane.mebibytes("4").orElseThrow());
        assertEquals(4_096, LoadOptionsPane.mebibytes("4 gib").orElseThrow());
        assertEquals(512, LoadOptionsPane.mebibytes("512 mib").orElseThrow());
        assertEquals(1_536, LoadOptionsPane.mebibytes("1.5g").orElseThrow());
        assertTrue(LoadOptionsPane.mebibytes("much").isEmpty());
        assertTrue(LoadOptionsPane.mebibytes("-4").isEmpty());
    }

    @Test
    void theProgressOfAnImportIsInMebibytesAndMinutes() {
        assertEquals("Reading the checkpoint…", ImportPane.figures(null, false));
        assertEquals(
                "412 MiB of 1.1 GiB · 0:42 left",
                ImportPane.figures(new ImportProgress(412L << 20, 1_126L << 20, 24_235), false));
        assertTrue(ImportPane.figures(null, true).startsWith("Cancelling"));
    }
}
