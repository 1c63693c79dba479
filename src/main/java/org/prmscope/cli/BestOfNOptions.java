package org.prmscope.cli;

import org.jspecify.annotations.Nullable;
import org.prmscope.scaling.Aggregation.StepReduction;

import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

import java.nio.file.Files;
import java.nio.file.Path;

/// Which candidates are ranked, by what, and where the figures go.
final class BestOfNOptions {
    static final String SUMMARY = "summary.json";

    @Option(
            names = "--answers",
            paramLabel = "FILE",
            description = "Right answers: MATH-500, GSM8K, or rows with id and answer.")
    @Nullable Path answers;

    @Option(
            names = "--candidates",
            paramLabel = "N",
            description = "Only the first N candidates of each problem.")
    @Nullable Integer candidates;

    @Option(
            names = "--reduce",
            paramLabel = "min|product|last",
            description =
                    "How step scores become a candidate's: the lowest, their product, or the last."
                            + " Default: last for a file's own scores, min for a verifier's.")
    @Nullable StepReduction reduce;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "DIR",
            description = "The folder for figures, tables and plots.")
    Path out = Path.of("");

    @Option(names = "--resume", description = "Go on with the verification that is there already.")
    boolean resume;

    @Option(names = "--overwrite", description = "Replace the figures that are there.")
    boolean overwrite;

    @Option(names = "--json", description = "Print the summary as one JSON object.")
    boolean asJson;

    /// @throws ParameterException if a number is out of range, or files are in the way
    void check(CommandLine command) {
        if (candidates != null && candidates < 1) {
            throw new ParameterException(
                    command, "--candidates must be 1 or more, was " + candidates);
        }
        if (Files.exists(out) && !Files.isDirectory(out)) {
            throw new ParameterException(command, "--out must be a folder: " + out);
        }
        if (Files.exists(out.resolve(SUMMARY)) && !resume && !overwrite) {
            throw new ParameterException(
                    command,
                    out
                            + " has figures already. Add --overwrite to replace them, --resume to go"
                            + " on with their verification, or choose another folder.");
        }
    }
}
