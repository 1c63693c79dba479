package org.prmscope.model;

import org.prmscope.core.WorkbenchException;

import java.io.IOException;
import java.nio.ByteBuffer;

/// A matrix `[outputs, inputs]` as the `[inputs, outputs]` that `MatMul` multiplies by: a chunk of
/// rows becomes a run in every row of the result.
record TransposedWrite(String name, RowSource source, ElementType type, long offset)
        implements TensorWrite {
    /// Elements on a side of the squares that are turned at once, so that both sides stay in cache.
    private static final int TILE = 32;

    @Override
    public long bytes() {
        return (long) source.rows() * source.columns() * type.bytes();
    }

    @Override
    public void write(int firstRow, int rows, ChunkBuffers buffers, WeightOutput out)
            throws WorkbenchException, IOException {
        int columns = source.columns();
        float[] values = buffers.values();
        source.read(firstRow, rows, values, 0, buffers);
        Float16Range.require(type, values, rows * columns, name);
        float[] turned = buffers.turned(rows * columns);
        turn(values, rows, columns, turned);
        ByteBuffer bytes = buffers.out();
        type.put(turned, 0, rows * columns, bytes, buffers);
        bytes.flip();
        if (rows == source.rows()) {
            out.write(bytes, offset);
            return;
        }
        int run = rows * type.bytes();
        for (int column = 0; column < columns; column++) {
            long place = ((long) column * source.rows() + firstRow) * type.bytes();
            out.write(bytes.slice(column * run, run), offset + place);
        }
    }

    private static void turn(float[] from, int rows, int columns, float[] to) {
        for (int top = 0; top < rows; top += TILE) {
            int bottom = Math.min(top + TILE, rows);
            for (int left = 0; left < columns; left += TILE) {
                int right = Math.min(left + TILE, columns);
                for (int column = left; column < right; column++) {
                    for (int row = top; row < bottom; row++) {
                        to[column * rows + row] = from[row * columns + column];
                    }
                }
            }
        }
    }
}
