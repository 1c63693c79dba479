package org.prmscope.model;

import java.util.function.Supplier;

/// Refuses weights that are not finite numbers.
final class FiniteWeights {
    private static final int INFINITY = 0x7f80_0000;

    private FiniteWeights() {}

    /// @param place the tensor, and its file where it has one, for the message
    /// @param index of `values[from]` in the tensor
    static void require(float[] values, int from, int count, Supplier<String> place, long index)
            throws ModelException {
        // The largest magnitude as bits: a loop over integers, which the compiler vectorises.
        int largest = 0;
        for (int i = from; i < from + count; i++) {
            largest = Math.max(largest, Float.floatToRawIntBits(values[i]) & Integer.MAX_VALUE);
        }
        if (largest < INFINITY) {
            return;
        }
        for (int i = from; i < from + count; i++) {
            if (!Float.isFinite(values[i])) {
                throw ModelException.of(
                        "A weight is not a finite number",
                        place.get() + "[" + (index + i - from) + "]",
                        "finite values",
                        Float.toString(values[i]),
                        "The training diverged or the file is damaged; use an earlier checkpoint.");
            }
        }
    }
}
