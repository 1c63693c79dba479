package org.prmscope.report;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.AtomicReplacement;
import org.prmscope.core.IoReason;
import org.prmscope.core.WorkbenchException;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;

/// Writes files that appear whole or not at all: a temporary file beside the target is forced to
/// the disk and then moved over it.
public final class OutputFile {
    private static final int MOST_LEFTOVERS = 1_000;

    private OutputFile() {}

    /// Writes text as UTF-8, replacing a file that is there. A lone surrogate, which UTF-8 cannot
    /// carry, becomes U+FFFD.
    ///
    /// @throws WorkbenchException if it cannot be written; a file that was there is then unchanged
    public static void write(Path file, String text) throws WorkbenchException {
        write(file, wellFormed(text).getBytes(StandardCharsets.UTF_8));
    }

    /// Writes bytes, replacing a file that is there.
    ///
    /// @throws WorkbenchException if it cannot be written; a file that was there is then unchanged
    public static void write(Path file, byte[] bytes) throws WorkbenchException {
        Path target = file.toAbsolutePath();
        Path folder = target.getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw failure(
                    file,
                    "an existing folder",
                    folder == null || !Files.exists(folder) ? "no such folder" : "a file",
                    "Create the folder first, or choose another one.",
                    null);
        }
        if (Files.isDirectory(target)) {
            throw failure(file, "a file", "a folder", "Choose another name.", null);
        }
        try {
            // Where the name is a link, what it points to is replaced, not the link.
            write(Files.isSymbolicLink(target) ? target.toRealPath() : target, bytes, folder);
        } catch (IOException failure) {
            throw failure(file, "", IoReason.of(failure), remedy(failure), failure);
        }
    }

    private static void write(Path target, byte[] bytes, Path folder) throws IOException {
        Path beside = target.getParent() == null ? folder : target.getParent();
        Path temporary = create(beside, String.valueOf(target.getFileName()));
        try {
            try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
                ByteBuffer left = ByteBuffer.wrap(bytes);
                while (left.hasRemaining()) {
                    channel.write(left);
                }
                channel.force(true);
            }
            AtomicReplacement.move(temporary, target);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /// A new file with the usual permissions, which one from `createTempFile` has not: a colleague
    /// may read what is exported.
    private static Path create(Path folder, String name) throws IOException {
        for (int number = 0; number < MOST_LEFTOVERS; number++) {
            try {
                return Files.createFile(folder.resolve("." + name + "." + number + ".part"));
            } catch (FileAlreadyExistsException other) {
                // Another export of the same file, or what a killed one left.
            }
        }
        throw new FileAlreadyExistsException(folder.resolve("." + name + ".0.part").toString());
    }

    private static String remedy(IOException failure) {
        String message = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
        if (failure instanceof AccessDeniedException || message.contains("read-only")) {
            return "Choose a folder that you may write to.";
        }
        if (message.contains("space") || message.contains("quota")) {
            return "Free some space, or choose a folder on another disk.";
        }
        if (message.contains("name too long")) {
            return "Choose a shorter name.";
        }
        return "Check the folder, or choose another one.";
    }

    private static WorkbenchException failure(
            Path file, String expected, String found, String remedy, @Nullable IOException cause) {
        WorkbenchException.Report report =
                new WorkbenchException.Report(
                        "The file cannot be written", file.toString(), expected, found, remedy);
        return cause == null
                ? new WorkbenchException(report)
                : new WorkbenchException(report, cause);
    }

    private static String wellFormed(String text) {
        StringBuilder kept = new StringBuilder(text.length());
        text.codePoints()
                .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xfffd : c)
                .forEach(kept::appendCodePoint);
        return kept.toString();
    }
}
