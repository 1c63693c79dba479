package org.prmscope.run;

import org.prmscope.core.RunConfiguration;
import org.prmscope.core.Solution;
import org.prmscope.core.WorkbenchException;

import java.util.List;
import java.util.Optional;

/// Runs of a set that another command may take up instead of making them again.
public final class EarlierRuns {
    private final Workbench workbench;
    private final long setId;

    /// @param setId the set whose runs are looked through
    public EarlierRuns(Workbench workbench, long setId) {
        this.workbench = workbench;
        this.setId = setId;
    }

    /// The first run of the same configuration, model and solutions that does not go on now; it
    /// need not be complete.
    ///
    /// @param solutions all that the run is of, in its order
    public Optional<RunSummary> same(
            RunConfiguration configuration, LoadedVerifier verifier, List<Solution> solutions)
            throws WorkbenchException {
        List<String> wanted = ids(solutions);
        for (RunSummary run : workbench.runs(setId)) {
            if (run.run().configuration().equals(configuration)
                    && run.run().model().sha256().equals(verifier.identity().sha256())
                    && run.state() != RunState.RUNNING
                    && ids(workbench.solutionsOf(run.run().id())).equals(wanted)) {
                return Optional.of(run);
            }
        }
        return Optional.empty();
    }

    private static List<String> ids(List<Solution> solutions) {
        return solutions.stream().map(Solution::id).toList();
    }
}
