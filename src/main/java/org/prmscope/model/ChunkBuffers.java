package org.prmscope.model;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// What one worker needs to convert a chunk of a tensor: no tensor is ever held whole.
final class ChunkBuffers {
    /// Weights in a chunk, and at most this many unless one row is longer.
    static final int ELEMENTS = 1 << 23;

    private final ByteBuffer in;
    private final ByteBuffer out;
    private final float[] values;
    private short[] halves = new short[0];
    private float[] turned = new float[0];
    private byte[] packed = new byte[0];

    /// @param elements the weights in the largest chunk
    ChunkBuffers(int elements) {
        in = direct(elements);
        out = direct(elements);
        values = new float[elements];
    }

    /// How many rows of a matrix make a chunk.
    static int rows(long rows, int columns) {
        return (int) Math.min(rows, Math.max(1, ELEMENTS / columns));
    }

    /// Bytes that one worker takes.
    static long bytes(int elements) {
        return 4L * Float.BYTES * elements + (Short.BYTES + 1L) * elements;
    }

    /// For bytes from a file: 4 for each element, little-endian, cleared.
    ByteBuffer in() {
        return in.clear();
    }

    /// For bytes to a file: 4 for each element, little-endian, cleared.
    ByteBuffer out() {
        return out.clear();
    }

    float[] values() {
        return values;
    }

    /// At least `count` 16-bit values.
    short[] halves(int count) {
        if (halves.length < count) {
            halves = new short[count];
        }
        return halves;
    }

    /// At least `count` values.
    float[] turned(int count) {
        if (turned.length < count) {
            turned = new float[count];
        }
        return turned;
    }

    /// At least `count` bytes.
    byte[] packed(int count) {
        if (packed.length < count) {
            packed = new byte[count];
        }
        return packed;
    }

    private static ByteBuffer direct(int elements) {
        return ByteBuffer.allocateDirect(Math.multiplyExact(elements, Float.BYTES))
                .order(ByteOrder.LITTLE_ENDIAN);
    }
}
