package org.prmscope.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `prmscope synth`: from labelled solutions to training data.
@Command(
        name = "synth",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = {
            "Make training data, or label steps by rollouts.",
            "Sample chains, filter them, look at what is kept and dropped, overrule it, write"
                    + " files."
        })
final class SynthCommand implements Runnable {
    @Spec private CommandSpec spec = CommandSpec.create();

    /// With its subcommands.
    static CommandLine parser(WorkbenchOpener opener, Console console) {
        CommandLine parser = new CommandLine(new SynthCommand());
        parser.addSubcommand(new SynthSampleCommand(opener, console));
        parser.addSubcommand(new SynthFilterCommand(opener, console));
        parser.addSubcommand(new SynthListCommand(opener, console));
        parser.addSubcommand(new SynthChainsCommand(opener, console));
        parser.addSubcommand(new SynthRuleCommand(opener, console));
        parser.addSubcommand(new SynthExportCommand(opener, console));
        parser.addSubcommand(new SynthLabelsCommand(opener, console));
        return parser;
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "expected one of sample, filter, list, chains, rule, export, labels");
    }
}
