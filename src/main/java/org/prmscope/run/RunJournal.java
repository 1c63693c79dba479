package org.prmscope.run;

import org.prmscope.core.ModelIdentity;
import org.prmscope.core.RunEnvironment;
import org.prmscope.core.VerificationChain;
import org.prmscope.core.WorkbenchException;

import java.util.List;

/// Where a run's chains are kept; each is durable when [#append] returns.
public interface RunJournal {
    /// Opens a run and returns its id.
    long begin(RunRequest request, ModelIdentity model, RunEnvironment environment)
            throws WorkbenchException;

    /// Opens a run again that did not come to its end.
    ///
    /// @return the chains it has
    /// @throws WorkbenchException if there is no such run, or it was made with another model
    List<ChainResult> resume(long runId, ModelIdentity model) throws WorkbenchException;

    void append(long runId, VerificationChain chain) throws WorkbenchException;

    void finish(long runId, RunState state) throws WorkbenchException;
}
