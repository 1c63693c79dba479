package org.prmscope.decode.onnx;

import java.lang.foreign.MemorySegment;

/// The device that a session of the C interface computes on: its memory and what ONNX Runtime must
/// be told of it.
///
/// Copies may still be under way when they return; they are done in the order asked for, after the
/// runs before and before the runs after.
sealed interface ForeignMemory extends AutoCloseable permits ForeignHostMemory, CudaMemory {
    /// Such as `CPU`.
    String device();

    /// What to call it where the CPU computes a part of the graph.
    String partly();

    /// Whether steps are recorded once and replayed.
    boolean replays();

    /// Switches the device on for a session.
    void prepare(OrtApi api, MemorySegment sessionOptions) throws OrtApiFailure;

    /// ONNX Runtime's description of this memory; the caller releases it.
    MemorySegment description(OrtApi api) throws OrtApiFailure;

    /// Makes zeroed memory.
    ///
    /// @throws OnnxException if there is not so much
    ForeignBlock allocate(long bytes) throws OnnxException;

    /// Copies `count` pieces of `width` bytes, one every `fromPitch` bytes to one every `toPitch`.
    void copy(
            MemorySegment from,
            long fromPitch,
            MemorySegment to,
            long toPitch,
            long width,
            int count);

    /// From host memory to this memory.
    void upload(MemorySegment host, MemorySegment to);

    /// From this memory to host memory; valid after [#await()].
    void download(MemorySegment from, MemorySegment host);

    /// Waits for the copies.
    ///
    /// @throws OnnxException if one of them failed, then or earlier
    void await() throws OnnxException;

    /// Whether no copy failed yet. Any thread may ask.
    boolean isSound();

    /// Reports a copy that failed earlier.
    ///
    /// @throws OnnxException if one did
    void requireSound() throws OnnxException;

    @Override
    void close();
}
