package org.prmscope.run;

import org.prmscope.core.ModelIdentity;
import org.prmscope.core.RunEnvironment;
import org.prmscope.core.VerificationChain;
import org.prmscope.core.WorkbenchException;

/// Where a run's chains are kept; each is durable when [#append] returns.
public interface RunJournal {
    /// Opens a run and returns its id.
    long begin(RunRequest request, ModelIdentity model, RunEnvironment environment)
            throws WorkbenchException;

    void append(long runId, VerificationChain chain) throws WorkbenchException;

    void finish(long runId, RunState state) throws WorkbenchException;
}
