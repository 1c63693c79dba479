package org.prmscope.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;

import org.prmscope.compare.ComparedRun;
import org.prmscope.compare.Comparison;
import org.prmscope.core.Cancellation;
import org.prmscope.core.ChainEnd;
import org.prmscope.core.RunConfiguration;
import org.prmscope.core.Solution;
import org.prmscope.core.WorkbenchException;
import org.prmscope.run.RunComparison;
import org.prmscope.run.RunSummary;
import org.prmscope.run.SolutionResult;
import org.prmscope.run.Workbench;
import org.prmscope.scaling.Aggregation;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;

/// `prmscope compare`: makes several runs over the same solutions and sets them side by side.
@Command(
        name = "compare",
        mixinStandardHelpOptions = true,
        description = {
            "Verify a file in several ways, such as parallel chains and sequential rounds, and set",
            "the runs side by side: figures with intervals, who is right where, what stopping",
            "earlier would have saved."
        },
        footer = {
            "",
            "Runs are kept in the workspace, DIR/compare.prmscope unless --workspace names"
                    + " another;",
            "after Ctrl+C, or a failure, --resume goes on with them.",
            "",
            "Exit codes: 0 all done; 1 rows were rejected, chains failed or it was interrupted;"
                    + " 2 usage; 3 a file, the model or the machine is not as needed."
        })
final class CompareCommand implements Callable<Integer> {
    @Mixin private VerifierOptions verifier = new VerifierOptions();

    @Mixin private CompareOptions options = new CompareOptions();

    @Spec private CommandSpec spec = CommandSpec.create();

    private final WorkbenchOpener opener;
    private final Console console;

    CompareCommand(WorkbenchOpener opener, Console console) {
        this.opener = opener;
        this.console = console;
    }

    @Override
    public Integer call() throws WorkbenchException, InterruptedException {
        options.check(spec.commandLine());
        options.output.refuseToLose(verifier.needed(spec.commandLine()), CompareFiles::isWritten);
        RunConfiguration base = base();
        options.checkRuns(spec.commandLine(), base);
        CompareFiles files = new CompareFiles(options.output.out);
        files.prepare();
        Path workspace =
                verifier.workspace == null
                        ? options.output.out.resolve("compare.prmscope")
                        : verifier.workspace;
        try (Interruption interruption = new Interruption();
                Workbench workbench = opener.open(workspace)) {
            try {
                return compare(workbench, base, files, interruption.cancellation()).code();
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

    private ExitCode compare(
            Workbench workbench,
            RunConfiguration base,
            CompareFiles files,
            Cancellation cancellation)
            throws WorkbenchException, InterruptedException {
        List<PlannedRun> planned = PlannedRun.all(options.runs, base, workbench);
        options.checkMatch(spec.commandLine(), planned.size());
        SetRuns runs = new SetRuns(workbench, verifier, console, cancellation, this::limited);
        List<ComparedRun> compared = new ArrayList<>();
        List<RunSummary> made = makeAll(planned, runs, workbench);
        for (RunSummary run : made) {
            if (!run.hasEnded()) {
                throw new CancellationException("interrupted");
            }
            compared.add(RunComparison.of(run, workbench.resultsOf(run.run().id())));
        }
        Comparison comparison = Comparison.of(runs.solutions(), compared, Aggregation.DEFAULT, 0);
        ObjectNode summary = files.write(comparison, runs.imported().set().name(), made, workbench);
        console.out().println(options.output.asJson ? summary : CompareText.of(comparison));
        console.err().println("figures, tables and rows in " + options.output.out);
        boolean clean =
                runs.imported().set().rejectedRows() == 0
                        && compared.stream().allMatch(CompareCommand::isWithoutFailures);
        return clean ? ExitCode.OK : ExitCode.FINDINGS;
    }

    private List<Solution> limited(List<Solution> all) {
        Integer limit = verifier.limit;
        return limit == null ? all : all.subList(0, Math.min(limit, all.size()));
    }

    private RunConfiguration base() {
        try {
            return options.base(verifier);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    private static boolean isWithoutFailures(ComparedRun run) {
        return run.chains().values().stream()
                .flatMap(List::stream)
                .noneMatch(chain -> chain.end() == ChainEnd.FAILED);
    }

    /// Makes the runs in their order, the one the others are matched to first; ends early when it
    /// is interrupted.
    private List<RunSummary> makeAll(List<PlannedRun> planned, SetRuns runs, Workbench workbench)
            throws WorkbenchException, InterruptedException {
        int matched = options.matched(planned.size());
        RunSummary first = matched < 0 ? null : make(planned.get(matched), runs);
        Integer budget = first == null ? null : (Integer) taken(first, workbench);
        List<RunSummary> made = new ArrayList<>();
        for (int at : IntStream.range(0, planned.size()).toArray()) {
            PlannedRun run = planned.get(at);
            if (first != null && at == matched) {
                made.add(first);
            } else if (first != null && !first.hasEnded()) {
                break;
            } else {
                made.add(
                        make(
                                budget == null || run.hasOwnBudget() ? run : run.withBudget(budget),
                                runs));
            }
            if (!made.getLast().hasEnded()) {
                break;
            }
        }
        return made.isEmpty() && first != null ? List.of(first) : made;
    }

    private RunSummary make(PlannedRun run, SetRuns runs)
            throws WorkbenchException, InterruptedException {
        return runs.make(run.title(), run.configuration(), options.output.resume);
    }

    /// The tokens that a run generated for a solution on average, rounded up.
    private static int taken(RunSummary run, Workbench workbench) throws WorkbenchException {
        List<SolutionResult> results = workbench.resultsOf(run.run().id());
        long tokens = results.stream().mapToLong(result -> result.usage().generated()).sum();
        return (int) Math.min(Integer.MAX_VALUE, Math.ceilDiv(tokens, Math.max(1, results.size())));
    }
}
