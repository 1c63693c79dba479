package org.prmscope.model;

import org.prmscope.core.WorkbenchException;

import java.io.IOException;

/// Fills the places of one weight in the data file, chunk by chunk. Chunks may be written in any
/// order and by several threads, each with buffers of its own.
sealed interface TensorWrite permits PlainWrite, TransposedWrite, QuantizedWrite {
    /// The weight's name in the graph.
    String name();

    RowSource source();

    /// Bytes that all chunks write.
    long bytes();

    void write(int firstRow, int rows, ChunkBuffers buffers, WeightOutput out)
            throws WorkbenchException, IOException;

    /// Rows that are converted at once.
    default int chunkRows() {
        return ChunkBuffers.rows(source().rows(), source().columns());
    }

    /// Elements that the largest chunk has.
    default int chunkElements() {
        return Math.multiplyExact(chunkRows(), source().columns());
    }
}
