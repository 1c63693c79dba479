package org.prmscope.decode.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.Leftovers;
import org.prmscope.core.WorkbenchException;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Unpacks ONNX Runtime's native libraries once and loads them.
///
/// ONNX Runtime itself would copy them out of its jar at every start. Here they go to
/// `<cache>/<artifact>-<version>-<platform>/`, each under a temporary name that is then renamed, so
/// that a second process never sees half a file; a file of the wrong size is written again.
public final class OnnxNatives {
    private static final String PATH_PROPERTY = "onnxruntime.native.path";
    private static final List<String> ARTIFACTS = List.of("onnxruntime_gpu", "onnxruntime");
    private static final Pattern VERSION =
            Pattern.compile("</artifactId>\\s*<version>([0-9A-Za-z.-]{1,40})</version>");

    /// The libraries a CPU session needs; the last is small and keeps ONNX Runtime from copying it.
    private static final List<String> CPU =
            List.of("onnxruntime", "onnxruntime4j_jni", "onnxruntime_providers_shared");

    private static final String CUDA = "onnxruntime_providers_cuda";

    /// Of a file that is being unpacked.
    private static final String PART = ".part";

    private OnnxNatives() {}

    /// Makes the libraries of the CPU ready and loads them.
    ///
    /// The first call of a process decides on the folder; later calls only return the environment.
    ///
    /// @param cache per-user folder, made if absent
    /// @throws OnnxException if they cannot be unpacked or loaded
    public static OrtEnvironment load(Path cache) throws OnnxException {
        return load(cache, CPU);
    }

    /// Makes ready what CUDA needs beside it: the provider's library, 583 MB on Linux, that is
    /// unpacked once beside the others. ONNX Runtime loads it when a session asks for CUDA.
    ///
    /// A folder that the user named by the property `onnxruntime.native.path` is not written to.
    ///
    /// @param cache as for [#load(Path)]
    /// @return the folder that holds the libraries
    /// @throws OnnxException if there is none for this platform, or no room for it
    static Path loadWithCuda(Path cache) throws OnnxException {
        load(cache);
        Path folder = folder();
        String file = System.mapLibraryName(CUDA);
        if (Files.isRegularFile(folder.resolve(file)) && !folder.equals(unpacked(cache))) {
            return folder;
        }
        if (OrtEnvironment.class.getResource(resource(file)) == null
                || !folder.equals(unpacked(cache))) {
            throw new OnnxException(
                    new WorkbenchException.Report(
                            "ONNX Runtime has no CUDA provider here",
                            folder.toString(),
                            file,
                            "none for " + platform(),
                            "Use the program's build for Linux or Windows on x64, or the CPU"));
        }
        return unpack(cache, List.of(CUDA));
    }

    /// Where the libraries were loaded from.
    static Path folder() {
        return Path.of(System.getProperty(PATH_PROPERTY, ""));
    }

    private static OrtEnvironment load(Path cache, List<String> libraries) throws OnnxException {
        NoTelemetry.choose();
        if (System.getProperty(PATH_PROPERTY) == null) {
            Path folder = unpack(cache, libraries);
            System.setProperty(PATH_PROPERTY, folder.toString());
        }
        try {
            OrtEnvironment environment =
                    OrtEnvironment.getEnvironment(
                            OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR, "prmscope");
            environment.setTelemetry(false);
            // Counted once more and never given back: the Java interface's own shutdown hook would
            // otherwise free it under a run that another hook is still ending.
            OrtApi.of(folder()).createEnvironment();
            return environment;
        } catch (OrtApiFailure e) {
            throw new OnnxException(
                    new WorkbenchException.Report(
                            "ONNX Runtime cannot be kept open",
                            String.valueOf(System.getProperty(PATH_PROPERTY)),
                            "a second use of its environment",
                            rootMessage(e),
                            "Delete that folder so that it is unpacked again"),
                    e);
        } catch (OrtException | LinkageError | IllegalStateException e) {
            throw new OnnxException(
                    new WorkbenchException.Report(
                            "ONNX Runtime cannot be loaded",
                            String.valueOf(System.getProperty(PATH_PROPERTY)),
                            "its native libraries for " + platform(),
                            rootMessage(e),
                            "Delete that folder so that it is unpacked again; on Windows install"
                                    + " the Visual C++ runtime"),
                    e);
        }
    }

