package org.prmscope.decode.onnx;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.MemorySegment;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;

/// The memory of a CUDA device, and the stream that everything on it happens on: ONNX Runtime is
/// given the same stream, so runs and copies need no waiting for each other.
final class CudaMemory implements ForeignMemory {
    private static final Logger LOG = Logger.getLogger(CudaMemory.class.getName());

    private final CudaRuntime cuda;
    private final CudaSettings settings;
    private final String name;
    private final MemorySegment stream;

    /// Of a copy, which cannot throw; reported by the next call that can. What the copy should have
    /// brought is lost, so it is never forgotten: the model has to be loaded again.
    private volatile @Nullable CudaFailure failure;

    /// @param name of the device, such as `NVIDIA L4`
    /// @throws OnnxException if the device does not answer
    CudaMemory(CudaRuntime cuda, CudaSettings settings, String name) throws OnnxException {
        this.cuda = cuda;
        this.settings = settings;
        this.name = name;
        try {
            cuda.setDevice(settings.device());
            stream = cuda.createStream();
        } catch (CudaFailure e) {
            throw e.reported("The CUDA device cannot be used", device(), "a stream");
        }
    }

    @Override
    public String device() {
        return "CUDA (" + name + ")";
    }

    @Override
    public String partly() {
        return device() + " and the CPU";
    }

    @Override
    public boolean replays() {
        return settings.graphs();
    }

    @Override
    public void prepare(OrtApi api, MemorySegment sessionOptions) throws OrtApiFailure {
        Map<String, String> options = new LinkedHashMap<>();
        options.put("device_id", Integer.toString(settings.device()));
        // The arena would else double each time, and never gives memory back.
        options.put("arena_extend_strategy", "kSameAsRequested");
        // TensorFloat-32 keeps 10 bits of a float32's 23.
        options.put("use_tf32", "0");
        options.put("enable_cuda_graph", settings.graphs() ? "1" : "0");
        if (settings.memoryLimit() > 0) {
            options.put("gpu_mem_limit", Long.toString(settings.memoryLimit()));
        }
        CudaKernels.Option attention = settings.kernels().providerOption();
        options.put(attention.key(), attention.value());
        api.appendCuda(sessionOptions, options, stream);
    }

    @Override
    public MemorySegment description(OrtApi api) throws OrtApiFailure {
        return api.createCudaMemory(settings.device());
    }

    @Override
    public ForeignBlock allocate(long bytes) throws OnnxException {
        requireSound();
        try {
            cuda.setDevice(settings.device());
            // Of an empty tensor CUDA gives no address, but ONNX Runtime wants one.
            MemorySegment memory = cuda.malloc(Math.max(1, bytes));
            ForeignBlock block = new ForeignBlock(memory.asSlice(0, bytes), () -> free(memory));
            boolean cleared = false;
            try {
                cuda.clear(memory, stream);
                cleared = true;
            } finally {
                if (!cleared) {
                    block.close();
                }
            }
            return block;
        } catch (CudaFailure e) {
            throw e.reported(
                    "There is no memory for a tensor", device(), "%d MiB".formatted(bytes >> 20));
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
        if (count == 0 || width == 0) {
            return;
        }
        requested(() -> {
            if (count == 1) {
                cuda.copy(to, from, width, CudaRuntime.Direction.ON_DEVICE, stream);
            } else {
                cuda.copyPitched(to, toPitch, from, fromPitch, width, count, stream);
            }
        });
    }

    @Override
    public void upload(MemorySegment host, MemorySegment to) {
        requested(() ->
                cuda.copy(to, host, host.byteSize(), CudaRuntime.Direction.TO_DEVICE, stream));
    }

    @Override
    public void download(MemorySegment from, MemorySegment host) {
        requested(() ->
                cuda.copy(host, from, host.byteSize(), CudaRuntime.Direction.TO_HOST, stream));
    }

    @Override
    public void await() throws OnnxException {
        requested(() -> cuda.synchronize(stream));
        requireSound();
    }

    @Override
    public boolean isSound() {
        return failure == null;
    }

    @Override
    public void requireSound() throws OnnxException {
        CudaFailure failed = failure;
        if (failed != null) {
            throw failed.reported("A copy on the CUDA device failed", device(), "");
        }
    }

    @Override
    public void close() {
        try {
            cuda.setDevice(settings.device());
            cuda.synchronize(stream);
            cuda.destroyStream(stream);
        } catch (CudaFailure e) {
            LOG.log(Level.WARNING, "a CUDA stream could not be closed", e);
        }
    }

    /// A call or several.
    private interface Request {
        void make() throws CudaFailure;
    }

    private void requested(Request request) {
        if (failure != null) {
            return;
        }
        try {
            cuda.setDevice(settings.device());
            request.make();
        } catch (CudaFailure e) {
            failure = e;
        }
    }

    /// Waits for what uses it, as `cudaFree` does.
    private void free(MemorySegment memory) {
        try {
            cuda.setDevice(settings.device());
            cuda.free(memory);
        } catch (CudaFailure e) {
            LOG.log(Level.WARNING, "device memory could not be given back", e);
        }
    }
}
