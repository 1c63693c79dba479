package org.prmscope.decode.onnx;

import org.prmscope.core.Cancellation;
import org.prmscope.core.WorkbenchException;
import org.prmscope.decode.CancelledException;

import java.lang.foreign.MemorySegment;
import java.util.Map;

/// A session on a machine whose memory is used up after so many allocations.
final class ShortOfMemory implements GraphSession {
    private final GraphSession session;
    private int allocations = Integer.MAX_VALUE;
    private int copies = Integer.MAX_VALUE;

    ShortOfMemory(GraphSession session) {
        this.session = session;
    }

    /// From now on so many allocations succeed, the next one fails, later ones succeed again.
    void failAfter(int count) {
        allocations = count;
    }

    /// From now on so many copies succeed, and no other.
    void failCopiesAfter(int count) {
        copies = count;
    }

    @Override
    public DeviceMemory allocate(long bytes) throws WorkbenchException {
        if (allocations-- == 0) {
            throw new OnnxException(
                    new WorkbenchException.Report("There is no memory", "the test", "", "", ""));
        }
        return session.allocate(bytes);
    }

    @Override
    public String device() {
        return session.device();
    }

    @Override
    public Map<String, TensorType> inputs() {
        return session.inputs();
    }

    @Override
    public Map<String, TensorType> outputs() {
        return session.outputs();
    }

    @Override
    public boolean replays() {
        return session.replays();
    }

    @Override
    public void copy(
            DeviceMemory from,
            long fromOffset,
            long fromPitch,
            DeviceMemory to,
            long toOffset,
            long toPitch,
            long width,
            int count) {
        if (copies-- <= 0) {
            throw new OutOfMemoryError("the test");
        }
        session.copy(from, fromOffset, fromPitch, to, toOffset, toPitch, width, count);
    }

    @Override
    public Tensor tensor(DeviceMemory memory, long offset, ElementType type, long... shape)
            throws WorkbenchException {
        return session.tensor(memory, offset, type, shape);
    }

    @Override
    public Tensor tensor(MemorySegment host, ElementType type, long... shape)
            throws WorkbenchException {
        return session.tensor(host, type, shape);
    }

    @Override
    public void run(
            Map<String, Tensor> inputs, Map<String, Tensor> outputs, Cancellation cancellation)
            throws WorkbenchException, CancelledException {
        session.run(inputs, outputs, cancellation);
    }

    @Override
    public void close() {
        session.close();
    }
}
