package org.prmscope.decode.onnx;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/// Zeroed memory of the CPU from C's `calloc`, which gives large blocks as pages that the system
/// zeroes when they are first written to. An arena writes its zeros at once: for key-value rows of
/// 1 GiB that takes a third of a second in which nothing can be cancelled.
final class ZeroPages {
    /// Of every block; a multiple of a cache line, as the kernels like it.
    private static final int ALIGNMENT = 64;

    private static final MethodHandle CALLOC =
            function(
                    "calloc",
                    FunctionDescriptor.of(
                            ValueLayout.ADDRESS, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG));

    private static final MethodHandle FREE =
            function("free", FunctionDescriptor.ofVoid(ValueLayout.ADDRESS));

    private ZeroPages() {}

    /// Memory that is freed with the arena.
    ///
    /// @throws OutOfMemoryError if the system has none
    @SuppressWarnings("restricted") // The size is the one that was asked for.
    static MemorySegment allocate(long bytes, Arena arena) {
        long wanted = Math.max(1, bytes);
        MemorySegment block = calloc(Math.addExact(wanted, ALIGNMENT));
        if (block.address() == 0) {
            throw new OutOfMemoryError("%,d bytes of native memory".formatted(wanted));
        }
        // Freed by its own address, which is not that of what is handed out.
        block.reinterpret(1, arena, ZeroPages::free);
        long shift = Math.floorMod(-block.address(), (long) ALIGNMENT);
        return MemorySegment.ofAddress(block.address() + shift).reinterpret(wanted, arena, null);
    }

    private static MemorySegment calloc(long bytes) {
        try {
            return (MemorySegment) CALLOC.invokeExact(1L, bytes);
        } catch (Throwable impossible) {
            throw new IllegalStateException("calloc throws nothing", impossible);
        }
    }

    private static void free(MemorySegment block) {
        try {
            FREE.invokeExact(block);
        } catch (Throwable impossible) {
            throw new IllegalStateException("free throws nothing", impossible);
        }
    }

    @SuppressWarnings("restricted") // Two functions of the C library.
    private static MethodHandle function(String name, FunctionDescriptor type) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), type);
    }
}
