package org.prmscope.run;

import org.prmscope.core.Cancellation;
import org.prmscope.core.WorkbenchException;

/// Where verifiers come from; keeps the run package free of model files and runtimes.
public interface VerifierSource {
    /// Checks a verifier's files and estimates its memory without loading it.
    VerifierDescription describe(VerifierChoice choice) throws WorkbenchException;

    /// Loads it.
    ///
    /// @throws WorkbenchException also when it does not fit, with the numbers
    OpenVerifier open(VerifierChoice choice, Cancellation cancellation) throws WorkbenchException;
}
