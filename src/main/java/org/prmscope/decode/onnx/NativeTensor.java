package org.prmscope.decode.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/// A float32 tensor over native memory that is freed when it is closed, not when the collector
/// comes by, and that does not count against the JVM's limit for direct buffers.
final class NativeTensor implements AutoCloseable {
    private final Arena arena;
    private final MemorySegment memory;
    private final OnnxTensor tensor;

    private NativeTensor(Arena arena, MemorySegment memory, OnnxTensor tensor) {
        this.arena = arena;
        this.memory = memory;
        this.tensor = tensor;
    }

    /// A tensor of zeros.
    ///
    /// @throws OutOfMemoryError if the system has no memory for it
    static NativeTensor zeros(OrtEnvironment environment, long... shape) throws OrtException {
        long bytes = Float.BYTES;
        for (long dimension : shape) {
            bytes = Math.multiplyExact(bytes, dimension);
        }
        Arena arena = Arena.ofShared();
        boolean made = false;
        try {
            MemorySegment memory = ZeroPages.allocate(bytes, arena);
            OnnxTensor tensor = OnnxTensor.createTensor(environment, floats(memory), shape);
            made = true;
            return new NativeTensor(arena, memory, tensor);
        } finally {
            if (!made) {
                arena.close();
            }
        }
    }

    OnnxTensor tensor() {
        return tensor;
    }

    MemorySegment memory() {
        return memory;
    }

    /// The values, row-major.
    FloatBuffer floats() {
        return floats(memory);
    }

    @Override
    public void close() {
        tensor.close();
        arena.close();
    }

    private static FloatBuffer floats(MemorySegment memory) {
        return memory.asByteBuffer().order(ByteOrder.nativeOrder()).asFloatBuffer();
    }
}
