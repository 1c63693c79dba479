package org.prmscope;

import org.prmscope.run.HostFacts;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/// What the program knows of itself and its process.
final class ProgramFacts {
    private static final Path STATM = Path.of("/proc/self/statm");
    private static final int PAGE_BYTES = 4096;

    private ProgramFacts() {}

    /// The version the build wrote into `prmscope.properties`.
    static String version() {
        return property("version");
    }

    static HostFacts host() {
        return new HostFacts(
                version(),
                property("onnxruntime"),
                System.getProperty("java.runtime.version", "?"),
                "%s %s %s"
                        .formatted(
                                System.getProperty("os.name", "?"),
                                System.getProperty("os.version", "?"),
                                System.getProperty("os.arch", "?")));
    }

    /// The processor and how many of it, such as `2 x AMD EPYC 9R14`.
    static String machine() {
        int cores = Runtime.getRuntime().availableProcessors();
        Path cpus = Path.of("/proc/cpuinfo");
        if (Files.isReadable(cpus)) {
            try (Stream<String> lines = Files.lines(cpus, StandardCharsets.ISO_8859_1)) {
                Optional<String> model =
                        lines.filter(line -> line.startsWith("model name"))
                                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                                .findFirst();
                if (model.isPresent()) {
                    return cores + " x " + model.get();
                }
            } catch (IOException e) {
                return cores + " x " + System.getProperty("os.arch", "?");
            }
        }
        return cores + " x " + System.getProperty("os.arch", "?");
    }

    /// Memory of the process: what the system counts, or the heap where it does not tell.
    static long residentBytes() {
        if (Files.isReadable(STATM)) {
            try {
                String[] fields = Files.readString(STATM, StandardCharsets.US_ASCII).split(" ", -1);
                return Long.parseLong(fields[1]) * PAGE_BYTES;
            } catch (IOException | NumberFormatException e) {
                return heapBytes();
            }
        }
        return heapBytes();
    }

    private static long heapBytes() {
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private static String property(String key) {
        Properties properties = new Properties();
        try (InputStream in = ProgramFacts.class.getResourceAsStream("/prmscope.properties")) {
            if (in != null) {
                properties.load(in);
            }
        } catch (IOException e) {
            return "unknown";
        }
        return properties.getProperty(key, "unknown");
    }
}
