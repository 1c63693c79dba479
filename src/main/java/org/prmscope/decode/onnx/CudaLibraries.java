package org.prmscope.decode.onnx;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import org.prmscope.core.WorkbenchException;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/// NVIDIA's libraries that ONNX Runtime's CUDA provider is linked with, of CUDA 12, and cuDNN 9,
/// which it loads by itself (reductions and attention use it).
///
/// The provider finds them as any library does, so they must be where the system's loader looks, or
/// be loaded already. They are loaded here, each after what it needs, so that a missing one can be
/// named before the provider fails on it.
final class CudaLibraries {
    /// The driver's library.
    private static final Wanted DRIVER = new Wanted("libcuda.so.1", "nvcuda.dll");

    private static final Wanted RUNTIME = new Wanted("libcudart.so.12", "cudart64_12.dll");

    /// The provider for Linux is linked against it; that for Windows does not use it.
    private static final Wanted RANDOM = new Wanted("libcurand.so.10", "curand64_10.dll");

    private static final Wanted CUDNN = new Wanted("libcudnn.so.9", "cudnn64_9.dll");

    /// What cuDNN loads by itself, by name; without them beside it the first use fails.
    private static final List<Wanted> CUDNN_PARTS =
            List.of(
                    new Wanted("libcudnn_graph.so.9", "cudnn_graph64_9.dll"),
                    new Wanted("libcudnn_ops.so.9", "cudnn_ops64_9.dll"),
                    new Wanted("libcudnn_heuristic.so.9", "cudnn_heuristic64_9.dll"),
                    new Wanted(
                            "libcudnn_engines_precompiled.so.9",
                            "cudnn_engines_precompiled64_9.dll"),
                    new Wanted(
                            "libcudnn_engines_runtime_compiled.so.9",
                            "cudnn_engines_runtime_compiled64_9.dll"));

    /// In the order of their needs.
    private static final List<Wanted> NEEDED =
            List.of(
                    RUNTIME,
                    new Wanted("libcublasLt.so.12", "cublasLt64_12.dll"),
                    new Wanted("libcublas.so.12", "cublas64_12.dll"),
                    RANDOM,
                    CUDNN);

    /// Loaded before the others where they are there: kernels made at run time need the first two;
    /// the provider loads cuFFT when a graph has a Fourier transform, which no decoder has.
    private static final List<Wanted> OPTIONAL =
            List.of(
                    new Wanted("libnvJitLink.so.12", "nvJitLink_120_0.dll"),
                    new Wanted("libnvrtc.so.12", "nvrtc64_120_0.dll"),
                    new Wanted("libcufft.so.11", "cufft64_11.dll"));

    private final CudaSearch search;
    private final List<Found> found = new ArrayList<>();
    private final List<String> missing = new ArrayList<>();

    /// The files' names on the two systems that there is a CUDA provider for.
    private record Wanted(String linux, String windows) {
        String file(CudaSearch search) {
            return search.windows() ? windows : linux;
        }
    }

    /// A loaded library.
    ///
    /// @param place the folder, or the system's loader
    record Found(String file, String place, SymbolLookup symbols) {}

    private CudaLibraries(CudaSearch search) {
        this.search = search;
    }

    /// The driver's library, if there is one.
    static Optional<Found> driver(CudaSearch search) {
        return search.load(DRIVER.file(search));
    }

    /// The name of the driver's library.
    static String driverFile(CudaSearch search) {
        return DRIVER.file(search);
    }

    /// Loads all that is there.
    static CudaLibraries load(CudaSearch search) {
        CudaLibraries libraries = new CudaLibraries(search);
        OPTIONAL.forEach(it -> search.load(it.file(search)));
        for (Wanted wanted : NEEDED) {
            if (wanted.equals(CUDNN)) {
                CUDNN_PARTS.forEach(it -> search.load(it.file(search)));
            }
            if (wanted.equals(RANDOM) && search.windows()) {
                continue;
            }
            String file = wanted.file(search);
            search.load(file)
                    .ifPresentOrElse(libraries.found::add, () -> libraries.missing.add(file));
        }
        return libraries;
    }

