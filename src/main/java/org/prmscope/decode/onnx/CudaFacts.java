package org.prmscope.decode.onnx;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What this machine has for CUDA, for a person who asks why it is or is not used.
///
/// @param driver the newest CUDA version that the driver can run, such as `12.8`; empty without a
///   driver
/// @param devices that the driver lists
/// @param problem why there is no device; empty if there is one
/// @param libraries of CUDA 12 and cuDNN 9 that were found, with place and version
/// @param missing files of them that were not found
/// @param others files of other versions that were found instead
public record CudaFacts(
        String driver,
        List<CudaDevice> devices,
        String problem,
        List<String> libraries,
        List<String> missing,
        List<String> others) {
    public CudaFacts {
        devices = List.copyOf(devices);
        libraries = List.copyOf(libraries);
        missing = List.copyOf(missing);
        others = List.copyOf(others);
    }

    /// Looks; loads NVIDIA's libraries where they are found, but not ONNX Runtime's provider.
    ///
    /// @param environment of the process, for the folders that it names
    public static CudaFacts of(Map<String, String> environment) {
        return of(CudaSearch.of(environment));
    }

    static CudaFacts of(CudaSearch search) {
        CudaLibraries libraries = CudaLibraries.load(search);
        String version = "";
        String problem = "";
        List<CudaDevice> devices = List.of();
        Optional<CudaLibraries.Found> driver = CudaLibraries.driver(search);
        if (driver.isEmpty()) {
            problem = "no NVIDIA driver (%s)".formatted(CudaLibraries.driverFile(search));
        } else {
            CudaDriver cuda = new CudaDriver(driver.get().symbols(), search.architectures());
            try {
                version = cuda.version();
                devices = cuda.devices();
                problem = devices.isEmpty() ? "the NVIDIA driver lists no device" : "";
            } catch (CudaFailure e) {
                problem = String.valueOf(e.getMessage());
            }
        }
        return new CudaFacts(
                version,
                devices,
                problem,
                libraries.found(),
                libraries.missing(),
                libraries.others());
    }

    /// Whether CUDA may be tried.
    public boolean usable() {
        return !devices.isEmpty() && devices.getFirst().supported() && missing.isEmpty();
    }

    /// One fact a line, for `doctor`.
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(driver.isEmpty() ? "driver: none" : "driver: for CUDA up to " + driver);
        devices.forEach(it ->
                lines.add(
                        "device %d: %s%s"
                                .formatted(
                                        it.number(),
                                        it.text(),
                                        it.supported() ? "" : " (no kernels for it)")));
        if (!problem.isEmpty()) {
            lines.add("no device: " + problem);
        }
        libraries.forEach(it -> lines.add("library: " + it));
        if (!missing.isEmpty()) {
            lines.add("missing libraries: " + String.join(", ", missing));
        }
        if (!others.isEmpty()) {
            lines.add("of other versions: " + String.join(", ", others));
        }
        return lines;
    }
}
