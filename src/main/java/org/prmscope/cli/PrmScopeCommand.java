package org.prmscope.cli;

import org.prmscope.core.VisibleText;
import org.prmscope.core.WorkbenchException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/// The `prmscope` command with its subcommands; constructs the parser that the launcher runs.
@Command(
        name = "prmscope",
        mixinStandardHelpOptions = true,
        description = {
            "A workbench for generative process reward models.",
            "",
            "Without a command, or with a file to open, the window starts;",
            "--workspace W before the file, or a workspace as the file, opens that one."
        },
        synopsisSubcommandLabel = "[[--workspace W] [FILE] | COMMAND]",
        footer = {"", "Exit codes: 0 ok, 1 findings, 2 usage, 3 environment."})
public final class PrmScopeCommand implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(PrmScopeCommand.class);

    private final Console console;

    private PrmScopeCommand(Console console) {
        this.console = console;
    }

    /// The parser, ready to execute.
    public static CommandLine parser(WorkbenchOpener opener, Console console) {
        VerificationRun run = new VerificationRun(opener, console);
        CommandLine parser = new CommandLine(new PrmScopeCommand(console));
        parser.setCaseInsensitiveEnumValuesAllowed(true);
        parser.addSubcommand(new VerifyCommand(run, console));
        parser.addSubcommand(new EvalCommand(run, console));
        parser.addSubcommand(new CompareCommand(opener, console));
        parser.addSubcommand(new BestOfNCommand(opener, console));
        parser.addSubcommand(new DoctorCommand(opener, console));
        parser.addSubcommand(TrainCommand.parser(opener, console));
        parser.addSubcommand(new BenchCommand(opener, console));
        parser.addSubcommand(ModelCommand.parser(opener, console));
        parser.addSubcommand(SynthCommand.parser(opener, console));
        parser.addSubcommand(ReproduceCommand.parser(opener, console));
        parser.getCommandSpec().version("PRMScope " + opener.version());
        parser.setOut(new java.io.PrintWriter(console.out(), true, console.out().charset()));
        parser.setErr(new java.io.PrintWriter(console.err(), true, console.err().charset()));
        parser.setExecutionExceptionHandler((failure, _, _) -> {
            if (failure instanceof WorkbenchException expected) {
                console.err().println("prmscope: " + expected.getMessage());
                return ExitCode.ENVIRONMENT.code();
            }
            LOG.error("a command failed", failure);
            console.err()
                    .println(
                            "prmscope: this should not have happened: "
                                    + VisibleText.of(failure.toString())
                                    + ". The log has the details; prmscope doctor says where"
                                    + " it is.");
            return ExitCode.ENVIRONMENT.code();
        });
        parser.getSubcommands()
                .values()
                .forEach(sub ->
                        sub.setExecutionExceptionHandler(parser.getExecutionExceptionHandler()));
        return parser;
    }

    @Override
    public void run() {
        console.err().println("prmscope: no command; try prmscope --help");
    }
}
