package org.prmscope.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A process and everything it started, seen from outside.
final class ProcessTree {
    private static final long PAGE_BYTES = 4096;
    private static final long REAP_MS = 1_000;

    private final Process root;

    ProcessTree(Process root) {
        this.root = root;
    }

    /// What a process tree holds at one moment.
    ///
    /// @param tasks processes and threads below the root
    /// @param memoryBytes private memory in use; pages that a fork shares are counted twice
    record Usage(int tasks, long memoryBytes) {}

    /// Counts what is below the root, from `/proc`; nothing where there is no `/proc`.
    Usage usage() {
        int tasks = 0;
        long memoryBytes = 0;
        for (ProcessHandle process : root.descendants().toList()) {
            Path entry = Path.of("/proc", Long.toString(process.pid()));
            tasks += tasks(entry);
            memoryBytes += privateBytes(entry);
        }
        return new Usage(tasks, memoryBytes);
    }

    /// Ends all of it at once, without waiting. Number one of a sandbox's process namespace is
    /// below the root and takes all other members along, those that this list missed too. The root
    /// then ends by itself after it has seen its child off; killed first, it would leave a zombie.
    void kill() {
        List<ProcessHandle> below = root.descendants().toList();
        below.forEach(ProcessHandle::destroyForcibly);
        if (below.isEmpty()) {
            root.destroyForcibly();
        }
    }

    /// Ends all of it and waits until it has left the process table.
    void killAndWait() {
        kill();
        try {
            if (!root.waitFor(REAP_MS, TimeUnit.MILLISECONDS)) {
                root.destroyForcibly();
            }
        } catch (InterruptedException interrupted) {
            root.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private static int tasks(Path entry) {
        String stat = read(entry.resolve("stat"));
        // The command's name may hold blanks and brackets, so fields are counted from its end;
        // the 18th from there is num_threads.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ", -1);
        return fields.length > 17 ? Integer.parseInt(fields[17]) : 0;
    }

    private static long privateBytes(Path entry) {
        String[] pages = read(entry.resolve("statm")).split(" ", -1);
        return pages.length > 2
                ? PAGE_BYTES * (Long.parseLong(pages[1]) - Long.parseLong(pages[2]))
                : 0;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException gone) {
            // A process that ended between listing and reading uses nothing.
            return "";
        }
    }
}
