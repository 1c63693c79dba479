package org.prmscope.sandbox;

import org.prmscope.core.CodeLimits;

/// Where a session gets its interpreter processes from. Thread-safe.
interface WorkerSource {
    /// A worker with an empty namespace that has greeted.
    ///
    /// @throws SandboxException if none could be started
    WorkerProcess take(CodeLimits limits) throws SandboxException;

    /// Takes a session's worker back, dead or alive.
    void giveBack(WorkerProcess worker);
}
