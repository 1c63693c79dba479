package org.prmscope.model;

import java.io.IOException;
import java.nio.ByteBuffer;

/// A file that is written at any place, by several threads.
@FunctionalInterface
interface WeightOutput {
    /// Writes what remains in `bytes` from `offset` on.
    void write(ByteBuffer bytes, long offset) throws IOException;
}
