package org.prmscope.decode.onnx;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/// A piece of a device's memory.
final class ForeignBlock implements GraphSession.DeviceMemory {
    private final MemorySegment memory;
    private final Runnable free;
    private final AtomicBoolean closed = new AtomicBoolean();
    private Consumer<MemorySegment> listener = it -> {};

    /// @param memory its bytes; on a device of its own memory only the address means something
    /// @param free gives it back
    ForeignBlock(MemorySegment memory, Runnable free) {
        this.memory = memory;
        this.free = free;
    }

    @Override
    public long bytes() {
        return memory.byteSize();
    }

    /// Tells `listener` of the memory before it is given back.
    void whenClosed(Consumer<MemorySegment> listener) {
        this.listener = listener;
    }

    /// A part of it, checked against its bounds.
    MemorySegment part(long offset, long bytes) {
        return memory.asSlice(offset, bytes);
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            listener.accept(memory);
            free.run();
        }
    }
}
