package org.prmscope.sandbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Where a Python outside `/usr` really lives; the name on the PATH may be a script that picks one.
///
/// @param home the folder with its `bin` and `lib`
record PythonInstallation(Path executable, Path home) {
    private static final String QUERY =
            "import sys, os; print(os.path.realpath(sys.executable)); print(sys.base_prefix)";

    /// Asks the interpreter.
    ///
    /// @throws IOException if it does not answer, or lives where much else does
    static PythonInstallation of(Path python, ProcessStarter starter) throws IOException {
        Map<String, String> environment = Map.of("PATH", "/usr/local/bin:/usr/bin:/bin");
        Process process =
                starter.start(List.of(python.toString(), "-I", "-S", "-c", QUERY), environment);
        List<String> lines =
                new String(process.getInputStream().readNBytes(8_192), StandardCharsets.UTF_8)
                        .lines()
                        .toList();
        if (lines.size() != 2) {
            throw new IOException(python + " does not say where it is installed");
        }
        Path executable = Path.of(lines.get(0));
        Path home = Path.of(lines.get(1)).toRealPath();
        if (home.getNameCount() < 2 || !executable.startsWith(home)) {
            throw new IOException(python + " is installed in " + home + ", which is not its own");
        }
        return new PythonInstallation(executable, home);
    }
}
