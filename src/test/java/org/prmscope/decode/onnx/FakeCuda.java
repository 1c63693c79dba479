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
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// A CUDA runtime that does nothing, fails where it is told to, and keeps its last error as the
/// real one does.
@SuppressWarnings("restricted") // the functions are called from native code
final class FakeCuda implements SymbolLookup {
    private static final Map<String, MemoryLayout[]> FUNCTIONS =
            Map.ofEntries(
                    Map.entry("cudaSetDevice", of(JAVA_INT)),
                    Map.entry("cudaMalloc", of(ADDRESS, JAVA_LONG)),
                    Map.entry("cudaFree", of(ADDRESS)),
                    Map.entry("cudaMemsetAsync", of(ADDRESS, JAVA_INT, JAVA_LONG, ADDRESS)),
                    Map.entry(
                            "cudaMemcpyAsync", of(ADDRESS, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS)),
                    Map.entry(
                            "cudaMemcpy2DAsync",
                            of(
                                    ADDRESS, JAVA_LONG, ADDRESS, JAVA_LONG, JAVA_LONG, JAVA_LONG,
                                    JAVA_INT, ADDRESS)),
                    Map.entry("cudaStreamCreateWithFlags", of(ADDRESS, JAVA_INT)),
                    Map.entry("cudaStreamDestroy", of(ADDRESS)),
                    Map.entry("cudaStreamSynchronize", of(ADDRESS)),
                    Map.entry("cudaMemGetInfo", of(ADDRESS, ADDRESS)),
                    Map.entry("cudaRuntimeGetVersion", of(ADDRESS)),
                    Map.entry("cudaGetLastError", of()));

    private final Arena arena = Arena.ofAuto();
    private final Map<String, Integer> errors = new HashMap<>();
    private int lastError;

    /// Lets a function fail from now on.
    void fail(String function, int error) {
        errors.put(function, error);
    }

    /// What `cudaGetLastError` would answer next.
    int lastError() {
        return lastError;
    }

    @Override
    public Optional<MemorySegment> find(String name) {
        try {
            if (name.startsWith("cudaGetError")) {
                MemorySegment text = arena.allocateFrom("an error");
                MethodHandle says =
                        MethodHandles.dropArguments(
                                MethodHandles.constant(MemorySegment.class, text), 0, int.class);
                return Optional.of(stub(says, FunctionDescriptor.of(ADDRESS, JAVA_INT)));
            }
            FunctionDescriptor type = FunctionDescriptor.of(JAVA_INT, FUNCTIONS.get(name));
            MethodHandle called =
                    MethodHandles.lookup()
                            .bind(this, "called", MethodType.methodType(int.class, String.class));
            return Optional.of(
                    stub(
                            MethodHandles.dropArguments(
                                    MethodHandles.insertArguments(called, 0, name),
                                    0,
                                    type.toMethodType().parameterList()),
                            type));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    int called(String name) {
        if (name.equals("cudaGetLastError")) {
            int last = lastError;
            lastError = 0;
            return last;
        }
        int error = errors.getOrDefault(name, 0);
        if (error != 0) {
            lastError = error;
        }
        return error;
    }

    private MemorySegment stub(MethodHandle handle, FunctionDescriptor type) {
        return Linker.nativeLinker().upcallStub(handle, type, arena);
    }

    private static MemoryLayout[] of(MemoryLayout... parameters) {
        return parameters;
    }
}
