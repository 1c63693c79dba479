package org.prmscope.decode.onnx;

import org.prmscope.core.WorkbenchException;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// The memory of the CPU.
///
/// It can stand in for a device that records and replays: tensors in host memory are then brought
/// over as if they had to be, so that this way is tested where there is no such device.
final class ForeignHostMemory implements ForeignMemory {
    private final boolean replays;

    /// @param replays whether to work like a device that records and replays
    ForeignHostMemory(boolean replays) {
        this.replays = replays;
    }

    @Override
    public String device() {
        return "CPU";
    }

    @Override
    public String partly() {
        return device();
    }

    @Override
    public boolean replays() {
        return replays;
    }

    @Override
    public void prepare(OrtApi api, MemorySegment sessionOptions) {
        // The CPU provider is always there.
    }

    @Override
    public MemorySegment description(OrtApi api) throws OrtApiFailure {
        return api.createCpuMemory();
    }

    @Override
    public ForeignBlock allocate(long bytes) throws OnnxException {
        Arena arena = Arena.ofShared();
        boolean made = false;
        try {
            ForeignBlock block = new ForeignBlock(ZeroPages.allocate(bytes, arena), arena::close);
            made = true;
            return block;
        } catch (OutOfMemoryError e) {
            throw new OnnxException(
                    new WorkbenchException.Report(
                            "There is no memory for a tensor",
                            "the CPU's memory",
                            "%d MiB".formatted(bytes >> 20),
                            "no more to be had",
                            "Close other programs, decode fewer chains at once or use a smaller"
                                    + " model"),
                    e);
        } finally {
            if (!made) {
                arena.close();
            }
        }
    }

    @Override
    public void copy(
            MemorySegment from,
            long fromPitch,
            MemorySegment to,
            long toPitch,
            long width,
            int count) {
        for (int i = 0; i < count; i++) {
            MemorySegment.copy(from, i * fromPitch, to, i * toPitch, width);
        }
    }

    @Override
    public void upload(MemorySegment host, MemorySegment to) {
        to.copyFrom(host);
    }

    @Override
    public void download(MemorySegment from, MemorySegment host) {
        host.copyFrom(from);
    }

    @Override
    public void await() {
        // Copies are done when they return.
    }

    @Override
    public boolean isSound() {
        return true;
    }

    @Override
    public void requireSound() {
        // Copies cannot fail.
    }

    @Override
    public void close() {
        // Blocks are given back one by one.
    }
}
