package org.prmscope.ui.compare;

import org.prmscope.compare.ComparedRun;
import org.prmscope.core.WorkbenchException;
import org.prmscope.run.RunComparison;
import org.prmscope.run.RunSummary;
import org.prmscope.run.Workbench;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/// Runs that were read from the workspace, so that each is read once. Thread-safe; whoever wants a
/// run that is being read waits for it.
final class ReadRuns {
    private final Map<RunSummary, ComparedRun> read = new HashMap<>();

    /// A run with its chains. A summary stands for what it counts: a run that went on since has
    /// another one.
    synchronized ComparedRun of(Workbench workbench, RunSummary run) throws WorkbenchException {
        ComparedRun known = read.get(run);
        if (known == null) {
            known = RunComparison.of(run, workbench.resultsOf(run.run().id()));
            read.put(run, known);
        }
        return known;
    }

    /// Forgets all others.
    synchronized void keepOnly(Collection<RunSummary> runs) {
        read.keySet().retainAll(runs);
    }
}
