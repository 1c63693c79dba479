package org.prmscope.sandbox;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.CodeLimits;
import org.prmscope.core.CodeOutcome.Limit;

/// Where a session gets its interpreter processes from. Thread-safe.
interface WorkerSource {
    /// A worker with an empty namespace that has greeted.
    ///
    /// @throws SandboxException if none could be started
    WorkerProcess take(CodeLimits limits) throws SandboxException;

    /// Milliseconds beyond a check's time in which a worker may stop the code and keep going; 0 if
    /// its process is to be killed at once.
    int graceMs();

    /// The limit that made a worker process end with this status; null if it was none.
    @Nullable Limit limitBehind(int exitStatus);

    /// Takes a session's worker back, dead or alive.
    void giveBack(WorkerProcess worker, CodeLimits limits);
}
