package org.prmscope.cli;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.ChainRuling;
import org.prmscope.core.SynthesisRun;
import org.prmscope.core.WorkbenchException;
import org.prmscope.run.Workbench;

import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.util.concurrent.Callable;

/// `prmscope synth rule`: a person's word on one chain, which goes before the filters'.
@Command(
        name = "rule",
        mixinStandardHelpOptions = true,
        description = {
            "Keep or drop one chain by hand.",
            "It goes before what the filters say. Who, when and why is kept, and earlier rulings",
            "stay on record."
        })
final class SynthRuleCommand implements Callable<Integer> {
    @Mixin private SynthWorkspace workspace = new SynthWorkspace();

    @Option(
            names = "--synthesis",
            paramLabel = "ID",
            description = "The synthesis run. Default: the newest.")
    private @Nullable Long synthesis;

    @Option(names = "--solution", required = true, paramLabel = "ID", description = "Whose chain.")
    private String solution = "";

    @Option(
            names = "--chain",
            required = true,
            paramLabel = "N",
            description = "Which of its chains, from 1.")
    private int chain;

    @ArgGroup(exclusive = true, multiplicity = "1")
    private Choice choice = new Choice();

    /// What is said.
    private static final class Choice {
        @Option(names = "--keep", description = "Admit it.")
        private boolean keep;

        @Option(names = "--drop", description = "Leave it out.")
        private boolean drop;

        @Option(names = "--as-filtered", description = "Leave it to the filters again.")
        private boolean asFiltered;

        ChainRuling.Ruling ruling() {
            if (asFiltered) {
                return ChainRuling.Ruling.AS_FILTERED;
            }
            return keep && !drop ? ChainRuling.Ruling.KEEP : ChainRuling.Ruling.DROP;
        }
    }

    @Option(names = "--by", required = true, paramLabel = "NAME", description = "Who says so.")
    private String who = "";

    @Option(names = "--note", defaultValue = "", paramLabel = "TEXT", description = "Why.")
    private String note = "";

    @Spec private CommandSpec spec = CommandSpec.create();

    private final WorkbenchOpener opener;
    private final Console console;

    SynthRuleCommand(WorkbenchOpener opener, Console console) {
        this.opener = opener;
        this.console = console;
    }

    @Override
    public Integer call() throws WorkbenchException {
        try (Workbench workbench = workspace.open(opener)) {
            SynthesisRun run = SynthWorkspace.synthesis(workbench, synthesis);
            ChainRuling made =
                    workbench
                            .synthesis()
                            .rule(run.id(), solution, chain - 1, choice.ruling(), who, note);
            console.out()
                    .printf(
                            "synthesis run %d, %s, chain %d: %s by %s%n",
                            run.id(), solution, chain, made.ruling().title(), made.who());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
        return ExitCode.OK.code();
    }
}
