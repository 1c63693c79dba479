package org.prmscope.model;

import java.io.IOException;
import java.nio.ByteBuffer;

/// A tensor of a safetensors file as float32 rows.
///
/// @param rows times `columns` is the number of the tensor's values
record StoredRows(StoredTensor tensor, int rows, int columns, ShardChannels files)
        implements RowSource {
    /// bfloat16 is the upper half of a float32.
    private static final int BFLOAT_SHIFT = 16;

    @Override
    public void read(int first, int count, float[] into, int at, ChunkBuffers buffers)
            throws IOException, ModelException {
        int values = count * columns;
        int size = tensor.type().bits() / 8;
        long index = (long) first * columns;
        ByteBuffer bytes = buffers.in();
        files.read(tensor.file(), tensor.offset() + index * size, values * size, bytes);
        switch (tensor.type()) {
            case F32 -> bytes.asFloatBuffer().get(into, at, values);
            case F16 -> {
                short[] halves = halves(bytes, values, buffers);
                for (int i = 0; i < values; i++) {
                    into[at + i] = Float.float16ToFloat(halves[i]);
                }
            }
            case BF16 -> {
                short[] halves = halves(bytes, values, buffers);
                for (int i = 0; i < values; i++) {
                    into[at + i] = Float.intBitsToFloat(halves[i] << BFLOAT_SHIFT);
                }
            }
            default -> throw new IllegalStateException("checked before: " + tensor.type());
        }
        FiniteWeights.require(
                into, at, values, () -> tensor.file() + ", tensor " + tensor.name(), index);
    }

    private static short[] halves(ByteBuffer bytes, int values, ChunkBuffers buffers) {
        short[] halves = buffers.halves(values);
        bytes.asShortBuffer().get(halves, 0, values);
        return halves;
    }
}