    /// Unpacks what is not there yet.
    ///
    /// @return the folder that holds the libraries
    static Path unpack(Path cache, List<String> libraries) throws OnnxException {
        Path folder = unpacked(cache);
        Leftovers.remove(folder, name -> name.endsWith(PART));
        for (String library : libraries) {
            String file = System.mapLibraryName(library).replace("jnilib", "dylib");
            URL resource = OrtEnvironment.class.getResource(resource(file));
            if (resource != null) {
                unpack(resource, folder.resolve(file));
            } else if (!library.startsWith("onnxruntime_providers")) {
                throw new OnnxException(
                        new WorkbenchException.Report(
                                "ONNX Runtime has no library for this platform",
                                "the onnxruntime jar",
                                "linux-x64, linux-aarch64, osx-aarch64 or win-x64",
                                platform(),
                                "Use the onnxruntime artifact instead of onnxruntime_gpu where"
                                        + " that has this platform"));
            }
        }
        return folder;
    }

    private static Path unpacked(Path cache) throws OnnxException {
        return cache.toAbsolutePath().resolve(jarName() + "-" + platform());
    }

    private static String resource(String file) {
        return "/ai/onnxruntime/native/" + platform() + "/" + file;
    }

    private static void unpack(URL resource, Path target) throws OnnxException {
        try {
            URLConnection connection = resource.openConnection();
            long size = connection.getContentLengthLong();
            if (isComplete(target, size)) {
                return;
            }
            Path folder = target.resolveSibling("");
            Files.createDirectories(folder);
            Path part = Files.createTempFile(folder, target.getFileName() + ".", PART);
            try {
                try (InputStream in = connection.getInputStream()) {
                    Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
                }
                if (!isComplete(part, size)) {
                    throw new IOException("%d of %d bytes".formatted(Files.size(part), size));
                }
                move(part, target, size);
            } finally {
                Files.deleteIfExists(part);
            }
        } catch (IOException e) {
            throw new OnnxException(
                    new WorkbenchException.Report(
                            "ONNX Runtime's library cannot be unpacked",
                            target.toString(),
                            "",
                            String.valueOf(e),
                            "Make the folder writable, with room for 50 MB, and 600 MB more for"
                                    + " CUDA"),
                    e);
        }
    }

    /// Another process may have put the same file there and, on Windows, be using it.
    private static void move(Path part, Path target, long size) throws IOException {
        try {
            Files.move(
                    part,
                    target,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            if (!isComplete(target, size)) {
                throw e;
            }
        }
    }

    private static boolean isComplete(Path file, long size) throws IOException {
        return Files.isRegularFile(file) && Files.size(file) == size;
    }

    /// Such as `onnxruntime_gpu-1.29.0`; the two artifacts have different libraries of one name.
    private static String jarName() throws OnnxException {
        for (String artifact : ARTIFACTS) {
            String pom = "/META-INF/maven/com.microsoft.onnxruntime/" + artifact + "/pom.xml";
            try (InputStream in = OrtEnvironment.class.getResourceAsStream(pom)) {
                String version = in == null ? null : version(in);
                if (version != null) {
                    return artifact + "-" + version;
                }
            } catch (IOException e) {
                throw new OnnxException(
                        new WorkbenchException.Report(
                                "The onnxruntime jar cannot be read",
                                pom,
                                "",
                                String.valueOf(e),
                                "Build or install the program again"),
                        e);
            }
        }
        return "onnxruntime";
    }

    private static @Nullable String version(InputStream pom) throws IOException {
        Matcher matcher =
                VERSION.matcher(new String(pom.readNBytes(1 << 16), StandardCharsets.UTF_8));
        return matcher.find() ? matcher.group(1) : null;
    }

    /// As the jar names its folders, such as `linux-x64`.
    private static String platform() {
        String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        String arch = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
        String system = os.contains("mac") ? "osx" : os.contains("win") ? "win" : "linux";
        return system + "-" + (arch.equals("amd64") || arch.equals("x86_64") ? "x64" : arch);
    }

    private static String rootMessage(Throwable error) {
        Throwable root = error;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage());
    }
}
