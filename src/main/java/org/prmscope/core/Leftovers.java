package org.prmscope.core;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/// What processes that were killed left half written in a folder that several may write to.
///
/// Nobody can be asked whether its writer still lives, so only what was not written to for an hour
/// is removed. The hour is counted by the clock that gives the folder's files their times, which on
/// a shared drive need not be this machine's.
public final class Leftovers {
    private static final Logger LOG = Logger.getLogger(Leftovers.class.getName());
    private static final Duration AGE = Duration.ofHours(1);
    private static final String PROBE = ".clock-";

    private Leftovers() {}

    /// Removes files, and folders of files, that were left. One that cannot be removed takes room
    /// and does nothing else, so it stays until the next time.
    ///
    /// @param folder may be absent
    /// @param unfinished knows by the name what only a writer that still lives may need
    public static void remove(Path folder, Predicate<? super String> unfinished) {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try {
            List<Path> found = found(folder, unfinished);
            if (!found.isEmpty()) {
                Instant oldest = now(folder).minus(AGE);
                for (Path one : found) {
                    if (Files.getLastModifiedTime(one).toInstant().isBefore(oldest)) {
                        delete(one);
                    }
                }
            }
        } catch (IOException e) {
            LOG.log(Level.FINE, "unfinished files stay in " + folder, e);
        }
    }

    /// Removes a file, or a folder of files, if it is there.
    public static void delete(Path one) throws IOException {
        if (Files.isDirectory(one)) {
            try (Stream<Path> files = Files.list(one)) {
                for (Path file : files.toList()) {
                    Files.deleteIfExists(file);
                }
            }
        }
        Files.deleteIfExists(one);
    }

    private static List<Path> found(Path folder, Predicate<? super String> unfinished)
            throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(
                            it -> {
                                String name = String.valueOf(it.getFileName());
                                return name.startsWith(PROBE) || unfinished.test(name);
                            })
                    .toList();
        }
    }

    private static Instant now(Path folder) throws IOException {
        Path probe = Files.createTempFile(folder, PROBE, "");
        try {
            return Files.getLastModifiedTime(probe).toInstant();
        } finally {
            Files.deleteIfExists(probe);
        }
    }
}
