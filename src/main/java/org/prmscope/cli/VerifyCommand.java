package org.prmscope.cli;

import org.prmscope.core.WorkbenchException;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.Callable;

/// `prmscope verify`: verifies a file of solutions and writes one JSON row a solution.
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description = "Verify solutions and write one JSON row a solution.",
        footer = {
            "",
            "Exit codes: 0 all verified; 1 rows were rejected or chains failed; 2 usage; 3 a file,"
                    + " the model or the machine is not as needed."
        })
final class VerifyCommand implements Callable<Integer> {
    @Mixin private VerifierOptions options = new VerifierOptions();

    @Option(
            names = "--out",
            required = true,
            paramLabel = "FILE.jsonl",
            description = "Result rows.")
    private Path out = Path.of("");

    @Option(names = "--overwrite", description = "Replace an existing output file.")
    private boolean overwrite;

    @Option(names = "--json", description = "Print a summary as one JSON object.")
    private boolean asJson;

    private final VerificationRun run;
    private final Console console;

    VerifyCommand(VerificationRun run, Console console) {
        this.run = run;
        this.console = console;
    }

    @Override
    public Integer call() throws WorkbenchException, InterruptedException {
        if (Files.exists(out) && !overwrite) {
            throw new WorkbenchException(
                    new WorkbenchException.Report(
                            "The output exists",
                            out.toString(),
                            "a file that does not exist",
                            "one of " + size(out) + " bytes",
                            "Choose another name or add --overwrite."));
        }
        VerificationRun.Outcome outcome;
        try (BufferedWriter writer =
                Files.newBufferedWriter(
                        out,
                        StandardCharsets.UTF_8,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.TRUNCATE_EXISTING)) {
            outcome =
                    run.verify(
                            options,
                            row -> {
                                writer.write(row);
                                writer.newLine();
                                writer.flush();
                            });
        } catch (IOException e) {
            throw new WorkbenchException(
                    new WorkbenchException.Report(
                            "The output cannot be written",
                            out.toString(),
                            "a writable file on a disk with room",
                            String.valueOf(e.getMessage()),
                            "Rows written so far are complete lines."),
                    e);
        }
        console.out().println(asJson ? outcome.json() : outcome.text(out));
        return outcome.exitCode().code();
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            return 0;
        }
    }
}
