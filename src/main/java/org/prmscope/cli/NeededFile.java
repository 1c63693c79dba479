package org.prmscope.cli;

import org.prmscope.core.IoReason;

import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// A file that a command reads or keeps its work in, and that its output must not replace, whether
/// by the same name, by another one (links) or before it is there.
///
/// @param command whose usage is shown
/// @param option that names the file
record NeededFile(CommandLine command, String option, Path file) {
    /// What SQLite keeps beside a workspace while it is open.
    private static final List<String> BESIDE = List.of("", "-wal", "-shm", "-journal");

    /// As many links to links as Linux follows.
    private static final int MOST_LINKS = 40;

    /// @param output a file that the command is to write
    /// @throws ParameterException if that is this file
    void refuseAs(String outputOption, Path output) {
        try {
            for (String ending : BESIDE) {
                if (isSame(output, Path.of(file + ending))) {
                    throw refusal(outputOption, output);
                }
            }
        } catch (IOException e) {
            throw new ParameterException(
                    command, output + " cannot be looked at: " + IoReason.of(e), e);
        }
    }

    /// @param folder that the command is to write files into; need not exist
    /// @param written knows their names
    /// @throws ParameterException if one of them is this file
    void refuseIn(String outputOption, Path folder, Predicate<String> written) {
        String name = String.valueOf(file.getFileName());
        if (written.test(name)) {
            refuseAs(outputOption, folder.resolve(name));
        }
        if (Files.isDirectory(folder)) {
            try (Stream<Path> there = Files.list(folder)) {
                there.filter(each -> written.test(String.valueOf(each.getFileName())))
                        .forEach(each -> refuseAs(outputOption, each));
            } catch (IOException e) {
                throw new ParameterException(
                        command, folder + " cannot be looked at: " + IoReason.of(e), e);
            }
        }
    }

    private ParameterException refusal(String outputOption, Path output) {
        return new ParameterException(
                command, "%s and %s are the same file: %s".formatted(outputOption, option, output));
    }

    private static boolean isSame(Path one, Path other) throws IOException {
        if (Files.exists(one) && Files.exists(other)) {
            return Files.isSameFile(one, other);
        }
        return place(one).equals(place(other));
    }

    /// Where a file is, or would be made: without links, its own included.
    private static Path place(Path file) throws IOException {
        Path end = file.toAbsolutePath();
        for (int links = 0; Files.isSymbolicLink(end) && links < MOST_LINKS; links++) {
            end = end.resolveSibling(Files.readSymbolicLink(end));
        }
        Path folder = end.getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            return end.normalize();
        }
        return folder.toRealPath().resolve(end.getFileName()).normalize();
    }
}
