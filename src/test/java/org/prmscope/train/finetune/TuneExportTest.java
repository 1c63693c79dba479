package org.prmscope.train.finetune;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.prmscope.core.Cancellation;
import org.prmscope.model.GraphRunner;
import org.prmscope.model.ImportOptions;
import org.prmscope.model.ModelFolder;
import org.prmscope.model.Precision;
import org.prmscope.model.TrainableCheckpoint;
import org.prmscope.train.NamedTensors;
import org.prmscope.train.PackedRows;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;

/// What comes out of a fine-tuning.
final class TuneExportTest {
    private static final int[] TEXT = {266, 72, 101, 108, 3, 17, 200, 9, 9, 50, 61, 5};

    @TempDir Path folder;

    @BeforeAll
    static void needsTheNativeLibrary() {
        FineTuningTest.needsTheNativeLibrary();
    }

    @ParameterizedTest
    @CsvSource({"qwen2-tied,false", "qwen2-tied,true", "llama,true", "qwen3,true"})
    void exportedModelComputesWhatTheTrainerDoes(String name, boolean lora) throws Exception {
        FineTunePlan plan =
                FineTuningTest.plan(
                        folder, name, "run", lora ? FineTuningTest.LORA : FineTuningTest.FULL);
        Path out = folder.resolve("out");
        FineTuningTest.train(plan, 99);
        float[] trained = trainers(plan);
        float[] untrained;
        try (TrainableCheckpoint base = TrainableCheckpoint.open(plan.base())) {
            untrained = logits(base, FineTuningTest.FULL, null);
        }
        try (FineTuning tuning = FineTuningTest.open(plan)) {
            int steps =
                    tuning.export(
                            out,
                            ImportOptions.of(Precision.FP32, "test"),
                            (_, _, _) -> {},
                            new Cancellation());
            assertEquals(12, steps);
        }
        ModelFolder.open(out.resolve(TuneExport.MODEL));
        double moved = 0;
        try (GraphRunner graph = GraphRunner.open(out.resolve(TuneExport.MODEL));
                TrainableCheckpoint again =
                        TrainableCheckpoint.open(out.resolve(TuneExport.CHECKPOINT))) {
            float[][] found = graph.logits(TEXT);
            float[] reread = logits(again, FineTuningTest.FULL, null);
            for (int id = 0; id < trained.length; id++) {
                assertEquals(trained[id], found[found.length - 1][id], 1e-3);
                assertEquals(trained[id], reread[id], 1e-3);
                moved = Math.max(moved, Math.abs(trained[id] - untrained[id]));
            }
        }
        assertTrue(moved > 0.1, "training changed the logits by " + moved);
        adapter(out, lora);
    }

    @Test
    void cancelledExportIsNoExportAndLeavesNothing() throws Exception {
        FineTunePlan plan = FineTuningTest.plan(folder, "llama", "run", FineTuningTest.LORA);
        Path out = folder.resolve("out");
        FineTuningTest.train(plan, 2);
        ImportOptions options = ImportOptions.of(Precision.FP32, "test");
        try (FineTuning tuning = FineTuningTest.open(plan)) {
            Cancellation before = new Cancellation();
            before.cancel();
            assertThrows(
                    CancellationException.class,
                    () -> tuning.export(out, options, (_, _, _) -> {}, before));
            assertFalse(Files.exists(out));
            Cancellation during = new Cancellation();
            assertThrows(
                    CancellationException.class,
                    () ->
                            tuning.export(
                                    out,
                                    options,
                                    (_, _, _) -> {
                                        // Nothing is at its place while it is being written.
                                        assertFalse(Files.exists(out));
                                        during.cancel();
                                    },
                                    during));
            assertFalse(Files.exists(out));
            Cancellation last = new Cancellation();
            assertThrows(
                    CancellationException.class,
                    () ->
                            tuning.export(
                                    out,
                                    options,
                                    (done, total, _) -> {
                                        if (done == total) {
                                            last.cancel();
                                        }
                                    },
                                    last));
            assertFalse(Files.exists(out));
            tuning.export(out, options, (_, _, _) -> {}, new Cancellation());
        }
        ModelFolder.open(out.resolve(TuneExport.MODEL));
        String record = Files.readString(out.resolve(TuneExport.MODEL + "/prmscope-import.json"));
        assertTrue(record.contains(out.toRealPath().resolve(TuneExport.CHECKPOINT).toString()));
        assertFalse(record.contains(".partial"));
        try (Stream<Path> files = Files.list(folder)) {
            assertTrue(files.noneMatch(file -> file.toString().endsWith(".partial")));
        }
    }

