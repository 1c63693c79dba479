package org.prmscope.cli;

import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;

/// Where the figures of `compare` and `bestofn` go, and what becomes of those that are there.
final class OutputOptions {
    @Option(
            names = "--out",
            required = true,
            paramLabel = "DIR",
            description = "The folder for figures, tables and plots.")
    Path out = Path.of("");

    @Option(
            names = "--resume",
            description = "Go on with the runs that are there already, and write the figures anew.")
    boolean resume;

    @Option(names = "--overwrite", description = "Replace the figures that are there.")
    boolean overwrite;

    @Option(names = "--json", description = "Print the summary as one JSON object.")
    boolean asJson;

    /// @param needed files that the command reads or keeps its work in
    /// @param written knows the names of the files that it writes
    /// @throws ParameterException if one of the first would be one of the second
    void refuseToLose(List<NeededFile> needed, Predicate<String> written) {
        needed.forEach(each -> each.refuseIn("--out", out, written));
    }

    /// @param summary the name of the file by which figures are known to be there
    /// @throws ParameterException if files are in the way
    void check(CommandLine command, String summary) {
        if (Files.exists(out) && !Files.isDirectory(out)) {
            throw new ParameterException(command, "--out must be a folder: " + out);
        }
        if (Files.exists(out.resolve(summary)) && !resume && !overwrite) {
            throw new ParameterException(
                    command,
                    out
                            + " has figures already. Add --resume to go on with their runs,"
                            + " --overwrite to replace them, or choose another folder.");
        }
    }
}
