package org.prmscope.decode.onnx;

import org.jspecify.annotations.Nullable;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Where NVIDIA's libraries are looked for: first where the system's loader looks, then in the
/// folders that [#VARIABLE] names, then where they are usually installed.
///
/// A folder may hold the libraries itself, be a CUDA installation (`lib64`, `bin`), or be where pip
/// put the `nvidia-*` packages (`nvidia/cublas/lib` and so on below it).
final class CudaSearch {
    /// Environment variable with folders, separated as in `PATH`.
    static final String VARIABLE = "PRMSCOPE_CUDA_PATH";

    /// Subfolders that are looked into below any folder; a guard, installations have about 20.
    private static final int MAX_SUBFOLDERS = 200;

    private final boolean loader;
    private final boolean windows;
    private final List<Path> folders;

    /// @param loader whether to ask the system's loader
    /// @param folders to look in after that, those that exist
    CudaSearch(boolean loader, boolean windows, List<Path> folders) {
        this.loader = loader;
        this.windows = windows;
        this.folders = List.copyOf(folders);
    }

    /// @param environment of the process
    static CudaSearch of(Map<String, String> environment) {
        boolean windows = File.separatorChar == '\\';
        Set<Path> folders = new LinkedHashSet<>();
        for (Path named : paths(environment.get(VARIABLE))) {
            addWithin(folders, named, windows);
        }
        for (Path folder : paths(environment.get(windows ? "PATH" : "LD_LIBRARY_PATH"))) {
            add(folders, folder);
        }
        if (windows) {
            for (Path installed : paths(environment.get("CUDA_PATH"))) {
                addWithin(folders, installed, true);
            }
        } else {
            for (String usual :
                    List.of(
                            "/usr/local/cuda-12",
                            "/usr/local/cuda",
                            "/usr/local/nvidia",
                            "/opt/cuda")) {
                addWithin(folders, Path.of(usual), false);
            }
            for (String usual :
                    List.of("/usr/lib/x86_64-linux-gnu", "/usr/lib64", "/usr/lib/wsl/lib")) {
                add(folders, Path.of(usual));
            }
        }
        return new CudaSearch(true, windows, List.copyOf(folders));
    }

    boolean windows() {
        return windows;
    }

    /// What the provider for this system has code for.
    CudaArchitectures architectures() {
        return windows ? CudaArchitectures.WINDOWS : CudaArchitectures.LINUX;
    }

    List<Path> folders() {
        return folders;
    }

    /// Loads a library for the life of the process; what needs it later by name finds it loaded.
    @SuppressWarnings("restricted") // the package's task: native libraries
    Optional<CudaLibraries.Found> load(String file) {
        if (loader) {
            try {
                return Optional.of(
                        new CudaLibraries.Found(
                                file,
                                "the system's loader",
                                SymbolLookup.libraryLookup(file, Arena.global())));
            } catch (IllegalArgumentException notThere) {
                // The folders may have it.
            }
        }
        for (Path folder : folders) {
            Path path = folder.resolve(file);
            if (isLibrary(path)) {
                try {
                    return Optional.of(
                            new CudaLibraries.Found(
                                    file,
                                    folder.toString(),
                                    SymbolLookup.libraryLookup(path, Arena.global())));
                } catch (IllegalArgumentException notLoadable) {
                    // Such as a library whose own needs are missing; another folder may do.
                }
            }
        }
        return Optional.empty();
    }

    /// Whether the system's loader finds a library; it is not kept loaded.
    @SuppressWarnings("restricted") // the package's task: native libraries
    boolean knows(String file) {
        if (!loader) {
            return false;
        }
        try (Arena arena = Arena.ofConfined()) {
            SymbolLookup.libraryLookup(file, arena);
            return true;
        } catch (IllegalArgumentException notThere) {
            return false;
        }
    }

    /// Files in the folders whose name starts with `stem`, such as `libcudart.so.13`.
    List<Path> named(String stem) {
        List<Path> found = new ArrayList<>();
        for (Path folder : folders) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, stem + "*")) {
                files.forEach(found::add);
            } catch (IOException | DirectoryIteratorException unreadable) {
                // Then nothing is known of it.
            }
        }
        return found;
    }

    /// Whether the file begins as the system's libraries do; the loader says little of others.
    private boolean isLibrary(Path file) {
        byte[] magic = windows ? new byte[] {'M', 'Z'} : new byte[] {0x7f, 'E', 'L', 'F'};
        if (!Files.isRegularFile(file)) {
            return false;
        }
        try (InputStream in = Files.newInputStream(file)) {
            return Arrays.equals(in.readNBytes(magic.length), magic);
        } catch (IOException unreadable) {
            return false;
        }
    }

    private static void addWithin(Set<Path> folders, Path folder, boolean windows) {
        List<String> libraries = windows ? List.of("bin", "bin/x64") : List.of("lib64", "lib");
        add(folders, folder);
        libraries.forEach(it -> add(folders, folder.resolve(it)));
        for (Path parent : List.of(folder, folder.resolve("nvidia"))) {
            int seen = 0;
            try (DirectoryStream<Path> packages =
                    Files.newDirectoryStream(parent, Files::isDirectory)) {
                for (Path within : packages) {
                    if (++seen > MAX_SUBFOLDERS) {
                        break;
                    }
                    libraries.forEach(it -> add(folders, within.resolve(it)));
                }
            } catch (IOException | DirectoryIteratorException notThere) {
                // Nothing to add.
            }
        }
    }

    private static void add(Set<Path> folders, Path folder) {
        if (Files.isDirectory(folder)) {
            folders.add(folder.toAbsolutePath().normalize());
        }
    }

    private static List<Path> paths(@Nullable String list) {
        List<Path> paths = new ArrayList<>();
        if (list != null) {
            for (String entry : list.split(Pattern.quote(File.pathSeparator), -1)) {
                try {
                    if (!entry.isBlank()) {
                        paths.add(Path.of(entry));
                    }
                } catch (InvalidPathException notAPath) {
                    // As the loader does with it.
                }
            }
        }
        return paths;
    }
}