    @Test
    void writingOfWeightsStopsWhenCancelledAndLeavesNothing() throws Exception {
        Cancellation cancelled = new Cancellation();
        cancelled.cancel();
        Path file = folder.resolve("model.safetensors");
        try (PointerScope scope = new PointerScope()) {
            assertTrue(scope.toString() != null);
            NamedTensors tensors = new NamedTensors();
            tensors.put("weight", Tensor.create(1f, 2f));
            assertThrows(
                    CancellationException.class,
                    () -> TensorFile.write(file, tensors, Map.of(), cancelled));
        }
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(List.of(), files.toList());
        }
    }

    /// As a base on a shared disk is. The owner's right is looked at rather than used: root may
    /// write everything.
    @Test
    void exportOfAReadOnlyBaseCanBeWrittenByItsOwner() throws Exception {
        assumeTrue(folder.getFileSystem().supportedFileAttributeViews().contains("posix"));
        FineTunePlan plan = FineTuningTest.plan(folder, "llama", "run", FineTuningTest.LORA);
        FineTuningTest.train(plan, 2);
        try (Stream<Path> files = Files.list(plan.base())) {
            for (Path file : files.toList()) {
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r--r--"));
            }
        }
        Path out = folder.resolve("out");
        try (FineTuning tuning = FineTuningTest.open(plan)) {
            tuning.export(
                    out,
                    ImportOptions.of(Precision.FP32, "test"),
                    (_, _, _) -> {},
                    new Cancellation());
        }
        try (Stream<Path> files = Files.walk(out)) {
            for (Path file : files.toList()) {
                assertTrue(
                        Files.getPosixFilePermissions(file)
                                .contains(PosixFilePermission.OWNER_WRITE),
                        file.toString());
            }
        }
    }

    private static void adapter(Path out, boolean lora) throws Exception {
        Path adapter = out.resolve(TuneExport.ADAPTER);
        assertEquals(lora, Files.exists(adapter));
        if (lora) {
            JsonNode config =
                    new JsonMapper()
                            .readTree(Files.readString(adapter.resolve("adapter_config.json")));
            assertEquals("LORA", config.path("peft_type").asText());
            assertEquals(4, config.path("r").asInt());
            assertEquals(8, config.path("lora_alpha").asInt());
            assertEquals(7, config.path("target_modules").size());
            String header =
                    Files.readString(
                            adapter.resolve("adapter_model.safetensors"),
                            java.nio.charset.StandardCharsets.ISO_8859_1);
            assertTrue(
                    header.contains(
                            "base_model.model.model.layers.0.self_attn.q_proj.lora_A.weight"));
            assertFalse(header.contains("embed_tokens"));
        }
    }

    private static float[] trainers(FineTunePlan plan) throws Exception {
        try (TrainableCheckpoint base = TrainableCheckpoint.open(plan.base())) {
            return logits(
                    base,
                    plan.method(),
                    new TuneCheckpoint(plan.folder(), TrainingIdentity.of(plan, base)));
        }
    }

    private static float[] logits(
            TrainableCheckpoint base,
            FineTunePlan.Method method,
            @org.jspecify.annotations.Nullable TuneCheckpoint checkpoint)
            throws Exception {
        try (PointerScope scope = new PointerScope();
                NoGradGuard guard = new NoGradGuard()) {
            assertTrue(scope.toString() != null && guard.toString() != null);
            DecoderNetwork network =
                    new DecoderNetwork(
                            base,
                            method,
                            Placement.of(FineTunePlan.Place.CPU),
                            64,
                            1,
                            new Cancellation());
            if (checkpoint != null) {
                checkpoint.restore(network.trained());
            }
            return DecoderNetworkTest.values(
                    network.logits(new PackedRows(List.of(DecoderNetworkTest.lastPlace(TEXT)))));
        }
    }
}
