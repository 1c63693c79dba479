package org.prmscope.decode.onnx;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.File;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.util.Optional;

/// A variable in the process's C environment, for as long as a session is being made: ONNX
/// Runtime's kernels read their switches there, and only then.
///
/// A variable that the user has set is left as it is. A Java process cannot change that environment
/// by any API of its own.
@SuppressWarnings("restricted") // the package's task: native calls
final class CudaEnvironment implements AutoCloseable {
    private static final boolean WINDOWS = File.separatorChar == '\\';

    private final Optional<CudaKernels.Option> variable;

    /// Sets the kernels' variable, if they have one.
    CudaEnvironment(CudaKernels kernels) {
        variable = kernels.variable().filter(it -> System.getenv(it.key()) == null);
        variable.ifPresent(it -> set(it.key(), it.value()));
    }

    /// Takes it away again.
    @Override
    public void close() {
        variable.ifPresent(it -> unset(it.key()));
    }

    private static void set(String name, String value) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment key = arena.allocateFrom(name);
            MemorySegment text = arena.allocateFrom(value);
            if (WINDOWS) {
                windows(arena, key, text);
            } else {
                int overwrite = 1;
                int failed =
                        (int)
                                Linker.nativeLinker()
                                        .downcallHandle(
                                                Linker.nativeLinker()
                                                        .defaultLookup()
                                                        .findOrThrow("setenv"),
                                                FunctionDescriptor.of(
                                                        JAVA_INT, ADDRESS, ADDRESS, JAVA_INT))
                                        .invokeExact(key, text, overwrite);
                require(failed == 0, name);
            }
        } catch (RuntimeException e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("a native function throws nothing", e);
        }
    }

    private static void unset(String name) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment key = arena.allocateFrom(name);
            if (WINDOWS) {
                windows(arena, key, MemorySegment.NULL);
            } else {
                int failed =
                        (int)
                                Linker.nativeLinker()
                                        .downcallHandle(
                                                Linker.nativeLinker()
                                                        .defaultLookup()
                                                        .findOrThrow("unsetenv"),
                                                FunctionDescriptor.of(JAVA_INT, ADDRESS))
                                        .invokeExact(key);
                require(failed == 0, name);
            }
        } catch (RuntimeException e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("a native function throws nothing", e);
        }
    }

    private static void windows(Arena arena, MemorySegment key, MemorySegment value)
            throws Throwable {
        int done =
                (int)
                        Linker.nativeLinker()
                                .downcallHandle(
                                        SymbolLookup.libraryLookup("kernel32.dll", arena)
                                                .findOrThrow("SetEnvironmentVariableA"),
                                        FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS))
                                .invokeExact(key, value);
        require(done != 0, "the environment");
    }

    private static void require(boolean done, String name) {
        if (!done) {
            throw new IllegalStateException("cannot change " + name);
        }
    }
}
