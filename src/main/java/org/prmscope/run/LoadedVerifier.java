package org.prmscope.run;

import org.prmscope.core.DecoderShape;
import org.prmscope.core.ModelIdentity;

/// The verifier in memory.
///
/// @param device such as `CPU`
/// @param loadMs milliseconds loading took
public record LoadedVerifier(
        VerifierChoice choice,
        ModelIdentity identity,
        DecoderShape shape,
        String device,
        int threads,
        double loadMs) {}