    /// Files that were not found or could not be loaded.
    List<String> missing() {
        return List.copyOf(missing);
    }

    /// Files that were found, with their place and, where they say it, their version.
    List<String> found() {
        List<String> texts = new ArrayList<>();
        for (Found library : found) {
            String version = version(library);
            texts.add(
                    library.file()
                            + (version.isEmpty() ? "" : " " + version)
                            + " by "
                            + library.place());
        }
        return texts;
    }

    /// Other versions of the missing files that lie in the folders, such as `libcudart.so.13`.
    List<String> others() {
        TreeSet<String> others = new TreeSet<>();
        for (String file : missing) {
            String stem = stem(file);
            for (Path other : search.named(stem)) {
                String name = String.valueOf(other.getFileName());
                // The name without a version is a link for compilers.
                if (!name.equals(stem) && !name.equals(file)) {
                    others.add(other.toString());
                }
            }
            for (String version : List.of("13", "11.0")) {
                if (stem.equals("libcudart.so") && search.knows(stem + "." + version)) {
                    others.add(stem + "." + version + " by the system's loader");
                }
            }
        }
        return List.copyOf(others);
    }

    /// The CUDA runtime.
    ///
    /// @throws OnnxException if a library is missing, with all that are
    CudaRuntime runtime() throws OnnxException {
        if (!missing.isEmpty()) {
            throw new OnnxException(
                    new WorkbenchException.Report(
                            "NVIDIA's libraries for CUDA are not complete",
                            places(),
                            "CUDA 12 and cuDNN 9: " + String.join(", ", missing),
                            others().isEmpty()
                                    ? "none of them"
                                    : "other versions: " + String.join(", ", others()),
                            "Install the CUDA 12 runtime and cuDNN 9, or name the folder they are"
                                    + " in (also that of pip's nvidia packages) in "
                                    + CudaSearch.VARIABLE));
        }
        for (Found library : found) {
            if (library.file().equals(RUNTIME.file(search))) {
                return new CudaRuntime(library.symbols());
            }
        }
        throw new IllegalStateException("the runtime is needed");
    }

    private String places() {
        List<String> places = new ArrayList<>();
        places.add("the system's loader");
        search.folders().forEach(it -> places.add(it.toString()));
        int shown = Math.min(places.size(), 6);
        String text = String.join(", ", places.subList(0, shown));
        return shown == places.size()
                ? text
                : text + " and %d more folders".formatted(places.size() - shown);
    }

    private String version(Found library) {
        if (library.file().equals(RUNTIME.file(search))) {
            try {
                return dotted(new CudaRuntime(library.symbols()).version());
            } catch (CudaFailure e) {
                return "";
            }
        }
        return library.file().equals(CUDNN.file(search)) ? cudnnVersion(library.symbols()) : "";
    }

    /// CUDA counts 1000 for the major and 10 for the minor number.
    static String dotted(int version) {
        return version / 1000 + "." + version % 1000 / 10;
    }

    @SuppressWarnings("restricted") // the package's task: native calls
    private static String cudnnVersion(SymbolLookup library) {
        return library.find("cudnnGetVersion")
                .map(it -> {
                    try {
                        // 90800 for 9.8.0
                        long version =
                                (long)
                                        Linker.nativeLinker()
                                                .downcallHandle(
                                                        it, FunctionDescriptor.of(JAVA_LONG))
                                                .invokeExact();
                        return "%d.%d.%d"
                                .formatted(version / 10_000, version / 100 % 100, version % 100);
                    } catch (Throwable e) {
                        throw new IllegalStateException("a native function throws nothing", e);
                    }
                })
                .orElse("");
    }

    /// `libcudart.so` of `libcudart.so.12`, `cudart64_` of `cudart64_12.dll`.
    private static String stem(String file) {
        int so = file.indexOf(".so.");
        return so > 0 ? file.substring(0, so + 3) : file.substring(0, file.lastIndexOf('_') + 1);
    }
}
