package org.prmscope.model;

import org.prmscope.core.WorkbenchException;

import java.io.IOException;
import java.nio.ByteBuffer;

/// A matrix or vector as it is, in a float type.
record PlainWrite(String name, RowSource source, ElementType type, long offset)
        implements TensorWrite {
    @Override
    public long bytes() {
        return (long) source.rows() * source.columns() * type.bytes();
    }

    @Override
    public void write(int firstRow, int rows, ChunkBuffers buffers, WeightOutput out)
            throws WorkbenchException, IOException {
        float[] values = buffers.values();
        source.read(firstRow, rows, values, 0, buffers);
        int count = rows * source.columns();
        Float16Range.require(type, values, count, name);
        ByteBuffer bytes = buffers.out();
        type.put(values, 0, count, bytes, buffers);
        out.write(bytes.flip(), offset + (long) firstRow * source.columns() * type.bytes());
    }
}
