package org.prmscope.decode.onnx;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;

/// The few functions of the CUDA runtime (`libcudart`) that tensors need.
///
/// The provider of ONNX Runtime uses the same library, so both see one context for each device.
/// Every function returns a `cudaError_t`, 0 for success.
@SuppressWarnings("restricted") // the package's task: native calls
final class CudaRuntime {
    /// Of `cudaMemcpyKind`.
    enum Direction {
        TO_DEVICE(1),
        TO_HOST(2),
        ON_DEVICE(3);

        private final int kind;

        Direction(int kind) {
            this.kind = kind;
        }
    }

    /// `cudaStreamNonBlocking`: does not wait for the default stream.
    private static final int NON_BLOCKING = 1;

    private final MethodHandle setDevice;
    private final MethodHandle malloc;
    private final MethodHandle free;
    private final MethodHandle memset;
    private final MethodHandle copy;
    private final MethodHandle copyPitched;
    private final MethodHandle createStream;
    private final MethodHandle destroyStream;
    private final MethodHandle synchronize;
    private final MethodHandle memory;
    private final MethodHandle version;
    private final MethodHandle lastError;
    private final MethodHandle errorName;
    private final MethodHandle errorText;

    /// A call that gives a `cudaError_t`. Method handles are declared to throw anything.
    private interface Call {
        int error() throws Throwable;
    }

    /// @throws java.util.NoSuchElementException if it is no CUDA runtime
    CudaRuntime(SymbolLookup library) {
        setDevice = function(library, "cudaSetDevice", JAVA_INT);
        malloc = function(library, "cudaMalloc", ADDRESS, JAVA_LONG);
        free = function(library, "cudaFree", ADDRESS);
        memset = function(library, "cudaMemsetAsync", ADDRESS, JAVA_INT, JAVA_LONG, ADDRESS);
        copy = function(library, "cudaMemcpyAsync", ADDRESS, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS);
        copyPitched =
                function(
                        library,
                        "cudaMemcpy2DAsync",
                        ADDRESS,
                        JAVA_LONG,
                        ADDRESS,
                        JAVA_LONG,
                        JAVA_LONG,
                        JAVA_LONG,
                        JAVA_INT,
                        ADDRESS);
        createStream = function(library, "cudaStreamCreateWithFlags", ADDRESS, JAVA_INT);
        destroyStream = function(library, "cudaStreamDestroy", ADDRESS);
        synchronize = function(library, "cudaStreamSynchronize", ADDRESS);
        memory = function(library, "cudaMemGetInfo", ADDRESS, ADDRESS);
        version = function(library, "cudaRuntimeGetVersion", ADDRESS);
        lastError = function(library, "cudaGetLastError");
        errorName = text(library, "cudaGetErrorName");
        errorText = text(library, "cudaGetErrorString");
    }

    /// Makes the calling thread's next calls work on this device.
    void setDevice(int device) throws CudaFailure {
        check("cudaSetDevice", () -> (int) setDevice.invokeExact(device));
    }

    /// Memory of the calling thread's device, not cleared.
    MemorySegment malloc(long bytes) throws CudaFailure {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment out = arena.allocate(ADDRESS);
            check("cudaMalloc", () -> (int) malloc.invokeExact(out, bytes));
            return out.get(ADDRESS, 0).reinterpret(bytes);
        }
    }

    void free(MemorySegment memory) throws CudaFailure {
        check("cudaFree", () -> (int) free.invokeExact(memory));
    }

    void clear(MemorySegment memory, MemorySegment stream) throws CudaFailure {
        int zero = 0;
        long bytes = memory.byteSize();
        check("cudaMemsetAsync", () -> (int) memset.invokeExact(memory, zero, bytes, stream));
    }

    void copy(
            MemorySegment to,
            MemorySegment from,
            long bytes,
            Direction direction,
            MemorySegment stream)
            throws CudaFailure {
        int kind = direction.kind;
        check("cudaMemcpyAsync", () -> (int) copy.invokeExact(to, from, bytes, kind, stream));
    }

    /// Copies on the device `count` pieces of `width` bytes; a pitch is at least the width.
    void copyPitched(
            MemorySegment to,
            long toPitch,
            MemorySegment from,
            long fromPitch,
            long width,
            long count,
            MemorySegment stream)
            throws CudaFailure {
        int kind = Direction.ON_DEVICE.kind;
        check(
                "cudaMemcpy2DAsync",
                () ->
                        (int)
                                copyPitched.invokeExact(
                                        to, toPitch, from, fromPitch, width, count, kind, stream));
    }

    MemorySegment createStream() throws CudaFailure {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment out = arena.allocate(ADDRESS);
            check(
                    "cudaStreamCreateWithFlags",
                    () -> (int) createStream.invokeExact(out, NON_BLOCKING));
            return out.get(ADDRESS, 0);
        }
    }

    void destroyStream(MemorySegment stream) throws CudaFailure {
        check("cudaStreamDestroy", () -> (int) destroyStream.invokeExact(stream));
    }

    void synchronize(MemorySegment stream) throws CudaFailure {
        check("cudaStreamSynchronize", () -> (int) synchronize.invokeExact(stream));
    }

    /// Bytes of the calling thread's device that are free now.
    long freeMemory() throws CudaFailure {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment left = arena.allocate(JAVA_LONG);
            MemorySegment all = arena.allocate(JAVA_LONG);
            check("cudaMemGetInfo", () -> (int) memory.invokeExact(left, all));
            return left.get(JAVA_LONG, 0);
        }
    }

    /// Of the library, 1000 times the major plus 10 times the minor number; needs no device.
    int version() throws CudaFailure {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment out = arena.allocate(JAVA_INT);
            check("cudaRuntimeGetVersion", () -> (int) version.invokeExact(out));
            return out.get(JAVA_INT, 0);
        }
    }

    /// CUDA keeps an error as the thread's last one until somebody asks for it. ONNX Runtime asks
    /// after it started a kernel, and would take one of ours, such as a `cudaMalloc` that found no
    /// memory, for its own. So it is taken back here, where it is reported.
    private void check(String name, Call call) throws CudaFailure {
        int error;
        try {
            error = call.error();
            if (error != 0) {
                int _ = (int) lastError.invokeExact();
            }
        } catch (Throwable e) {
            throw new IllegalStateException("a native function throws nothing", e);
        }
        if (error != 0) {
            throw new CudaFailure(name, error, text(errorName, error), text(errorText, error));
        }
    }

    private static String text(MethodHandle function, int error) {
        try {
            return OrtApiTable.text((MemorySegment) function.invokeExact(error));
        } catch (Throwable e) {
            throw new IllegalStateException("a native function throws nothing", e);
        }
    }

    private static MethodHandle function(
            SymbolLookup library, String name, MemoryLayout... parameters) {
        return Linker.nativeLinker()
                .downcallHandle(
                        library.find(name).orElseThrow(),
                        FunctionDescriptor.of(JAVA_INT, parameters));
    }

    private static MethodHandle text(SymbolLookup library, String name) {
        return Linker.nativeLinker()
                .downcallHandle(
                        library.find(name).orElseThrow(), FunctionDescriptor.of(ADDRESS, JAVA_INT));
    }
}
