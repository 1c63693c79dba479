package org.prmscope.run;

import org.prmscope.core.Computation;
import org.prmscope.core.DecoderShape;
import org.prmscope.core.ModelIdentity;

/// The verifier in memory.
///
/// @param computation what computes it, and how
/// @param placement one sentence why it runs where it runs, such as why not on CUDA; empty if there
///   is nothing to say
/// @param kvBudgetBytes bytes that all key-value rows together may take
/// @param loadMs milliseconds loading took
public record LoadedVerifier(
        VerifierChoice choice,
        ModelIdentity identity,
        DecoderShape shape,
        Computation computation,
        String placement,
        long kvBudgetBytes,
        double loadMs) {}
