package org.prmscope.model;

import org.prmscope.core.WorkbenchException;

import java.io.IOException;
import java.nio.ByteBuffer;

/// A matrix `[outputs, inputs]` in quantized blocks along its rows, in three places of the file.
///
/// @param source with rows of a multiple of the quantizer's block
/// @param scaleType of the scales
/// @param zeros where the zero points go; not used if symmetric
record QuantizedWrite(
        String name,
        RowSource source,
        BlockQuantizer quantizer,
        ElementType scaleType,
        long quantized,
        long scales,
        long zeros)
        implements TensorWrite {
    @Override
    public long bytes() {
        int blocks = blocks();
        long row = (long) blocks * (quantizer.blockBytes() + scaleType.bytes());
        return source.rows() * (row + (quantizer.symmetric() ? 0 : quantizer.zeroBytes(blocks)));
    }

    @Override
    public void write(int firstRow, int rows, ChunkBuffers buffers, WeightOutput out)
            throws WorkbenchException, IOException {
        int blocks = blocks();
        float[] values = buffers.values();
        source.read(firstRow, rows, values, 0, buffers);
        int blockBytes = rows * blocks * quantizer.blockBytes();
        int zeroBytes = quantizer.symmetric() ? 0 : quantizer.zeroBytes(blocks);
        byte[] packed = buffers.packed(blockBytes);
        float[] found = new float[rows * blocks];
        byte[] points = new byte[rows * zeroBytes];
        quantizer.quantize(values, rows, source.columns(), packed, found, points);
        Float16Range.require(scaleType, found, found.length, name + ".scales");
        out.write(
                buffers.out().put(packed, 0, blockBytes).flip(),
                quantized + (long) firstRow * blocks * quantizer.blockBytes());
        ByteBuffer bytes = buffers.out();
        scaleType.put(found, 0, found.length, bytes, buffers);
        out.write(bytes.flip(), scales + (long) firstRow * blocks * scaleType.bytes());
        if (zeroBytes > 0) {
            out.write(buffers.out().put(points).flip(), zeros + (long) firstRow * zeroBytes);
        }
    }

    private int blocks() {
        return source.columns() / quantizer.block();
    }
}
