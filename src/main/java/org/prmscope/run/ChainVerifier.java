package org.prmscope.run;

import org.prmscope.core.Cancellation;
import org.prmscope.core.RunConfiguration;
import org.prmscope.core.Solution;
import org.prmscope.core.VerificationChain;
import org.prmscope.core.WorkbenchException;
import org.prmscope.decode.CancelledException;

import java.util.function.Supplier;

/// Makes one chain for one solution; the seam between scheduling and protocols.
@FunctionalInterface
interface ChainVerifier {
    /// One chain to make.
    ///
    /// @param live is given a way to read the chain while it is written
    record Task(
            Solution solution, int chainIndex, RunConfiguration configuration, LiveChain live) {}

    /// Takes the reader of a chain that is being written.
    interface LiveChain {
        void follow(Supplier<VerificationChain> snapshot);
    }

    /// Blocks until the chain is complete.
    VerificationChain verify(Task task, OpenVerifier verifier, Cancellation cancellation)
            throws WorkbenchException, CancelledException;
}
