package org.prmscope.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `prmscope model`: looks at models and makes them ready to run.
@Command(
        name = "model",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Look at a model, say what it would take, or import a checkpoint.")
final class ModelCommand implements Runnable {
    @Spec private CommandSpec spec = CommandSpec.create();

    /// With its subcommands.
    static CommandLine parser(WorkbenchOpener opener, Console console) {
        CommandLine parser = new CommandLine(new ModelCommand());
        parser.addSubcommand(new ModelInspectCommand(console));
        parser.addSubcommand(new ModelEstimateCommand(opener, console));
        parser.addSubcommand(new ModelImportCommand(opener, console));
        return parser;
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "expected one of inspect, estimate, import");
    }
}
