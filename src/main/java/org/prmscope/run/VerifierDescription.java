package org.prmscope.run;

import org.prmscope.core.DecoderShape;

/// What is known of a verifier before it is loaded.
///
/// @param weightBytes bytes of the weights
/// @param kvBytesPerThousandTokens bytes the key-value cache takes for 1,000 tokens of one chain
/// @param rows chains that would be decoded together
/// @param neededBytes the estimate of the system's memory for loading it: with so many chains of
///   moderate length on the CPU, for the run-time library alone where the rest goes to a device
/// @param freeBytes memory the machine has left now
/// @param fits whether it can be loaded
/// @param estimate the numbers in one sentence
public record VerifierDescription(
        VerifierChoice choice,
        String architecture,
        String precision,
        long parameters,
        DecoderShape shape,
        long weightBytes,
        long kvBytesPerThousandTokens,
        int rows,
        long neededBytes,
        long freeBytes,
        boolean fits,
        String estimate) {
    /// Bytes the key-value cache takes for 1,000 tokens of every chain.
    public long kvBytesPerThousandTokensOfAll() {
        return kvBytesPerThousandTokens * rows;
    }
}
