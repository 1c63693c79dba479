package org.prmscope.model;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;

import java.nio.ByteBuffer;

/// The element types of the tensors that are written.
enum ElementType {
    FLOAT32(DataType.FLOAT, Float.BYTES),
    FLOAT16(DataType.FLOAT16, Short.BYTES),
    UINT8(DataType.UINT8, 1);

    private final DataType type;
    private final int bytes;

    ElementType(DataType type, int bytes) {
        this.type = type;
        this.bytes = bytes;
    }

    DataType type() {
        return type;
    }

    /// ONNX's number of the type.
    int code() {
        return type.getNumber();
    }

    int bytes() {
        return bytes;
    }

    /// Appends floats to a little-endian buffer, as this type.
    void put(float[] values, int from, int count, ByteBuffer out, ChunkBuffers buffers) {
        switch (this) {
            case FLOAT32 -> {
                out.asFloatBuffer().put(values, from, count);
                out.position(out.position() + count * Float.BYTES);
            }
            case FLOAT16 -> {
                short[] halves = buffers.halves(count);
                for (int i = 0; i < count; i++) {
                    halves[i] = Float.floatToFloat16(values[from + i]);
                }
                out.asShortBuffer().put(halves, 0, count);
                out.position(out.position() + count * Short.BYTES);
            }
            case UINT8 -> throw new IllegalStateException("floats are quantized, not cut");
        }
    }
}
