package org.prmscope.decode.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

class CudaLibrariesTest {
    private static final List<String> LINUX =
            List.of(
                    "libcudart.so.12",
                    "libcublasLt.so.12",
                    "libcublas.so.12",
                    "libcurand.so.10",
                    "libcudnn.so.9");

    @TempDir Path folder;

    @Test
    void whatIsMissingIsNamedWithTheVersionsAndThePlacesLookedAt() {
        CudaLibraries libraries = CudaLibraries.load(search(false, folder));
        assertEquals(LINUX, libraries.missing());
        assertEquals(List.of(), libraries.found());
        OnnxException report = assertThrows(OnnxException.class, libraries::runtime);
        LINUX.forEach(it -> assertTrue(report.report().expected().contains(it)));
        assertEquals("none of them", report.report().found());
        assertTrue(report.report().where().contains(folder.toString()));
        assertTrue(report.report().remedy().contains("PRMSCOPE_CUDA_PATH"));
    }

    @Test
    void onWindowsTheNamesAreThoseOfWindows() {
        CudaLibraries libraries = CudaLibraries.load(new CudaSearch(false, true, List.of(folder)));
        assertEquals(
                List.of("cudart64_12.dll", "cublasLt64_12.dll", "cublas64_12.dll", "cudnn64_9.dll"),
                libraries.missing());
    }

    @Test
    void anotherMajorVersionIsSaid() throws Exception {
        Files.createFile(folder.resolve("libcudart.so.13"));
        Files.createFile(folder.resolve("libcublas.so.11.5.1"));
        Files.createFile(folder.resolve("libcudart.so"));
        CudaLibraries libraries = CudaLibraries.load(search(false, folder));
        assertEquals(
                List.of(
                        folder.resolve("libcublas.so.11.5.1").toString(),
                        folder.resolve("libcudart.so.13").toString()),
                libraries.others());
        OnnxException report = assertThrows(OnnxException.class, libraries::runtime);
        assertTrue(report.report().found().contains("libcudart.so.13"), report.getMessage());
    }

    @Test
    void aFileThatIsNoLibraryCountsAsMissing() throws Exception {
        for (String file : LINUX) {
            Files.writeString(folder.resolve(file), "text");
        }
        assertEquals(LINUX, CudaLibraries.load(search(false, folder)).missing());
    }

    @Test
    void thePackagesOfPipAreFoundBelowTheFolderThatIsNamed() throws Exception {
        Path runtime = Files.createDirectories(folder.resolve("nvidia/cuda_runtime/lib"));
        Path cudnn = Files.createDirectories(folder.resolve("nvidia/cudnn/lib"));
        for (Path named : List.of(folder, folder.resolve("nvidia"))) {
            List<Path> folders =
                    CudaSearch.of(Map.of(CudaSearch.VARIABLE, named.toString())).folders();
            assertTrue(folders.containsAll(List.of(runtime, cudnn)), folders.toString());
        }
        assertEquals(
                cudnn,
                CudaSearch.of(Map.of(CudaSearch.VARIABLE, cudnn.toString())).folders().getFirst());
    }

    @Test
    void theFactsOfAMachineWithoutAnythingAreSaid() {
        CudaFacts facts = CudaFacts.of(search(false, folder));
        assertFalse(facts.usable());
        assertEquals(
                List.of(
                        "driver: none",
                        "no device: no NVIDIA driver (libcuda.so.1)",
                        "missing libraries: " + String.join(", ", LINUX)),
                facts.lines());
    }

    @Test
    void theFactsOfAMachineAreOneALine() {
        CudaFacts facts =
                new CudaFacts(
                        "12.8",
                        List.of(new CudaDevice(0, "NVIDIA H200", 150_754_820_096L, "9.0", true)),
                        "",
                        List.of("libcudart.so.12 12.8 by the system's loader"),
                        List.of(),
                        List.of());
        assertTrue(facts.usable());
        assertEquals(
                List.of(
                        "driver: for CUDA up to 12.8",
                        "device 0: NVIDIA H200, 140 GiB, compute capability 9.0",
                        "library: libcudart.so.12 12.8 by the system's loader"),
                facts.lines());
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aKernelsVariableIsThereWhileASessionIsMadeAndNoLonger() throws Throwable {
        for (CudaKernels kernels : CudaKernels.values()) {
            kernels.variable().ifPresent(it -> assertEquals("", inC(it.key())));
            try (var _ = new CudaEnvironment(kernels)) {
                kernels.variable().ifPresent(it -> assertEquals(it.value(), inC(it.key())));
            }
            kernels.variable().ifPresent(it -> assertEquals("", inC(it.key())));
        }
        assertEquals("sdpa_kernel", CudaKernels.FLASH_ATTENTION.providerOption().key());
        assertTrue(CudaKernels.CHOSEN.variable().isEmpty());
    }

    @Test
    void deviceThatTheRuntimeHasNoKernelsForIsNamedAndNotUsable() {
        CudaDevice blackwell = new CudaDevice(0, "NVIDIA B200", 192L << 30, "10.0", false);
        CudaFacts facts =
                new CudaFacts("13.0", List.of(blackwell), "", List.of(), List.of(), List.of());
        assertFalse(facts.usable());
        assertTrue(facts.lines().getLast().endsWith("10.0 (no kernels for it)"), facts.toString());
    }

    @Test
    void eachSystemsProviderCoversItsOwnDevices() {
        assertEquals("60 61 70 75 80 86 89 90 120 121", covered(CudaArchitectures.LINUX));
        assertEquals("61 75 86 89 120 121", covered(CudaArchitectures.WINDOWS));
        assertEquals(
                CudaArchitectures.LINUX, new CudaSearch(false, false, List.of()).architectures());
        assertEquals(
                CudaArchitectures.WINDOWS, new CudaSearch(false, true, List.of()).architectures());
        assertTrue(CudaArchitectures.WINDOWS.text().contains("7.5, 8.6 or above"));
    }

    private static String covered(CudaArchitectures architectures) {
        return IntStream.of(52, 60, 61, 70, 75, 80, 86, 89, 90, 100, 103, 110, 120, 121)
                .filter(it -> architectures.cover(it / 10, it % 10))
                .mapToObj(Integer::toString)
                .collect(Collectors.joining(" "));
    }

    @SuppressWarnings("restricted") // reads the C environment
    private static String inC(String name) {
        try (var arena = java.lang.foreign.Arena.ofConfined()) {
            Linker linker = Linker.nativeLinker();
            MemorySegment value =
                    (MemorySegment)
                            linker.downcallHandle(
                                            linker.defaultLookup().findOrThrow("getenv"),
                                            FunctionDescriptor.of(
                                                    ValueLayout.ADDRESS, ValueLayout.ADDRESS))
                                    .invokeExact(arena.allocateFrom(name));
            return OrtApiTable.text(value);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    private static CudaSearch search(boolean loader, Path... folders) {
        return new CudaSearch(loader, false, List.of(folders));
    }
}
