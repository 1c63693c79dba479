package org.prmscope.model;

import com.sun.management.OperatingSystemMXBean;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.LongSupplier;

/// Bytes of memory that a program could take now without others being swapped out.
///
/// On Linux this is `MemAvailable` of `/proc/meminfo`, which counts the file cache as free
/// (proc(5)); elsewhere what the Java runtime reports as free.
public final class SystemMemory implements LongSupplier {
    private static final String LINE = "MemAvailable:";

    private final Path meminfo;

    public SystemMemory() {
        this(Path.of("/proc/meminfo"));
    }

    SystemMemory(Path meminfo) {
        this.meminfo = meminfo;
    }

    @Override
    public long getAsLong() {
        if (Files.isReadable(meminfo)) {
            try {
                for (String line : Files.readAllLines(meminfo, StandardCharsets.ISO_8859_1)) {
                    if (line.matches(LINE + "\\s+[0-9]{1,15} kB")) {
                        return 1024 * Long.parseLong(line.replaceAll("[^0-9]", ""));
                    }
                }
            } catch (IOException e) {
                return reported();
            }
        }
        return reported();
    }

    private static long reported() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getFreeMemorySize();
    }
}
