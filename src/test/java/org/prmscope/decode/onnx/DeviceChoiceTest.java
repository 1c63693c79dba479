package org.prmscope.decode.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl.ModelProto;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prmscope.core.Cancellation;
import org.prmscope.core.DecoderShape;
import org.prmscope.core.WorkbenchException;
import org.prmscope.decode.onnx.DeviceChoice.Device;
import org.prmscope.model.Qwen2Config;
import org.prmscope.model.TinyModels;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

class DeviceChoiceTest {
    private static final Cancellation NEVER = new Cancellation();
    private static final Qwen2Config CONFIG = TinyModels.config();
    private static final Path CACHE =
            Path.of(System.getProperty("prmscope.cache", "target/test-cache"));

    @TempDir static Path folder;
    private static OnnxModelFiles full;
    private static OnnxModelFiles half;

    @BeforeAll
    static void write() throws Exception {
        Path model = TinyModels.qwen2(folder.resolve("tiny"), 5, CONFIG).resolve("model.onnx");
        ModelProto plain = ModelProto.parseFrom(Files.readAllBytes(model));
        full =
                PatchedGraphs.files(
                        PatchedGraphs.patched(plain, CONFIG.vocabularySize()),
                        model,
                        CONFIG.shape(),
                        AttentionKind.SHARED);
        half =
                PatchedGraphs.files(
                        HalfGraphs.patched(model, CONFIG.vocabularySize()),
                        model,
                        half(CONFIG.shape()),
                        AttentionKind.SHARED);
    }

    @Test
    void withoutADriverTheAutomaticChoiceIsTheCpuAndSaysWhy() throws Exception {
        DeviceChoice.Placed placed =
                choice().load(Device.AUTOMATIC, graphs(Optional.of(half)), NEVER);
        try (OnnxCausalLm lm = placed.lm()) {
            assertEquals("CPU: there is no NVIDIA driver", placed.placement());
            assertEquals("CPU", lm.computation().device());
        }
    }

    @Test
    void whatAModelLacksForCudaIsNotToldToAMachineWithoutADevice() throws Exception {
        DeviceChoice.Placed placed =
                choice().load(Device.AUTOMATIC, graphs(Optional.empty()), NEVER);
        try (OnnxCausalLm _ = placed.lm()) {
            assertEquals("CPU: there is no NVIDIA driver", placed.placement());
        }
    }

    @Test
    void cudaThatWasAskedForAndCannotBeHadIsRefused() {
        OnnxException refusal =
                assertThrows(
                        OnnxException.class,
                        () -> choice().load(Device.CUDA, graphs(Optional.of(half)), NEVER));
        assertEquals("libcuda.so.1", refusal.report().expected());
    }

    @Test
    void aModelWithoutAGraphForCudaIsRefusedThere() {
        OnnxException refusal =
                assertThrows(
                        OnnxException.class,
                        () -> choice().load(Device.CUDA, graphs(Optional.empty()), NEVER));
        assertEquals("a graph for CUDA", refusal.report().expected());
    }

    @Test
    void keysAndValuesInFloat32AreRefusedOnCudaBeforeAnythingIsLoaded() {
        OnnxException refusal =
                assertThrows(
                        OnnxException.class,
                        () -> choice().load(Device.CUDA, graphs(Optional.of(full)), NEVER));
        assertEquals("4 bytes each", refusal.report().found());
    }

    @Test
    void theReferenceIsNotMadeWhereThereIsNoDevice() throws Exception {
        DeviceChoice.Graphs graphs =
                new DeviceChoice.Graphs(
                        full,
                        Optional.of(half),
                        () -> {
                            throw new AssertionError("nobody needs it");
                        },
                        Optional.empty(),
                        () -> {},
                        0,
                        List.of(1, 2),
                        2);
        for (Device device : List.of(Device.AUTOMATIC, Device.CPU)) {
            choice().load(device, graphs, NEVER).lm().close();
        }
        assertThrows(OnnxException.class, () -> choice().load(Device.CUDA, graphs, NEVER));
    }

