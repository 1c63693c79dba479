package org.prmscope.decode.onnx;

import org.prmscope.core.Cancellation;
import org.prmscope.core.WorkbenchException;
import org.prmscope.decode.CancelledException;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Map;

/// A loaded graph and the memory its tensors live in: one way to ONNX Runtime.
///
/// There are two: through its Java interface, on the CPU, and through its C interface, on the CPU
/// or on CUDA. What runs a decoder over rows is the same above both.
///
/// Not thread-safe: one platform thread owns a session.
interface GraphSession extends AutoCloseable {
    /// Type and shape of one input or output; -1 for a free dimension.
    record TensorType(ElementType element, List<Long> shape) {}

    enum ElementType {
        FLOAT(4),
        FLOAT16(2),
        BFLOAT16(2),
        INT32(4),
        INT64(8),
        BOOL(1);

        private final int bytes;

        ElementType(int bytes) {
            this.bytes = bytes;
        }

        int bytes() {
            return bytes;
        }
    }

    /// Memory of the session's device, zeroed when allocated.
    interface DeviceMemory extends AutoCloseable {
        long bytes();

        @Override
        void close();
    }

    /// A tensor over memory that somebody else owns; closing it frees the description only.
    interface Tensor extends AutoCloseable {
        @Override
        void close();
    }

    /// Such as `CPU`.
    String device();

    Map<String, TensorType> inputs();

    Map<String, TensorType> outputs();

    /// Whether runs are recorded once and replayed: then every run of a batch size must have the
    /// same shapes and the same memory.
    boolean replays();

    /// Whether it can still compute; false for good once its device failed in a way that no later
    /// run gets over. Any thread may ask.
    default boolean isSound() {
        return true;
    }

    /// So many bytes of zeros.
    ///
    /// @throws WorkbenchException if there is no memory
    DeviceMemory allocate(long bytes) throws WorkbenchException;

    /// Copies `count` pieces of `width` bytes, one every `fromPitch` bytes to one every `toPitch`
    /// bytes. Pieces do not overlap.
    void copy(
            DeviceMemory from,
            long fromOffset,
            long fromPitch,
            DeviceMemory to,
            long toOffset,
            long toPitch,
            long width,
            int count);

    /// A tensor over a part of device memory.
    Tensor tensor(DeviceMemory memory, long offset, ElementType type, long... shape)
            throws WorkbenchException;

    /// A tensor over host memory, for small inputs and outputs; ONNX Runtime copies it where the
    /// graph computes elsewhere.
    Tensor tensor(MemorySegment host, ElementType type, long... shape) throws WorkbenchException;

    /// Runs the graph; every output is written into the tensor given for it.
    ///
    /// @throws CancelledException if cancelled; outputs hold anything then
    /// @throws WorkbenchException if the runtime failed
    void run(Map<String, Tensor> inputs, Map<String, Tensor> outputs, Cancellation cancellation)
            throws WorkbenchException, CancelledException;

    /// As [#run], for a run that comes again with the same shapes and the same device memory, such
    /// as a step of one token: where the device [#replays], it is recorded and replayed.
    default void step(
            Map<String, Tensor> inputs, Map<String, Tensor> outputs, Cancellation cancellation)
            throws WorkbenchException, CancelledException {
        run(inputs, outputs, cancellation);
    }

    @Override
    void close();
}
