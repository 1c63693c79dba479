package org.prmscope.cli;

import org.prmscope.core.Cancellation;
import org.prmscope.core.RunConfiguration;
import org.prmscope.core.Solution;
import org.prmscope.core.WorkbenchException;
import org.prmscope.run.EarlierRuns;
import org.prmscope.run.ImportOutcome;
import org.prmscope.run.LoadedVerifier;
import org.prmscope.run.RunHandle;
import org.prmscope.run.RunRequest;
import org.prmscope.run.RunSnapshot;
import org.prmscope.run.RunSummary;
import org.prmscope.run.VerifierChoice;
import org.prmscope.run.Workbench;
import org.prmscope.scaling.BudgetPlan;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// Makes runs over the same solutions one after another, and takes up those that are there.
final class SetRuns {
    private final Workbench workbench;
    private final Console console;
    private final Cancellation cancellation;
    private final ImportOutcome imported;
    private final List<Solution> solutions;
    private final VerifierChoice choice;
    private final LoadedVerifier verifier;

    /// Reads the input, loads the verifier and says so.
    ///
    /// @param choose picks the solutions to verify from those of the set
    /// @throws WorkbenchException if the file or the verifier is not as needed
    SetRuns(
            Workbench workbench,
            VerifierOptions options,
            Console console,
            Cancellation cancellation,
            UnaryOperator<List<Solution>> choose)
            throws WorkbenchException {
        this.workbench = workbench;
        this.console = console;
        this.cancellation = cancellation;
        imported = workbench.open(options.input, _ -> {}, cancellation);
        for (WorkbenchException.Report report : imported.rejected()) {
            console.err().println("rejected: " + report.text());
        }
        solutions = List.copyOf(choose.apply(workbench.solutions(imported.set().id())));
        choice = options.choice();
        console.err().println(VerificationRun.describedText(workbench.describe(choice)));
        verifier = workbench.load(choice, cancellation);
        console.err().println(VerificationRun.loadedText(verifier));
    }

    List<Solution> solutions() {
        return solutions;
    }

    ImportOutcome imported() {
        return imported;
    }

    LoadedVerifier verifier() {
        return verifier;
    }

    /// How the budget is split over the longest solution, and where that cannot do.
    private void tellPlan(RunConfiguration configuration) {
        if (configuration.scaling().budget() == null || solutions.isEmpty()) {
            return;
        }
        int steps = solutions.stream().mapToInt(one -> one.steps().size()).max().orElse(1);
        BudgetPlan plan = BudgetPlan.of(configuration, steps);
        console.err().println("   " + plan.text());
        plan.warnings().forEach(warning -> console.err().println("   " + warning));
    }

    /// Makes a run, or what is missing of it.
    ///
    /// @param resumes whether a run of the same configuration, model and solutions that is there is
    ///   taken, and finished where it is not
    /// @return the run; not complete if it was cancelled
    /// @throws WorkbenchException if the run cannot begin or fails
    RunSummary make(String title, RunConfiguration configuration, boolean resumes)
            throws WorkbenchException, InterruptedException {
        Optional<RunSummary> known =
                resumes
                        ? new EarlierRuns(workbench, imported.set().id())
                                .same(configuration, verifier, solutions)
                        : Optional.empty();
        if (known.isPresent() && known.get().isComplete()) {
            console.err().printf("%s: complete already (run %d)%n", title, id(known.get()));
            return known.get();
        }
        console.err()
                .println(
                        known.isEmpty()
                                ? title
                                : "%s: goes on after %d of %d chains (run %d)"
                                        .formatted(
                                                title,
                                                known.get().chains(),
                                                known.get().total(),
                                                id(known.get())));
        tellPlan(configuration);
        RunHandle handle =
                known.isPresent()
                        ? workbench.resume(id(known.get()), choice)
                        : workbench.start(
                                new RunRequest(
                                        imported.set().id(), solutions, choice, configuration));
        RunSnapshot end = follow(handle);
        if (end.failure() != null) {
            throw new WorkbenchException(end.failure());
        }
        if (end.runId() == 0) {
            throw new java.util.concurrent.CancellationException("cancelled before it began");
        }
        return summary(end.runId());
    }

    private static long id(RunSummary run) {
        return run.run().id();
    }

    private RunSummary summary(long runId) throws WorkbenchException {
        return workbench.runs(imported.set().id()).stream()
                .filter(run -> id(run) == runId)
                .findFirst()
                .orElseThrow();
    }

    private RunSnapshot follow(RunHandle handle) throws InterruptedException {
        ProgressLine progress = new ProgressLine(console);
        try {
            return handle.follow(progress::show, cancellation);
        } finally {
            progress.end();
        }
    }
}
