package org.prmscope.sandbox;

import org.jspecify.annotations.Nullable;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// The programs of this machine that a sandbox is made of; null for one that is not there.
///
/// @param bubblewrap the sandboxing tool `bwrap`
/// @param python the interpreter to lock in
/// @param setpriv changes the user before the sandbox is made; only used by root
/// @param java the Java launcher for embedded interpreters
/// @param classPath where a Java child process finds this program
public record HostTools(
        @Nullable Path bubblewrap,
        @Nullable Path python,
        @Nullable Path setpriv,
        Path java,
        String classPath) {
    private static final Path SYSTEM_PYTHON = Path.of("/usr/bin/python3");

    /// Looks the tools up: `/usr/bin/python3` before any other Python, the rest along `searchPath`.
    ///
    /// @param searchPath directories as in the environment variable PATH
    /// @param javaHome the running Java's home
    public static HostTools find(String searchPath, Path javaHome, String classPath) {
        List<Path> folders =
                Stream.of(searchPath.split(File.pathSeparator, -1))
                        .filter(folder -> !folder.isEmpty())
                        .map(Path::of)
                        .toList();
        Path python =
                Files.isExecutable(SYSTEM_PYTHON) ? SYSTEM_PYTHON : inFolders(folders, "python3");
        boolean windows = File.separatorChar == '\\';
        return new HostTools(
                inFolders(folders, "bwrap"),
                python,
                inFolders(folders, "setpriv"),
                javaHome.resolve("bin").resolve(windows ? "java.exe" : "java"),
                classPath);
    }

    private static @Nullable Path inFolders(List<Path> folders, String program) {
        return folders.stream()
                .map(folder -> folder.resolve(program))
                .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                .findFirst()
                .orElse(null);
    }
}
