package org.prmscope.model;

import org.prmscope.core.WorkbenchException;

import java.io.IOException;

/// A matrix `[rows, columns]` that is read a few rows at a time; a vector is one row. May be read
/// by several threads at once.
interface RowSource {
    int rows();

    int columns();

    /// Reads `count` rows from row `first` on into `into` from index `at` on, row-major.
    ///
    /// @throws WorkbenchException if a value is not a finite number, by its name and index
    void read(int first, int count, float[] into, int at, ChunkBuffers buffers)
            throws WorkbenchException, IOException;
}
