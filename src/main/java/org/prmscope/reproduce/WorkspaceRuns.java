package org.prmscope.reproduce;

import org.prmscope.core.Cancellation;
import org.prmscope.core.ComputeMode;
import org.prmscope.core.RunConfiguration;
import org.prmscope.core.Solution;
import org.prmscope.core.WorkbenchException;
import org.prmscope.run.EarlierRuns;
import org.prmscope.run.ImportOutcome;
import org.prmscope.run.LoadOptions;
import org.prmscope.run.LoadedVerifier;
import org.prmscope.run.RunHandle;
import org.prmscope.run.RunRequest;
import org.prmscope.run.RunSnapshot;
import org.prmscope.run.RunSummary;
import org.prmscope.run.VerifierChoice;
import org.prmscope.run.Workbench;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/// Makes runs over one file in a workspace, and takes up those that are there.
final class WorkspaceRuns {
    private final Workbench workbench;
    private final long setId;
    private final List<Solution> solutions;
    private final ComputeMode mode;
    private final Cancellation cancellation;
    private final Listener listener;

    /// @param input a file of solutions
    /// @param mode how chains are computed, always on the CPU
    WorkspaceRuns(
            Workbench workbench,
            Path input,
            ComputeMode mode,
            Cancellation cancellation,
            Listener listener)
            throws WorkbenchException {
        this.workbench = workbench;
        this.mode = mode;
        this.cancellation = cancellation;
        this.listener = listener;
        ImportOutcome imported = workbench.open(input, _ -> {}, cancellation);
        setId = imported.set().id();
        solutions = workbench.solutions(setId);
    }

    List<Solution> solutions() {
        return solutions;
    }

    /// A model folder, to be loaded as the experiment wants it.
    VerifierChoice choice(String name, String location) {
        return new VerifierChoice(
                name, location, new LoadOptions(LoadOptions.Device.CPU, mode, 0, 0));
    }

    /// Makes a run, or what is missing of it.
    ///
    /// @return the whole run
    /// @throws CancellationException if cancelled; the chains that are done are kept
    RunSummary make(VerifierChoice choice, RunConfiguration configuration)
            throws WorkbenchException {
        LoadedVerifier verifier = workbench.load(choice, cancellation);
        Optional<RunSummary> known = known(configuration, verifier);
        if (known.isPresent() && known.get().isComplete()) {
            return known.get();
        }
        if (cancellation.isCancelled()) {
            throw new CancellationException("cancelled before chains were made");
        }
        RunHandle handle =
                known.isPresent()
                        ? workbench.resume(known.get().run().id(), choice)
                        : workbench.start(new RunRequest(setId, solutions, choice, configuration));
        RunSnapshot end = follow(handle);
        if (end.failure() != null) {
            throw new WorkbenchException(end.failure());
        }
        return known(configuration, verifier)
                .filter(RunSummary::hasEnded)
                .orElseThrow(() -> new CancellationException("cancelled while chains were made"));
    }

    private Optional<RunSummary> known(RunConfiguration configuration, LoadedVerifier verifier)
            throws WorkbenchException {
        return new EarlierRuns(workbench, setId).same(configuration, verifier, solutions);
    }

    private RunSnapshot follow(RunHandle handle) {
        try {
            return handle.follow(listener::chains, cancellation);
        } catch (InterruptedException e) {
            handle.cancel();
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted while chains were made");
        } finally {
            listener.chainsEnd();
        }
    }
}
