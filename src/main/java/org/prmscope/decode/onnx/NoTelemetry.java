package org.prmscope.decode.onnx;

import org.prmscope.core.WorkbenchException;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/// Switches ONNX Runtime's telemetry off before its library is loaded.
///
/// Since 1.29 the POSIX builds prepare an upload when the environment is made, before
/// `setTelemetry(false)` can be called, and run a regular expression over the process's command
/// line that overflows the stack when the line is longer than about 3.5 kB.
/// `ORT_DISABLE_TELEMETRY=1` in the C environment prevents both. A Java process cannot change that
/// environment by any API of its own.
final class NoTelemetry {
    private static final String VARIABLE = "ORT_DISABLE_TELEMETRY";

    private NoTelemetry() {}

    /// Sets the variable in the C environment, unless it was set at the start.
    ///
    /// @throws OnnxException if it cannot be set where the crash would follow
    @SuppressWarnings(
            "restricted") // one call of setenv; there is no other way to the C environment
    static void choose() throws OnnxException {
        if (System.getenv(VARIABLE) != null || java.io.File.separatorChar == '\\') {
            return;
        }
        Linker linker = Linker.nativeLinker();
        Optional<MemorySegment> address = linker.defaultLookup().find("setenv");
        int result = -1;
        if (address.isPresent()) {
            MethodHandle setenv =
                    linker.downcallHandle(
                            address.get(),
                            FunctionDescriptor.of(
                                    ValueLayout.JAVA_INT,
                                    ValueLayout.ADDRESS,
                                    ValueLayout.ADDRESS,
                                    ValueLayout.JAVA_INT));
            try (Arena arena = Arena.ofConfined()) {
                result =
                        (int)
                                setenv.invokeExact(
                                        arena.allocateFrom(VARIABLE), arena.allocateFrom("1"), 1);
            } catch (Throwable impossible) {
                throw new IllegalStateException("setenv throws nothing", impossible);
            }
        }
        if (result != 0) {
            throw new OnnxException(
                    new WorkbenchException.Report(
                            "The telemetry of ONNX Runtime cannot be switched off",
                            "the process's environment",
                            "the C function setenv",
                            "none",
                            "Start the program with " + VARIABLE + "=1."));
        }
    }
}
