package org.prmscope.diagnostics;

import org.prmscope.core.FirstError;

/// One solution that a verifier was run on.
///
/// @param gold where the data set has the first error, `Unknown` if it does not say
/// @param predicted where the verifier has it, `Unknown` if its judgement is invalid
public record Judged(FirstError gold, FirstError predicted) {
    boolean isMatch() {
        return Agreement.of(gold, predicted) == Agreement.AGREE;
    }
}
