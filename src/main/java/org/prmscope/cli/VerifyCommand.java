package org.prmscope.cli;

import org.prmscope.core.IoReason;
import org.prmscope.core.WorkbenchException;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

    @Mixin private ScalingOptions scaling = new ScalingOptions();

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

    @Spec private CommandSpec spec = CommandSpec.create();

    private final VerificationRun run;
    private final Console console;

    VerifyCommand(VerificationRun run, Console console) {
        this.run = run;
        this.console = console;
    }

    @Override
    public Integer call() throws WorkbenchException, InterruptedException {
        refuseToLoseAnything();
        VerificationRun.Outcome outcome;
        String place;
        try (RowFile rows = new RowFile(out)) {
            outcome = run.verify(options, scaling, spec.commandLine(), rows);
            place = rows.place();
        } catch (IOException e) {
            throw new WorkbenchException(
                    new WorkbenchException.Report(
                            "The output cannot be written",
                            out.toString(),
                            "a file in a folder that can be written, on a disk with room",
                            IoReason.of(e),
                            "Rows written so far are complete lines."),
                    e);
        }
        console.out().println(asJson ? outcome.json() : outcome.text(place));
        return outcome.exitCode().code();
    }

    private void refuseToLoseAnything() {
        Path folder = out.toAbsolutePath().getParent();
        if (Files.isDirectory(out) || folder == null || !Files.isWritable(folder)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--out: expected a file in a folder that can be written to, found "
                            + (Files.isDirectory(out) ? "the folder " : "")
                            + out
                            + (folder != null && Files.notExists(folder)
                                    ? ", whose folder does not exist"
                                    : ""));
        }
        if (Files.exists(out) && !overwrite) {
            throw new ParameterException(
                    spec.commandLine(),
                    out + " exists. Choose another name for --out or add --overwrite.");
        }
        options.needed(spec.commandLine()).forEach(file -> file.refuseAs("--out", out));
    }
}
