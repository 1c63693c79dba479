package org.prmscope.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/// The most memory the process has held, as Linux counts it (`VmHWM` of `/proc/self/status`);
/// weights that are mapped from a file are part of it.
final class PeakMemory {
    private static final Path STATUS = Path.of("/proc/self/status");

    private PeakMemory() {}

    /// Bytes; empty where the system does not say.
    static OptionalLong bytes() {
        try {
            for (String line : Files.readAllLines(STATUS)) {
                if (line.startsWith("VmHWM:")) {
                    String kib = line.replaceAll("[^0-9]", "");
                    return OptionalLong.of(Long.parseLong(kib) << 10);
                }
            }
        } catch (IOException e) {
            return OptionalLong.empty();
        }
        return OptionalLong.empty();
    }
}
