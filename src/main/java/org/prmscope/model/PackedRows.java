package org.prmscope.model;

import org.prmscope.core.WorkbenchException;

import java.io.IOException;
import java.util.List;

/// Matrices of as many columns one below the other, or vectors one after another.
record PackedRows(List<RowSource> parts) implements RowSource {
    PackedRows {
        parts = List.copyOf(parts);
    }

    @Override
    public int rows() {
        return parts.stream().mapToInt(RowSource::rows).reduce(0, Math::addExact);
    }

    @Override
    public int columns() {
        return parts.getFirst().columns();
    }

    @Override
    public void read(int first, int count, float[] into, int at, ChunkBuffers buffers)
            throws WorkbenchException, IOException {
        int begin = 0;
        for (RowSource part : parts) {
            int end = begin + part.rows();
            int from = Math.max(first, begin);
            int rows = Math.min(first + count, end) - from;
            if (rows > 0) {
                part.read(from - begin, rows, into, at + (from - first) * columns(), buffers);
            }
            begin = end;
        }
    }
}
