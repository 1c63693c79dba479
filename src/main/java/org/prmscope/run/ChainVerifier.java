package org.prmscope.run;

import org.prmscope.core.Cancellation;
import org.prmscope.core.RunConfiguration;
import org.prmscope.core.Solution;
import org.prmscope.core.TokenUsage;
import org.prmscope.core.VerificationChain;
import org.prmscope.core.WorkbenchException;
import org.prmscope.decode.CancelledException;

import java.util.function.Consumer;

/// Makes one chain for one solution; the seam between scheduling and protocols.
@FunctionalInterface
interface ChainVerifier {
    /// One chain to make.
    ///
    /// @param live is given a way to read the chain while it is written
    record Task(
            Solution solution,
            int chainIndex,
            RunConfiguration configuration,
            Consumer<LiveChain> live) {}

    /// A chain that is being written. Readable from any thread, also after its end.
    interface LiveChain {
        /// The chain as it stands: a copy.
        VerificationChain chain();

        /// Its tokens so far; cheap.
        TokenUsage usage();
    }

    /// Blocks until the chain is complete. Called from as many threads as the verifier has rows.
    VerificationChain verify(Task task, OpenVerifier verifier, Cancellation cancellation)
            throws WorkbenchException, CancelledException;
}
