package org.prmscope.decode.onnx;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicBoolean;

/// ONNX Runtime's description (`OrtValue`) of a tensor over memory that somebody else owns.
final class ForeignTensor implements GraphSession.Tensor {
    private final OrtApi api;
    private final MemorySegment value;
    private final MemorySegment memory;
    private final boolean host;
    private final GraphSession.ElementType element;
    private final long[] shape;
    private final AtomicBoolean closed = new AtomicBoolean();

    /// @param description of the memory it is in, as ONNX Runtime made it
    /// @param memory exactly its bytes
    /// @param host whether that is host memory
    ForeignTensor(
            OrtApi api,
            MemorySegment description,
            MemorySegment memory,
            boolean host,
            GraphSession.ElementType element,
            long[] shape)
            throws OrtApiFailure {
        this.api = api;
        this.memory = memory;
        this.host = host;
        this.element = element;
        this.shape = shape.clone();
        value =
                api.createTensor(
                        description, memory, memory.byteSize(), ForeignTypes.code(element), shape);
    }

    MemorySegment value() {
        return value;
    }

    MemorySegment memory() {
        return memory;
    }

    boolean host() {
        return host;
    }

    GraphSession.ElementType element() {
        return element;
    }

    long[] shape() {
        return shape.clone();
    }

    int rank() {
        return shape.length;
    }

    long dimension(int axis) {
        return shape[axis];
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            api.releaseValue(value);
        }
    }
}
