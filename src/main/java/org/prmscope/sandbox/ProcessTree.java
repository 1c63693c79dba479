package org.prmscope.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A process and everything it started, seen from outside.
final class ProcessTree {
    private static final long PAGE_BYTES = 4096;
    private static final long REAP_MS = 2_000;

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

    /// Ends all of it at once, without waiting. A sandbox's process namespace takes its members
    /// along; what is not in one is signalled one by one.
    void kill() {
        List<ProcessHandle> below = root.descendants().toList();
        root.destroyForcibly();
        below.forEach(ProcessHandle::destroyForcibly);
    }

    /// Ends all of it and waits a moment until it has left the process table.
    void killAndWait() {
        List<ProcessHandle> below = root.descendants().toList();
        kill();
        try {
            root.onExit().get(REAP_MS, TimeUnit.MILLISECONDS);
            for (ProcessHandle process : below) {
                process.onExit().get(REAP_MS, TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException slow) {
            // The kill was delivered; only the kernel's clearing up takes longer than we wait.
            return;
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
