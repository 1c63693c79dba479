package org.prmscope.decode.onnx;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.WorkbenchException;
import org.prmscope.decode.onnx.GraphSession.ElementType;
import org.prmscope.decode.onnx.GraphSession.Tensor;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/// Host memory of one small input or output. Its tensor is kept while the shape stays, since a
/// decode loop asks for the same shapes again and again.
final class HostTensor implements AutoCloseable {
    private final GraphSession session;
    private final ElementType type;
    private @Nullable NativeMemory memory;
    private @Nullable Tensor tensor;
    private long[] shape = {};

    HostTensor(GraphSession session, ElementType type) {
        this.session = session;
        this.type = type;
    }

    /// The memory, with room for so many elements; the same as the last time if that had room.
    MemorySegment reserve(long elements) throws WorkbenchException {
        NativeMemory present = memory;
        long bytes = elements * type.bytes();
        if (present != null && present.bytes() >= bytes) {
            return present.segment();
        }
        // Half more than is asked for, so that a growing need does not allocate each time.
        NativeMemory larger = NativeMemory.zeros(bytes + bytes / 2);
        close();
        memory = larger;
        return larger.segment();
    }

    /// A tensor over the front of the memory.
    Tensor tensor(long... wanted) throws WorkbenchException {
        Tensor present = tensor;
        if (present != null && Arrays.equals(shape, wanted)) {
            return present;
        }
        long elements = 1;
        for (long dimension : wanted) {
            elements *= dimension;
        }
        MemorySegment segment = reserve(elements);
        drop();
        Tensor fresh = session.tensor(segment.asSlice(0, elements * type.bytes()), type, wanted);
        tensor = fresh;
        shape = wanted.clone();
        return fresh;
    }

    @Override
    public void close() {
        drop();
        if (memory != null) {
            memory.close();
            memory = null;
        }
    }

    private void drop() {
        if (tensor != null) {
            tensor.close();
            tensor = null;
        }
    }
}
