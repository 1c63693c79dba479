package org.prmscope.cli;

import org.jspecify.annotations.Nullable;
import org.prmscope.scaling.Aggregation.StepReduction;

import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

import java.nio.file.Path;
import java.util.Set;

/// Which candidates are ranked, by what, and where the figures go.
final class BestOfNOptions {
    static final String SUMMARY = "summary.json";

    /// The names of all files that are written.
    static final Set<String> WRITTEN =
            Set.of("curves.csv", "ungraded.csv", "candidates.jsonl", "bestofn.svg", SUMMARY);

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

    @Mixin OutputOptions output = new OutputOptions();

    /// @throws ParameterException if a number is out of range, or files are in the way
    void check(CommandLine command) {
        if (candidates != null && candidates < 1) {
            throw new ParameterException(
                    command, "--candidates must be 1 or more, was " + candidates);
        }
        output.check(command, SUMMARY);
    }
}
