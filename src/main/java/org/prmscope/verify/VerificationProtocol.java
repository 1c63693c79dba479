package org.prmscope.verify;

import org.prmscope.core.Cancellation;
import org.prmscope.core.Protocol;
import org.prmscope.core.Solution;
import org.prmscope.core.VerificationChain;
import org.prmscope.core.WorkbenchException;
import org.prmscope.decode.CancelledException;

/// How one solution is turned into one verification chain: prompt, generation, code, verdicts.
///
/// Stateless and thread-safe; everything a chain changes is in its context.
public sealed interface VerificationProtocol permits GenPrmProtocol, ThinkPrmProtocol {
    /// Generates one chain and reads it. A judgement that cannot be read is an invalid verdict of
    /// the chain, never an exception and never a number.
    ///
    /// @throws CancelledException if cancellation was asked for; the context's watcher keeps the
    ///   chain so far, marked [org.prmscope.core.ChainEnd#CANCELLED]
    /// @throws WorkbenchException if the model or the sandbox failed; the chain so far is kept,
    ///   marked [org.prmscope.core.ChainEnd#FAILED], and has no confidence that the failure made up
    VerificationChain verify(
            Solution solution, VerificationContext context, Cancellation cancellation)
            throws CancelledException, WorkbenchException;

    /// The implementation of a protocol.
    static VerificationProtocol of(Protocol protocol) {
        return switch (protocol) {
            case GENPRM -> new GenPrmProtocol();
            case THINKPRM -> new ThinkPrmProtocol();
        };
    }
}