    @Test
    void aModelIsClosedIfItsDeviceDoesNotSayWhatMemoryIsLeft() throws Exception {
        OnnxCausalLm lm = choice().load(Device.CPU, graphs(Optional.empty()), NEVER).lm();
        OnnxException silent =
                new OnnxException(new WorkbenchException.Report("No answer", "", "", "", ""));
        assertSame(
                silent,
                assertThrows(
                        OnnxException.class,
                        () ->
                                DeviceChoice.placed(
                                        lm,
                                        "CUDA",
                                        () -> {
                                            throw silent;
                                        })));
        assertEquals(0, lm.rows().rows());
    }

    @Test
    void theCpusMemoryIsAskedOnlyWhereTheCpuIsToCompute() throws Exception {
        DeviceChoice.Graphs graphs =
                graphs(
                        Optional.of(half),
                        () -> {
                            throw new WorkbenchException(
                                    new WorkbenchException.Report("Too large", "", "", "1 B", ""));
                        });
        for (Device device : List.of(Device.AUTOMATIC, Device.CPU)) {
            WorkbenchException refusal =
                    assertThrows(
                            WorkbenchException.class, () -> choice().load(device, graphs, NEVER));
            assertEquals("1 B", refusal.report().found());
        }
        assertThrows(OnnxException.class, () -> choice().load(Device.CUDA, graphs, NEVER));
        WorkbenchException neither =
                assertThrows(
                        WorkbenchException.class,
                        () -> choice().insteadOfCuda(graphs, "the device is full"));
        assertEquals("1 B; and not on CUDA: the device is full", neither.report().found());
    }

    @Test
    void aModelThatTheDeviceHasNoMemoryForIsRefusedWithTheNumbers() throws Exception {
        DeviceChoice.requireRoom("CUDA", 3L << 30, 3L << 30);
        OnnxException refusal =
                assertThrows(
                        OnnxException.class,
                        () -> DeviceChoice.requireRoom("CUDA", 3L << 30, 2L << 30));
        assertTrue(refusal.report().expected().startsWith("3,072 MiB"), refusal.getMessage());
        assertEquals("2,048 MiB free", refusal.report().found());
    }

    @Test
    void theCpuIsTheCpu() throws Exception {
        DeviceChoice.Placed placed = choice().load(Device.CPU, graphs(Optional.of(half)), NEVER);
        try (OnnxCausalLm lm = placed.lm()) {
            assertEquals("CPU", placed.placement());
            assertEquals(1, lm.step(new int[1], new int[1], new int[0], NEVER).length);
        }
    }

    @Test
    void noProviderIsWrittenIntoAFolderOfTheUser() throws Exception {
        OnnxNatives.load(CACHE);
        Path other = folder.resolve("other-cache");
        try {
            // Where the folder in use has the provider already, there is nothing to do.
            assertEquals(OnnxNatives.folder(), OnnxNatives.loadWithCuda(other));
        } catch (OnnxException refusal) {
            assertEquals(OnnxNatives.folder().toString(), refusal.report().where());
        }
        assertTrue(Files.notExists(other));
    }

    /// The same with keys and values of 2 bytes.
    static DecoderShape half(DecoderShape shape) {
        return new DecoderShape(
                shape.layers(),
                shape.heads(),
                shape.kvHeads(),
                shape.headDim(),
                shape.hiddenSize(),
                shape.vocabularySize(),
                shape.contextLength(),
                2);
    }

    private static DeviceChoice choice() {
        return new DeviceChoice(CACHE, new CudaSearch(false, false, List.of(folder)));
    }

    private static DeviceChoice.Graphs graphs(Optional<OnnxModelFiles> cuda) {
        return graphs(cuda, () -> {});
    }

    private static DeviceChoice.Graphs graphs(
            Optional<OnnxModelFiles> cuda, DeviceChoice.Room room) {
        return new DeviceChoice.Graphs(
                full,
                cuda,
                () -> Optional.of(full),
                Optional.empty(),
                room,
                0,
                List.of(1, 2, 3, 4),
                2);
    }
}
