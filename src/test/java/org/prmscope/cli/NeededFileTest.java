package org.prmscope.cli;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

class NeededFileTest {
    @TempDir Path folder;

    private static NeededFile needed(Path file) {
        return new NeededFile(new CommandLine(CommandSpec.create()), "--workspace", file);
    }

    private static void assertRefused(Path needed, Path output) {
        String message =
                String.valueOf(
                        assertThrows(
                                        ParameterException.class,
                                        () -> needed(needed).refuseAs("--out", output),
                                        () -> output + " would replace " + needed)
                                .getMessage());
        assertTrue(message.contains("--out and --workspace are the same file"), message);
    }

    @Test
    void theSameFileIsRefusedUnderAnotherSpellingAndBeforeItIsThere() throws IOException {
        Path file = folder.resolve("w");
        Path other = folder.resolve("none/../w");
        Files.createDirectory(folder.resolve("none"));
        assertRefused(file, other);
        assertRefused(folder.resolve("nowhere/w"), folder.resolve("nowhere/x/../w"));
        Files.writeString(file, "precious");
        assertRefused(file, other);
        assertDoesNotThrow(() -> needed(file).refuseAs("--out", folder.resolve("rows.jsonl")));
    }

    @Test
    void whatSqliteKeepsBesideAWorkspaceIsRefused() {
        assertRefused(folder.resolve("w"), folder.resolve("w-wal"));
        assertRefused(folder.resolve("w"), folder.resolve("w-shm"));
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void linksAreFollowedAlsoToWhatIsNotThereYet() throws IOException {
        Path file = folder.resolve("w");
        Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("w"));
        Path linked = Files.createSymbolicLink(folder.resolve("linked"), folder);
        assertRefused(file, link);
        assertRefused(file, linked.resolve("w"));
        assertRefused(link, file);
        Files.writeString(file, "precious");
        assertRefused(file, link);
        assertRefused(file, Files.createLink(folder.resolve("hard"), file));
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aFolderOfOutputsIsRefusedIfOneOfThemWouldBeTheFile() throws IOException {
        Path out = Files.createDirectory(folder.resolve("out"));
        Path inside = out.resolve("runs.csv");
        Path outside = folder.resolve("w");
        assertThrows(
                ParameterException.class,
                () -> needed(inside).refuseIn("--out", out, "runs.csv"::equals));
        assertDoesNotThrow(() -> needed(inside).refuseIn("--out", out, "other.csv"::equals));
        assertDoesNotThrow(() -> needed(outside).refuseIn("--out", out, "runs.csv"::equals));
        Files.createSymbolicLink(inside, outside);
        assertThrows(
                ParameterException.class,
                () -> needed(outside).refuseIn("--out", out, "runs.csv"::equals));
    }
}
