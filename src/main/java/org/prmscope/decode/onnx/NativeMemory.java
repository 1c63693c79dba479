package org.prmscope.decode.onnx;

import org.prmscope.core.WorkbenchException;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Zeroed memory of the CPU that is freed when it is closed, not when the collector comes by, and
/// that does not count against the JVM's limit for direct buffers.
final class NativeMemory implements GraphSession.DeviceMemory {
    private final Arena arena;
    private final MemorySegment segment;

    private NativeMemory(Arena arena, MemorySegment segment) {
        this.arena = arena;
        this.segment = segment;
    }

    /// @throws OnnxException if the system has no memory for it
    static NativeMemory zeros(long bytes) throws OnnxException {
        Arena arena = Arena.ofShared();
        try {
            return new NativeMemory(arena, ZeroPages.allocate(bytes, arena));
        } catch (OutOfMemoryError e) {
            arena.close();
            throw new OnnxException(
                    new WorkbenchException.Report(
                            "There is no memory for the model's tensors",
                            "the system's memory",
                            "%,d MiB more".formatted(bytes >> 20),
                            "none to be had",
                            "Close other programs, run fewer chains at once or use a smaller"
                                    + " model"),
                    e);
        }
    }

    MemorySegment segment() {
        return segment;
    }

    @Override
    public long bytes() {
        return segment.byteSize();
    }

    @Override
    public void close() {
        arena.close();
    }
}
