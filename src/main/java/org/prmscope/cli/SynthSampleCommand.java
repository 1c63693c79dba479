package org.prmscope.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.prmscope.core.Cancellation;
import org.prmscope.core.FirstError;
import org.prmscope.core.GoldLabels;
import org.prmscope.core.RunConfiguration;
import org.prmscope.core.Scaling;
import org.prmscope.core.Solution;
import org.prmscope.core.WorkbenchException;
import org.prmscope.run.RunSpec;
import org.prmscope.run.RunSummary;
import org.prmscope.run.Workbench;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;

/// `prmscope synth sample`: M chains of every labelled solution.
@Command(
        name = "sample",
        mixinStandardHelpOptions = true,
        description = {
            "Sample chains of every labelled solution.",
            "They are an ordinary run of K independent chains in the workspace, which the window",
            "shows as well."
        },
        footer = {
            "",
            "After Ctrl+C, or a failure, --resume goes on.",
            "",
            "Exit codes: 0 all done; 1 rows were rejected, chains failed or it was interrupted;"
                    + " 2 usage; 3 a file, the model or the machine is not as needed."
        })
final class SynthSampleCommand implements Callable<Integer> {
    @Mixin private VerifierOptions verifier = new VerifierOptions();

    @Option(
            names = "--chains",
            defaultValue = "4",
            paramLabel = "M",
            description = "Chains a solution. Default: ${DEFAULT-VALUE}.")
    private int chains = 4;

    @Option(
            names = "--unlabelled",
            description = "Sample solutions without gold labels, too; most filters reject them.")
    private boolean unlabelled;

    @Option(names = "--resume", description = "Go on with such a run that is there already.")
    private boolean resume;

    @Option(names = "--json", description = "Print what was made as one JSON object.")
    private boolean asJson;

    @Spec private CommandSpec spec = CommandSpec.create();

    private final WorkbenchOpener opener;
    private final Console console;

    SynthSampleCommand(WorkbenchOpener opener, Console console) {
        this.opener = opener;
        this.console = console;
    }

    @Override
    public Integer call() throws WorkbenchException, InterruptedException {
        Path workspace = verifier.workspace;
        if (workspace == null) {
            throw new ParameterException(spec.commandLine(), "name a workspace with --workspace");
        }
        RunConfiguration configuration = configuration();
        try (Interruption interruption = new Interruption();
                Workbench workbench = opener.open(workspace)) {
            try {
                return sample(workbench, configuration, interruption.cancellation()).code();
            } catch (CancellationException e) {
                console.err()
                        .printf(
                                "interrupted; finished chains are kept in %s. Go on with"
                                        + " --resume.%n",
                                workspace);
                return ExitCode.FINDINGS.code();
            }
        }
    }

    private RunConfiguration configuration() {
        try {
            if (verifier.limit != null && verifier.limit < 1) {
                throw new IllegalArgumentException(
                        "--limit must be 1 or more, was " + verifier.limit);
            }
            return verifier.configuration(Scaling.parallel(chains));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    private ExitCode sample(
            Workbench workbench, RunConfiguration configuration, Cancellation cancellation)
            throws WorkbenchException, InterruptedException {
        // Before the verifier is loaded: a file without labels is no use with any.
        List<Solution> all =
                workbench.solutions(
                        workbench.open(verifier.input, _ -> {}, cancellation).set().id());
        checkLabels(all);
        SetRuns runs = new SetRuns(workbench, verifier, console, cancellation, this::chosen);
        RunSummary run =
                runs.make(
                        "%d solutions, %s"
                                .formatted(
                                        runs.solutions().size(), configuration.scaling().title()),
                        configuration,
                        resume);
        if (!run.hasEnded()) {
            throw new CancellationException("interrupted");
        }
        ObjectNode made = new ObjectMapper().createObjectNode();
        made.put("run", run.run().id());
        made.put("spec", RunSpec.text(run.run().configuration()));
        made.put("solutions", run.solutions());
        made.put("chains", run.chains());
        made.put("failed", run.total() - run.chains());
        console.out()
                .println(
                        asJson
                                ? made
                                : "run %d: %d chains of %d solutions"
                                        .formatted(run.run().id(), run.chains(), run.solutions()));
        int failed = run.total() - run.chains();
        if (failed > 0) {
            console.err().printf("%d chains failed; --resume makes them again%n", failed);
        }
        return failed == 0 && runs.imported().set().rejectedRows() == 0
                ? ExitCode.OK
                : ExitCode.FINDINGS;
    }

    private static boolean isLabelled(Solution solution) {
        return !(solution.goldFirstError() instanceof FirstError.Unknown);
    }

    private List<Solution> chosen(List<Solution> all) {
        List<Solution> labelled =
                all.stream().filter(one -> unlabelled || isLabelled(one)).toList();
        Integer limit = verifier.limit;
        return limit == null ? labelled : labelled.subList(0, Math.min(limit, labelled.size()));
    }

    private void checkLabels(List<Solution> all) throws WorkbenchException {
        long labelled = all.stream().filter(SynthSampleCommand::isLabelled).count();
        if (labelled == 0 && !unlabelled) {
            throw new WorkbenchException(
                    new WorkbenchException.Report(
                            "No solution has gold labels to filter chains by",
                            verifier.input.toString(),
                            "labels up to the first error, or for all steps",
                            "%d solutions, none of them labelled so far".formatted(all.size()),
                            "Label them in the window or by rollouts (prmscope synth labels), or"
                                    + " sample all the same with --unlabelled."));
        }
        if (labelled < all.size()) {
            console.err()
                    .printf(
                            "%d of %d solutions have no labels up to their first error and are"
                                    + " %s%n",
                            all.size() - labelled,
                            all.size(),
                            unlabelled ? "sampled all the same" : "left out");
        }
        Set<String> sources =
                chosen(all).stream()
                        .map(Solution::gold)
                        .filter(Objects::nonNull)
                        .map(GoldLabels::source)
                        .collect(Collectors.toCollection(TreeSet::new));
        if (sources.size() > 1) {
            console.err()
                    .printf(
                            "labels come from %d sources: %s; the filter source:is=NAME keeps to"
                                    + " one%n",
                            sources.size(), String.join("; ", sources));
        }
    }
}
