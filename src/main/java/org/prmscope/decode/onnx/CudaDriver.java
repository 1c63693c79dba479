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
import java.util.ArrayList;
import java.util.List;

/// The NVIDIA driver (`libcuda`): which devices there are.
@SuppressWarnings("restricted") // the package's task: native calls
final class CudaDriver {
    private static final int NAME_BYTES = 256;

    /// `CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR` and `_MINOR`.
    private static final int CAPABILITY_MAJOR = 75;

    private static final int CAPABILITY_MINOR = 76;

    private final SymbolLookup library;
    private final CudaArchitectures architectures;

    /// A call that gives a `CUresult`. Method handles are declared to throw anything.
    private interface Call {
        int error() throws Throwable;
    }

    CudaDriver(SymbolLookup library, CudaArchitectures architectures) {
        this.library = library;
        this.architectures = architectures;
    }

    /// The newest CUDA version that the driver can run, such as `12.8`.
    String version() throws CudaFailure {
        MethodHandle function = function("cuDriverGetVersion", ADDRESS);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment out = arena.allocate(JAVA_INT);
            check("cuDriverGetVersion", () -> (int) function.invokeExact(out));
            return CudaLibraries.dotted(out.get(JAVA_INT, 0));
        }
    }

    /// @throws CudaFailure if the driver finds no device, among others
    List<CudaDevice> devices() throws CudaFailure {
        MethodHandle init = function("cuInit", JAVA_INT);
        int flags = 0;
        check("cuInit", () -> (int) init.invokeExact(flags));
        MethodHandle count = function("cuDeviceGetCount", ADDRESS);
        List<CudaDevice> devices = new ArrayList<>();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment out = arena.allocate(JAVA_INT);
            check("cuDeviceGetCount", () -> (int) count.invokeExact(out));
            int found = out.get(JAVA_INT, 0);
            for (int number = 0; number < found; number++) {
                devices.add(device(arena, number));
            }
        }
        return devices;
    }

    private CudaDevice device(Arena arena, int number) throws CudaFailure {
        MethodHandle get = function("cuDeviceGet", ADDRESS, JAVA_INT);
        MethodHandle nameOf = function("cuDeviceGetName", ADDRESS, JAVA_INT, JAVA_INT);
        MethodHandle total = function("cuDeviceTotalMem_v2", ADDRESS, JAVA_INT);
        MemorySegment out = arena.allocate(JAVA_INT);
        check("cuDeviceGet", () -> (int) get.invokeExact(out, number));
        int handle = out.get(JAVA_INT, 0);
        MemorySegment name = arena.allocate(NAME_BYTES);
        check("cuDeviceGetName", () -> (int) nameOf.invokeExact(name, NAME_BYTES - 1, handle));
        MemorySegment bytes = arena.allocate(JAVA_LONG);
        check("cuDeviceTotalMem", () -> (int) total.invokeExact(bytes, handle));
        int major = attribute(arena, handle, CAPABILITY_MAJOR);
        int minor = attribute(arena, handle, CAPABILITY_MINOR);
        return new CudaDevice(
                number,
                name.getString(0),
                bytes.get(JAVA_LONG, 0),
                major + "." + minor,
                architectures.cover(major, minor));
    }

    private int attribute(Arena arena, int handle, int attribute) throws CudaFailure {
        MethodHandle function = function("cuDeviceGetAttribute", ADDRESS, JAVA_INT, JAVA_INT);
        MemorySegment out = arena.allocate(JAVA_INT);
        check("cuDeviceGetAttribute", () -> (int) function.invokeExact(out, attribute, handle));
        return out.get(JAVA_INT, 0);
    }

    private void check(String name, Call call) throws CudaFailure {
        int error;
        try {
            error = call.error();
        } catch (Throwable e) {
            throw new IllegalStateException("a native function throws nothing", e);
        }
        if (error != 0) {
            throw new CudaFailure(
                    name, error, text("cuGetErrorName", error), text("cuGetErrorString", error));
        }
    }

    private String text(String function, int error) {
        try (Arena arena = Arena.ofConfined()) {
            MethodHandle handle = function(function, JAVA_INT, ADDRESS);
            MemorySegment out = arena.allocate(ADDRESS);
            int unknown = (int) handle.invokeExact(error, out);
            return unknown == 0 ? OrtApiTable.text(out.get(ADDRESS, 0)) : "unknown";
        } catch (CudaFailure e) {
            return "unknown";
        } catch (Throwable e) {
            throw new IllegalStateException("a native function throws nothing", e);
        }
    }

    private MethodHandle function(String name, MemoryLayout... parameters) throws CudaFailure {
        MemorySegment address =
                library.find(name)
                        .orElseThrow(() ->
                                new CudaFailure(name, -1, "no such function", "the driver is old"));
        return Linker.nativeLinker()
                .downcallHandle(address, FunctionDescriptor.of(JAVA_INT, parameters));
    }
}
