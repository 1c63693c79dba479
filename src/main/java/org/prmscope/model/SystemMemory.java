package org.prmscope.model;

import com.sun.management.OperatingSystemMXBean;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongSupplier;

/// Bytes of memory that a program could take now without others being swapped out.
///
/// On Linux this is `MemAvailable` of `/proc/meminfo`, which counts the file cache as free
/// (proc(5)), or what is left of the limit of a control group, if that is less: in a container the
/// table is the whole machine's. Elsewhere it is what the Java runtime reports as free.
public final class SystemMemory implements LongSupplier {
    private static final String LINE = "MemAvailable:";

    private final Path meminfo;
    private final Path groups;

    public SystemMemory() {
        this(Path.of("/proc/meminfo"), Path.of("/sys/fs/cgroup"));
    }

    SystemMemory(Path meminfo, Path groups) {
        this.meminfo = meminfo;
        this.groups = groups;
    }

    @Override
    public long getAsLong() {
        return Math.min(available(), left());
    }

    private long available() {
        for (String line : lines(meminfo)) {
            if (line.matches(LINE + "\\s+[0-9]{1,15} kB")) {
                return 1024 * Long.parseLong(line.replaceAll("[^0-9]", ""));
            }
        }
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getFreeMemorySize();
    }

    /// What the control group (version 2, else 1) leaves; a container sees its own group as the
    /// root. The file cache that it may drop counts as free.
    private long left() {
        Path first = groups.resolve("memory");
        long two =
                left(
                        number(groups.resolve("memory.max")),
                        number(groups.resolve("memory.current")),
                        inactiveFiles(groups.resolve("memory.stat"), "inactive_file"));
        long one =
                left(
                        number(first.resolve("memory.limit_in_bytes")),
                        number(first.resolve("memory.usage_in_bytes")),
                        inactiveFiles(first.resolve("memory.stat"), "total_inactive_file"));
        return Math.min(one, two);
    }

    private static long left(long limit, long used, long droppable) {
        // Version 1 says "no limit" with a number near the largest there is.
        boolean limited = limit >= 0 && limit < 1L << 60 && used >= 0;
        return limited ? Math.max(0, limit - used + Math.max(0, droppable)) : Long.MAX_VALUE;
    }

    /// -1 where there is no such number.
    private static long number(Path file) {
        List<String> lines = lines(file);
        return lines.isEmpty() ? -1 : number(lines.getFirst());
    }

    private static long number(String text) {
        return text.matches("[0-9]{1,18}") ? Long.parseLong(text) : -1;
    }

    private static long inactiveFiles(Path file, String name) {
        for (String line : lines(file)) {
            if (line.startsWith(name + " ")) {
                return number(line.substring(name.length() + 1));
            }
        }
        return 0;
    }

    /// None where the file cannot be read: then another source is asked.
    private static List<String> lines(Path file) {
        try {
            return Files.isReadable(file)
                    ? Files.readAllLines(file, StandardCharsets.ISO_8859_1)
                    : List.of();
        } catch (IOException e) {
            return List.of();
        }
    }
}
